package io.ocelli.djl;

import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.ocelli.image.Image;

/** Pictures of the two libraries, from one to the other. */
public final class DjlPictures {
    private DjlPictures() {}

    /**
     * A picture of ours as one of DJL's, so that it is decoded as here: upright as EXIF says, and in the formats that are read
     * here.
     */
    public static ai.djl.modality.cv.Image toDjl(Image image) {
        Image colour = image.toChannels(3);
        byte[] samples = colour.samples();
        int[] pixels = new int[colour.height() * colour.width()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = 255 << 24
                    | (samples[3 * i] & 255) << 16
                    | (samples[3 * i + 1] & 255) << 8
                    | samples[3 * i + 2] & 255;
        }
        return ImageFactory.getInstance().fromPixels(pixels, colour.width(), colour.height());
    }

    /** A picture of DJL's as one of ours, red, green, blue, with the pixels that DJL itself takes from it. */
    static Image toOcelli(ai.djl.modality.cv.Image image, NDManager manager) {
        try (NDArray pixels = image.toNDArray(manager, ai.djl.modality.cv.Image.Flag.COLOR)) {
            byte[] samples = new byte[3 * image.getHeight() * image.getWidth()];
            pixels.toByteBuffer().get(samples);
            return Image.of(image.getHeight(), image.getWidth(), 3, samples);
        }
    }
}
