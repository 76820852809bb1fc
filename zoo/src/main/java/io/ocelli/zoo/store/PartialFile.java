package io.ocelli.zoo.store;

import io.ocelli.files.WholeFile;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way: {@code FILE.part} holds what has come, in order from the first byte, and {@code FILE.part.tag} what the
 * server called that version of it. Bytes never stand beside another version's tag.
 */
final class PartialFile {
    static final String PART = ".part";
    static final String TAG = ".part.tag";

    private final Path part;
    private final Path tag;

    PartialFile(Path target) {
        this.part = target.resolveSibling(target.getFileName() + PART);
        this.tag = target.resolveSibling(target.getFileName() + TAG);
    }

    Path path() {
        return part;
    }

    long size() throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    /** The version that the bytes are of, or null where the server named none. */
    @Nullable
    String version() throws IOException {
        return Files.exists(tag) ? new String(Files.readAllBytes(tag), StandardCharsets.UTF_8) : null;
    }

    /** Begins again with another version. */
    FileOutputStream restart(@Nullable String version) throws IOException {
        FileOutputStream empty = new FileOutputStream(file(), false);
        try {
            if (version == null) {
                Files.deleteIfExists(tag);
            } else {
                Files.write(tag, version.getBytes(StandardCharsets.UTF_8));
            }
            return empty;
        } catch (IOException e) {
            empty.close();
            throw e;
        }
    }

    /** Goes on behind the last byte. */
    FileOutputStream resume() throws IOException {
        return new FileOutputStream(file(), true);
    }

    /** Gives the file its name. */
    void finish(Path target) throws IOException {
        WholeFile.move(part, target);
        Files.deleteIfExists(tag);
    }

    void delete() throws IOException {
        Files.deleteIfExists(part);
        Files.deleteIfExists(tag);
    }

    // a stream and not a channel: an interrupt closes a channel, and the bytes it holds could not be synced
    private File file() {
        return part.toFile();
    }
}
