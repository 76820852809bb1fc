package io.ocelli.medical;

import io.ocelli.error.OcelliException;
import io.ocelli.files.WholeFile;
import io.ocelli.image.Image;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A picture that becomes a DICOM file: of Part 10 in explicit little endian, without compression. A specification: immutable,
 * safe for any number of threads.
 *
 * <pre>{@code
 * DicomDraft.of(image)
 *         .bits(12)
 *         .with("Modality", "CT")
 *         .with("RescaleIntercept", "-1024")
 *         .with("RescaleSlope", "1")
 *         .write(Path.of("slice.dcm"));
 * }</pre>
 *
 * <p>It is a secondary capture of its own identifiers, unless it is given others. What the kind of object requires beside its
 * pixels is the caller's to say: nothing checks that.
 */
public final class DicomDraft {
    /** Secondary Capture Image Storage (PS3.4, B.5). */
    static final String SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7";

    private static final String EXPLICIT_LITTLE = "1.2.840.10008.1.2.1";

    private final Image image;
    private final int bits;
    private final SortedMap<Integer, byte[]> elements;

    private DicomDraft(Image image, int bits, SortedMap<Integer, byte[]> elements) {
        this.image = image;
        this.bits = bits;
        this.elements = Collections.unmodifiableSortedMap(elements);
    }

    /**
     * Of a gray picture of 8 or 16 bits, or a colour one (red, green, blue) of 8.
     *
     * @throws IllegalArgumentException if it is another
     */
    public static DicomDraft of(Image image) {
        boolean bytes = image.depth() == Image.Depth.UINT8;
        if (image.channels() != 1 && !(image.channels() == 3 && bytes)) {
            throw new IllegalArgumentException(
                    "A DICOM file is made of a gray picture, or a colour one of 8 bits, received " + image);
        }
        if (image.height() > 65535 || image.width() > 65535) {
            throw new IllegalArgumentException("A DICOM file has at most 65535 rows and columns, received " + image);
        }
        DicomDraft draft = new DicomDraft(image, bytes ? 8 : 16, new TreeMap<>(Integer::compareUnsigned));
        return draft.with("SOPClassUID", SECONDARY_CAPTURE)
                .with("SOPInstanceUID", newUid())
                .with("ConversionType", "WSD");
    }

    /**
     * That so many of the bits count, as of a detector of 12; samples are checked when the file is made.
     *
     * @throws IllegalArgumentException if they are none, or more than a sample has
     */
    public DicomDraft bits(int stored) {
        int most = image.depth() == Image.Depth.UINT8 ? 8 : 16;
        if (stored < 1 || stored > most) {
            throw new IllegalArgumentException("Of " + image + " 1 to " + most + " bits count, received " + stored);
        }
        return new DicomDraft(image, stored, elements);
    }

    /**
     * With an attribute, in the place of what it had; text, numbers as decimals, several separated by a backslash.
     *
     * @param keyword of the standard, such as {@code PatientID}
     * @throws IllegalArgumentException if the standard has no such keyword, it is one of pixels, or its values are neither text
     *     nor numbers of 16 bits
     */
    public DicomDraft with(String keyword, String value) {
        int tag = Dictionary.tag(keyword);
        if (tag >>> 16 <= 2 || PixelElements.describes(tag)) {
            throw new IllegalArgumentException(
                    "What describes the file and its pixels comes from the picture, received " + keyword);
        }
        return withElement(tag, element(tag, keyword, value));
    }

    /**
     * With a sequence, in the place of what it had: the attributes of each item, by keyword.
     *
     * @throws IllegalArgumentException as {@link #with(String, String)} says, or if the attribute is no sequence
     */
    public DicomDraft with(String keyword, List<Map<String, String>> items) {
        int tag = Dictionary.tag(keyword);
        if (!"SQ".equals(Dictionary.representation(tag))) {
            throw new IllegalArgumentException("Items are those of a sequence, received " + keyword);
        }
        List<byte[]> written = new ArrayList<>();
        for (Map<String, String> item : items) {
            SortedMap<Integer, byte[]> inside = new TreeMap<>(Integer::compareUnsigned);
            item.forEach((key, value) -> inside.put(Dictionary.tag(key), element(Dictionary.tag(key), key, value)));
            written.add(Part10.join(inside));
        }
        return withElement(tag, ElementBytes.sequence(tag, written));
    }

    /** With what another file has under a keyword, as it is; as before where that has nothing. */
    DicomDraft from(DicomFile file, String keyword) {
        Element element = file.data().element(keyword);
        if (element == null || DataSet.isSequence(element)) {
            return this;
        }
        String representation = element.representation();
        byte[] value = ElementValues.little(element.value(), file.data().isBig(), ElementValues.size(representation));
        return withElement(element.tag(), ElementBytes.of(element.tag(), representation, value));
    }

    private DicomDraft withElement(int tag, byte[] element) {
        SortedMap<Integer, byte[]> more = new TreeMap<>(elements);
        more.put(tag, element);
        return new DicomDraft(image, bits, more);
    }

    private static byte[] element(int tag, String keyword, String value) {
        String representation = String.valueOf(Dictionary.representation(tag));
        switch (representation) {
            case "SQ", "AT", "FD", "FL", "OB", "OD", "OF", "OL", "OV", "OW", "SL", "SV", "UL", "UN", "UV" ->
                throw new IllegalArgumentException("An attribute that is written is text or numbers of 16 bits, "
                        + keyword + " is " + representation);
            case "US", "SS", "XS" -> {
                String[] numbers = value.split("\\\\", -1);
                ByteBuffer words = ByteBuffer.allocate(2 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
                for (String number : numbers) {
                    words.putShort((short) Integer.parseInt(number));
                }
                return ElementBytes.of(tag, representation.equals("XS") ? "US" : representation, words.array());
            }
            default -> {
                return ElementBytes.of(tag, representation, value.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** A unique identifier that nothing else has: of the root 2.25, which needs no registration (PS3.5, B.2). */
    public static String newUid() {
        UUID uuid = UUID.randomUUID();
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
        return "2.25." + new BigInteger(1, bytes);
    }

    /**
     * The file's bytes.
     *
     * @throws IllegalArgumentException if a sample has more bits than count
     */
    public byte[] bytes() {
        SortedMap<Integer, byte[]> all = new TreeMap<>(elements);
        all.putIfAbsent(
                Dictionary.tag("SpecificCharacterSet"),
                ElementBytes.text(Dictionary.tag("SpecificCharacterSet"), "CS", "ISO_IR 192"));
        all.putAll(PixelElements.of(image, bits));
        return Part10.write(identifier("SOPClassUID"), identifier("SOPInstanceUID"), EXPLICIT_LITTLE, all);
    }

    /** A unique identifier among the elements: what follows the eight bytes of its header, without the zero behind it. */
    private String identifier(String keyword) {
        byte[] element = Objects.requireNonNull(elements.get(Dictionary.tag(keyword)));
        return new String(element, 8, element.length - 8, StandardCharsets.US_ASCII).trim();
    }

    /** What was made, as it is read. */
    public DicomFile file() {
        return DicomFile.of(bytes(), "made file");
    }

    /**
     * Writes the file whole.
     *
     * @throws IllegalArgumentException as {@link #bytes} says
     * @throws OcelliException if it cannot be written
     */
    public void write(Path place) {
        byte[] bytes = bytes();
        try {
            WholeFile.write(place, out -> out.write(bytes));
        } catch (IOException e) {
            throw new OcelliException("The DICOM file " + place + " cannot be written: " + e, e);
        }
    }
}
