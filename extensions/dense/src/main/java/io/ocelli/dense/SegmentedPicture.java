package io.ocelli.dense;

import io.ocelli.image.Image;
import io.ocelli.image.PngWriter;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.file.Path;

/**
 * What a network says of a picture's pixels.
 *
 * @param seen the picture as the network saw it
 * @param probabilities of each class, or of one thing: float32 K H W, of the size of {@code seen}
 */
public record SegmentedPicture(Image seen, Tensor probabilities) {
    /**
     * @throws IllegalArgumentException if the probabilities are not of the picture's size
     */
    public SegmentedPicture {
        Shape shape = probabilities.shape();
        if (shape.rank() != 3 || shape.get(1) != seen.height() || shape.get(2) != seen.width()) {
            throw new IllegalArgumentException(
                    "Probabilities are K H W of the picture's size, received " + shape + " of " + seen);
        }
    }

    /**
     * The likeliest class of each pixel, one channel; of one thing, 1 where it is at least as likely as not.
     *
     * @throws IllegalArgumentException if there are more than 256 classes
     */
    public Image mask() {
        return mask(0.5);
    }

    /** As {@link #mask()}, where a thing is there from another probability on; it does not matter for several classes. */
    public Image mask(double threshold) {
        int classes = probabilities.shape().at(0);
        if (classes > 256) {
            throw new IllegalArgumentException("A mask of 8 bits has at most 256 classes, received " + classes);
        }
        Image mask = Image.black(seen.height(), seen.width(), 1);
        float[] shares = probabilities.toFloats();
        byte[] labels = mask.samples();
        for (int i = 0; i < labels.length; i++) {
            int best = classes == 1 && shares[i] >= threshold ? 1 : 0;
            for (int k = 1; k < classes; k++) {
                best = shares[k * labels.length + i] > shares[best * labels.length + i] ? k : best;
            }
            labels[i] = (byte) best;
        }
        return mask;
    }

    /**
     * Writes the mask as a PNG of one channel whose samples are the class numbers, whole or not at all. A {@link
     * io.ocelli.data.Datum#mask(Path)} reads it back.
     *
     * @throws io.ocelli.error.OcelliException if it cannot be written
     */
    public void writePng(Path file) {
        PngWriter.write(mask(), file);
    }
}
