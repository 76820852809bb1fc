package io.ocelli.medical;

import io.ocelli.error.OcelliException;

/** A DICOM file that is refused: its message names the file, the kind of fault and the byte at which it was found. */
public final class DicomException extends OcelliException {
    private static final long serialVersionUID = 1L;

    /** Why a file is refused. */
    public enum Kind {
        /** Neither a Part 10 file nor a data set. */
        NOT_DICOM,
        /** A data set whose file says no transfer syntax, so that its encoding would have to be guessed. */
        NO_META,
        /** A directory of other files (DICOMDIR). */
        DICOMDIR,
        /** A data set without a picture, such as a report or a plan. */
        NO_PIXEL_DATA,
        /** The file ends before what it announces. */
        TRUNCATED,
        /** The file contradicts itself or the standard. */
        MALFORMED,
        /** Right, but of a transfer syntax or a kind of pixels that is not read. */
        UNSUPPORTED
    }

    private final Kind kind;
    private final long offset;

    DicomException(String file, Kind kind, long offset, String what) {
        super(file + " is refused (" + kind + ", at byte " + offset + "): " + what);
        this.kind = kind;
        this.offset = offset;
    }

    /** Why the file is refused. */
    public Kind kind() {
        return kind;
    }

    /**
     * The byte of the file at which the fault was found; of a deflated file, the byte of what was inflated, and of a frame
     * in several fragments, the byte of the joined frame.
     */
    public long offset() {
        return offset;
    }
}
