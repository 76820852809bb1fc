package io.ocelli.medical;

import com.google.common.collect.ImmutableList;
import io.ocelli.error.OcelliException;
import io.ocelli.files.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A file without what identifies, and the account of what was done to it. Immutable, but for the array that {@link #file}
 * hands out.
 */
public final class Deidentified {
    private final byte[] file;
    private final String sopInstanceUid;
    private final ImmutableList<ElementChange> changes;
    private final ImmutableList<String> warnings;

    Deidentified(byte[] file, String sopInstanceUid, List<ElementChange> changes, List<String> warnings) {
        this.file = file;
        this.sopInstanceUid = sopInstanceUid;
        this.changes = ImmutableList.copyOf(changes);
        this.warnings = ImmutableList.copyOf(warnings);
    }

    /** The file of Part 10; not a copy. */
    public byte[] file() {
        return file;
    }

    /** Its new unique identifier, which names no patient and so can name the file. */
    public String sopInstanceUid() {
        return sopInstanceUid;
    }

    /** What was done to which attribute, without any value, in the order of the file. */
    public ImmutableList<ElementChange> changes() {
        return changes;
    }

    /** What could still identify, and only a person can find; empty where nothing says so. */
    public ImmutableList<String> warnings() {
        return warnings;
    }

    /**
     * Writes the file whole.
     *
     * @throws OcelliException if it cannot be written
     */
    public void write(Path place) {
        try {
            WholeFile.write(place, out -> out.write(file));
        } catch (IOException e) {
            throw new OcelliException("The de-identified file " + place + " cannot be written: " + e, e);
        }
    }
}
