package io.ocelli.medical;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes data sets, explicit little endian, so that tests say each element themselves. */
final class DicomBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A file of 16 bits of a size, with the elements of a data set before its pixels, which must be of lower tags. */
    static DicomPicture picture(int rows, int columns, boolean signed, DicomBytes before, int... pixels) {
        return picture(rows, columns, signed, before, new DicomBytes(), pixels);
    }

    /** The same with elements that come between the description of the pixels and these. */
    static DicomPicture picture(
            int rows, int columns, boolean signed, DicomBytes before, DicomBytes behind, int... pixels) {
        DicomBytes whole = new DicomBytes();
        whole.bytes.writeBytes(new byte[128]);
        whole.bytes.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        whole.text(0x00020010, "UI", "1.2.840.10008.1.2.1");
        whole.words(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2");
        whole.text(0x00280008, "IS", String.valueOf(pixels.length / (rows * columns)));
        whole.words(0x00280010, rows).words(0x00280011, columns).words(0x00280100, 16);
        whole.words(0x00280103, signed ? 1 : 0);
        whole.bytes.writeBytes(before.array());
        whole.bytes.writeBytes(behind.array());
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (int pixel : pixels) {
            data.write(pixel);
            data.write(pixel >> 8);
        }
        whole.element(0x7FE00010, "OW", data.toByteArray());
        return DicomFile.of(whole.array(), "made.dcm").picture();
    }

    byte[] array() {
        return bytes.toByteArray();
    }

    DicomBytes text(int tag, String representation, String text) {
        return element(
                tag, representation, (text.length() % 2 == 0 ? text : text + " ").getBytes(StandardCharsets.UTF_8));
    }

    DicomBytes words(int tag, int... words) {
        return words(tag, "US", words);
    }

    DicomBytes words(int tag, String representation, int... words) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (int word : words) {
            value.write(word);
            value.write(word >> 8);
        }
        return element(tag, representation, value.toByteArray());
    }

    DicomBytes sequence(int tag, DicomBytes... items) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (DicomBytes item : items) {
            DicomBytes header = new DicomBytes();
            header.tag(0xFFFEE000);
            header.length(item.bytes.size());
            value.writeBytes(header.array());
            value.writeBytes(item.array());
        }
        return element(tag, "SQ", value.toByteArray());
    }

    private DicomBytes element(int tag, String representation, byte[] value) {
        tag(tag);
        bytes.writeBytes(representation.getBytes(StandardCharsets.US_ASCII));
        if (representation.equals("SQ") || representation.equals("OW")) {
            bytes.writeBytes(new byte[2]);
            length(value.length);
        } else {
            bytes.write(value.length);
            bytes.write(value.length >> 8);
        }
        bytes.writeBytes(value);
        return this;
    }

    private void tag(int tag) {
        bytes.write(tag >> 16);
        bytes.write(tag >> 24);
        bytes.write(tag);
        bytes.write(tag >> 8);
    }

    private void length(int length) {
        for (int i = 0; i < 4; i++) {
            bytes.write(length >> 8 * i);
        }
    }
}
