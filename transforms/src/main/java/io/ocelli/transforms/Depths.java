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

    static void requireEightBits(Transform transform, Image image) {
        if (image.depth() != Image.Depth.UINT8) {
            throw new IllegalArgumentException(transform.name() + " is for pictures of 8 bits, received " + image
                    + ". Crops, flips, resizes, pads, rotations and affine transforms are for 16 bits too;"
                    + " toBytes(low, high) brings a picture to 8.");
        }
    }
}
