package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Transform;

/** Samples of 8 bits and of 16. */
final class Depths {
    private Depths() {}

    /** Copies samples from a place in one picture's array to a place in that of another of the same depth. */
    static void copy(Image from, int begin, Image to, int at, int count) {
        if (from.depth() == Image.Depth.UINT8) {
            System.arraycopy(from.samples(), begin, to.samples(), at, count);
        } else {
            System.arraycopy(from.words(), begin, to.words(), at, count);
        }
    }

    /** The samples of a picture, in their order. */
    static int[] values(Image image) {
        int[] values = new int[image.height() * image.width() * image.channels()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(image, i);
        }
        return values;
    }

    /** The sample at a place in the picture's array. */
    static int value(Image image, int i) {
        return switch (image.depth()) {
            case UINT8 -> image.samples()[i] & 255;
            case UINT16 -> image.words()[i] & 65535;
            case INT16 -> image.words()[i];
        };
    }

    /** Writes a whole number to a place in a picture's array, the nearest that there is. */
    static void put(Image image, int i, double value) {
        int nearest =
                (int) Math.max(image.depth().least(), Math.min(image.depth().largest(), value));
        if (image.depth() == Image.Depth.UINT8) {
            image.samples()[i] = (byte) nearest;
        } else {
            image.words()[i] = (short) nearest;
        }
    }

    static void requireSixteenBits(Transform transform, Image image) {
        if (image.depth() == Image.Depth.UINT8) {
            throw new IllegalArgumentException(
                    transform.name() + " is for pictures of 16 bits, whose values have a unit, received " + image
                            + ". Brightness and Contrast are for 8.");
        }
    }

    static void requireEightBits(Transform transform, Image image) {
        if (image.depth() != Image.Depth.UINT8) {
            throw new IllegalArgumentException(transform.name() + " is for pictures of 8 bits, received " + image
                    + ". Crops, flips, resizes, pads, rotations, affine and perspective transforms, blurs and erasing are for"
                    + " 16 bits too, and Windowing and Intensity change their values; toBytes(low, high) brings a picture"
                    + " to 8.");
        }
    }
}
