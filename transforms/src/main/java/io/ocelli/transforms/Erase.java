package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Parameters;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.Collections;
import java.util.List;

/**
 * Paints a rectangle over: what {@link RandomErasing} draws. Masks and boxes stay as they are.
 *
 * @param top row of the rectangle's first pixel, 0 or more
 * @param left its column, 0 or more
 * @param fill one value, or one for each channel; empty for samples that are random each: evenly of 8 bits, of 16 drawn from
 *     those of the picture
 * @param seed what random samples follow from
 */
public record Erase(int top, int left, int height, int width, List<Integer> fill, int seed) implements Transform {
    /**
     * @throws IllegalArgumentException if the corner is negative, an extent not positive or the fill no colour
     */
    public Erase {
        new Size(height, width);
        if (top < 0 || left < 0) {
            throw new IllegalArgumentException(
                    "An erased rectangle begins in the picture, received row " + top + ", column " + left);
        }
        fill = checked(fill);
    }

    static List<Integer> checked(List<Integer> fill) {
        return fill.isEmpty() ? Collections.emptyList() : Fill.checkedWide(fill);
    }

    /**
     * @throws IllegalArgumentException if the rectangle does not lie in the picture, or the fill is of other channels
     */
    @Override
    public Image apply(Image image) {
        if ((long) top + height > image.height() || (long) left + width > image.width()) {
            throw new IllegalArgumentException(
                    "An erased rectangle lies in the picture, received " + this + " for " + image);
        }
        int channels = image.channels();
        Image patch = fill.isEmpty() ? noise(image) : Fill.filled(height, width, channels, fill, image.depth());
        Image result = Image.black(image.height(), image.width(), channels, image.depth());
        Depths.copy(image, 0, result, 0, image.height() * image.width() * channels);
        for (int y = 0; y < height; y++) {
            Depths.copy(
                    patch,
                    y * width * channels,
                    result,
                    ((top + y) * image.width() + left) * channels,
                    width * channels);
        }
        return result;
    }

    private Image noise(Image image) {
        Image patch = Image.black(height, width, image.channels(), image.depth());
        Randomness randomness = Randomness.of(seed);
        if (image.depth() != Image.Depth.UINT8) {
            noise(patch.words(), image.words(), randomness);
            return patch;
        }
        byte[] samples = patch.samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) randomness.nextInt(256);
        }
        return patch;
    }

    /** Of 16 bits a picture uses a part: the noise is one of its own samples each. */
    private static void noise(short[] patch, short[] words, Randomness randomness) {
        for (int i = 0; i < patch.length; i++) {
            patch[i] = words[randomness.nextInt(words.length)];
        }
    }

    @Override
    public String name() {
        return "Erase";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("top", top)
                .with("left", left)
                .with("height", height)
                .with("width", width)
                .with("fill", fill)
                .with("seed", seed);
    }

    static Erase read(Parameters saved) {
        return new Erase(
                saved.integer("top"),
                saved.integer("left"),
                saved.integer("height"),
                saved.integer("width"),
                Fill.read(saved),
                saved.integer("seed"));
    }
}
