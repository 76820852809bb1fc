package io.ocelli.medical;

import com.google.common.collect.ImmutableSet;
import io.ocelli.image.Image;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The elements of a picture's pixels without compression (PS3.3, C.7.6.3), little endian. */
final class PixelElements {
    private static final Set<String> DESCRIBING = ImmutableSet.of(
            "SamplesPerPixel",
            "PhotometricInterpretation",
            "PlanarConfiguration",
            "NumberOfFrames",
            "Rows",
            "Columns",
            "BitsAllocated",
            "BitsStored",
            "HighBit",
            "PixelRepresentation",
            "PixelData");

    private PixelElements() {}

    static boolean describes(int tag) {
        return DESCRIBING.contains(Dictionary.keyword(tag));
    }

    static Map<Integer, byte[]> of(Image image, int bits) {
        boolean gray = image.channels() == 1;
        boolean bytes = image.depth() == Image.Depth.UINT8;
        Map<Integer, byte[]> elements = new TreeMap<>(Integer::compareUnsigned);
        word(elements, "SamplesPerPixel", image.channels());
        int photometric = Dictionary.tag("PhotometricInterpretation");
        elements.put(photometric, ElementBytes.text(photometric, "CS", gray ? "MONOCHROME2" : "RGB"));
        if (!gray) {
            word(elements, "PlanarConfiguration", 0);
        }
        word(elements, "Rows", image.height());
        word(elements, "Columns", image.width());
        word(elements, "BitsAllocated", bytes ? 8 : 16);
        word(elements, "BitsStored", bits);
        word(elements, "HighBit", bits - 1);
        word(elements, "PixelRepresentation", image.depth() == Image.Depth.INT16 ? 1 : 0);
        byte[] data = bytes ? checked(image, bits) : words(image, bits);
        elements.put(ElementReader.PIXEL_DATA, ElementBytes.of(ElementReader.PIXEL_DATA, bytes ? "OB" : "OW", data));
        return elements;
    }

    private static void word(Map<Integer, byte[]> elements, String keyword, int word) {
        int tag = Dictionary.tag(keyword);
        elements.put(tag, ElementBytes.word(tag, word));
    }

    private static byte[] checked(Image image, int bits) {
        for (byte sample : image.samples()) {
            check(sample & 255, bits, false);
        }
        return image.samples();
    }

    private static byte[] words(Image image, int bits) {
        boolean signed = image.depth() == Image.Depth.INT16;
        short[] words = image.words();
        byte[] data = new byte[2 * words.length];
        for (int i = 0; i < words.length; i++) {
            check(signed ? words[i] : words[i] & 65535, bits, signed);
            data[2 * i] = (byte) words[i];
            data[2 * i + 1] = (byte) (words[i] >> 8);
        }
        return data;
    }

    private static void check(int sample, int bits, boolean signed) {
        int least = signed ? -1 << (bits - 1) : 0;
        int largest = (1 << (signed ? bits - 1 : bits)) - 1;
        if (sample < least || sample > largest) {
            throw new IllegalArgumentException("Samples of " + bits + " bits are " + least + " to " + largest
                    + ", received " + sample + ". Say bits(...) of more.");
        }
    }
}
