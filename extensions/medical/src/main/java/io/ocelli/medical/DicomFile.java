package io.ocelli.medical;

import io.ocelli.error.ImageException;
import io.ocelli.medical.DicomException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A DICOM file of Part 10 and its attributes, with or without a picture. Values are read when asked for, out of the file's
 * bytes, which it keeps. Safe for any number of threads.
 */
public final class DicomFile {
    private static final int PREAMBLE = 128;
    private static final String DIRECTORY = "1.2.840.10008.1.3.10";

    private final DataSet meta;
    private final DataSet data;
    private final String syntax;

    private DicomFile(DataSet meta, DataSet data, String syntax) {
        this.meta = meta;
        this.data = data;
        this.syntax = syntax;
    }

    /**
     * The file.
     *
     * @throws DicomException if it is not a DICOM file, is a directory of others, has no meta header, ends early,
     *     contradicts itself, or is of a transfer syntax that is not read
     * @throws ImageException if there is no such file
     */
    public static DicomFile read(Path file) {
        try {
            return of(Files.readAllBytes(file), file.toString());
        } catch (NoSuchFileException e) {
            throw new ImageException("There is no DICOM file " + file, e);
        } catch (IOException e) {
            throw new ImageException("The DICOM file " + file + " cannot be read: " + e, e);
        }
    }

    /**
     * The same of a file's bytes, which are not copied.
     *
     * @param name what to call the file in messages
     * @throws DicomException as {@link #read} says
     */
    public static DicomFile of(byte[] file, String name) {
        Bytes bytes = new Bytes(name, file);
        if (!isPart10(file)) {
            throw looksLikeData(file)
                    ? bytes.error(
                            Kind.NO_META,
                            0,
                            "a Part 10 file begins with 128 bytes and \"DICM\", it begins with a data set, whose"
                                    + " encoding is not said; write a meta header to it")
                    : bytes.error(Kind.NOT_DICOM, 0, "a Part 10 file begins with 128 bytes and \"DICM\", it does not");
        }
        ElementReader.Meta meta = ElementReader.meta(bytes.range(PREAMBLE + 4, file.length));
        DataSet head = meta.elements();
        if (DIRECTORY.equals(head.text("MediaStorageSOPClassUID"))) {
            throw directory(bytes);
        }
        String uid = head.text("TransferSyntaxUID");
        if (uid == null) {
            throw bytes.error(Kind.NO_META, meta.end(), "a meta header names the transfer syntax, it does not");
        }
        @Nullable TransferSyntax syntax = TransferSyntax.of(uid);
        // What has other pixels than we read is mostly explicit little endian, so its attributes can be read.
        if (syntax == null && !uid.startsWith("1.2.840.10008.1.2.")) {
            throw unsupported(head, uid);
        }
        Bytes body = bytes.range(meta.end(), file.length);
        if (syntax == TransferSyntax.DEFLATED) {
            body = Deflated.inflate(body);
        }
        boolean explicit = syntax == null || syntax.isExplicit();
        DataSet data = ElementReader.read(body, explicit, syntax != null && syntax.isBig());
        if (data.element("DirectoryRecordSequence") != null) {
            throw directory(bytes);
        }
        return new DicomFile(head, data, uid);
    }

    /** Whether a file begins as Part 10 says: with 128 bytes of anything, and the letters DICM. */
    static boolean isPart10(byte[] file) {
        return file.length >= PREAMBLE + 4
                && file[PREAMBLE] == 'D'
                && file[PREAMBLE + 1] == 'I'
                && file[PREAMBLE + 2] == 'C'
                && file[PREAMBLE + 3] == 'M';
    }

    /** Whether a file begins with an element of the group 2 or 8, in either order of bytes, perhaps behind a stray byte. */
    private static boolean looksLikeData(byte[] file) {
        return beginsElement(file, 0)
                || beginsElement(file, 1) && Character.isUpperCase(file[5]) && Character.isUpperCase(file[6]);
    }

    private static boolean beginsElement(byte[] file, int at) {
        if (file.length < at + 8) {
            return false;
        }
        boolean little = (file[at] == 2 || file[at] == 8) && file[at + 1] == 0;
        boolean big = file[at] == 0 && (file[at + 1] == 2 || file[at + 1] == 8);
        return little || big;
    }

    private static DicomException directory(Bytes bytes) {
        return bytes.error(
                Kind.DICOMDIR, PREAMBLE, "a picture was expected, it is a directory; read the files that it lists");
    }

    private static DicomException unsupported(DataSet meta, String uid) {
        StringBuilder known = new StringBuilder();
        for (TransferSyntax syntax : TransferSyntax.values()) {
            known.append(known.length() == 0 ? "" : ", ").append(syntax.uid);
        }
        return meta.bytes()
                .unsupported(
                        meta.offset("TransferSyntaxUID"),
                        "the transfer syntaxes that are read are " + known + ", it has " + uid + called(uid)
                                + "; convert it to one of them");
    }

    /** What people call a transfer syntax that is not read, in brackets. */
    private static String called(String uid) {
        return switch (uid) {
            case "1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.202", "1.2.840.10008.1.2.4.203" ->
                " (High-Throughput JPEG 2000, HTJ2K)";
            case "1.2.840.10008.1.2.4.110", "1.2.840.10008.1.2.4.111", "1.2.840.10008.1.2.4.112" -> " (JPEG XL)";
            case "1.2.840.10008.1.2.4.92", "1.2.840.10008.1.2.4.93" -> " (JPEG 2000, several components)";
            case "1.2.840.10008.1.2.4.94", "1.2.840.10008.1.2.4.95" -> " (JPIP)";
            case "1.2.840.10008.1.2.7.1", "1.2.840.10008.1.2.7.2", "1.2.840.10008.1.2.7.3" -> " (SMPTE ST 2110)";
            default -> uid.startsWith("1.2.840.10008.1.2.4.10") ? " (MPEG video)" : "";
        };
    }

    /** The file meta information. */
    DataSet meta() {
        return meta;
    }

    DataSet data() {
        return data;
    }

    /** What messages call the file. */
    String name() {
        return data.bytes().name;
    }

    /** The unique identifier of the file's transfer syntax. */
    public String transferSyntax() {
        return syntax;
    }

    /** The standard's name of the transfer syntax; its unique identifier where its pixels are not read. */
    public String transferSyntaxName() {
        @Nullable TransferSyntax known = TransferSyntax.of(syntax);
        return known == null ? syntax : known.title;
    }

    /** Whether the transfer syntax allows for pixels that are others than those that were compressed. */
    public boolean isLossy() {
        @Nullable TransferSyntax known = TransferSyntax.of(syntax);
        return known != null && known.isLossy();
    }

    /**
     * Whether an attribute is there, of whatever kind; it may be empty.
     *
     * @param keyword of the standard, such as {@code VOILUTSequence}
     * @throws IllegalArgumentException if the standard has no such keyword
     */
    public boolean has(String keyword) {
        int tag = Dictionary.tag(keyword);
        return (tag >>> 16 == 2 ? meta : data).element(tag) != null;
    }

    /**
     * An attribute as text, several values separated by a backslash; empty where it is absent or empty.
     *
     * @param keyword of the standard, such as {@code PatientName}
     * @throws IllegalArgumentException if the standard has no such keyword
     */
    public Optional<String> text(String keyword) {
        return text(Dictionary.tag(keyword));
    }

    /** The same by tag, such as 0x00100010. */
    public Optional<String> text(int tag) {
        return Optional.ofNullable((tag >>> 16 == 2 ? meta : data).text(tag));
    }

    /**
     * An attribute's numbers, of binary and decimal representations; none where it is absent or empty.
     *
     * @param keyword of the standard, such as {@code PixelSpacing}
     * @throws IllegalArgumentException if the standard has no such keyword
     * @throws DicomException if the value is not of numbers
     */
    public double[] numbers(String keyword) {
        return numbers(Dictionary.tag(keyword));
    }

    /** The same by tag, such as 0x00280030. */
    public double[] numbers(int tag) {
        return data.numbers(tag);
    }

    /**
     * The picture in this file.
     *
     * @throws DicomException if it has none, its description contradicts itself, it ends early, or it is of a kind that is
     *     not read
     */
    public DicomPicture picture() {
        @Nullable TransferSyntax known = TransferSyntax.of(syntax);
        if (data.element(ElementReader.PIXEL_DATA) != null && known == null) {
            throw unsupported(meta, syntax);
        }
        return new DicomPicture(this, data, known == null ? TransferSyntax.EXPLICIT_LITTLE : known);
    }
}
