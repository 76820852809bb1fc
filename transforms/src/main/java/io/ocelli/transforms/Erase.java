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
 * @param fill one value, or one for each channel; empty for samples that are random each
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
        return fill.isEmpty() ? Collections.emptyList() : Fill.checked(fill);
    }

    /**
     * @throws IllegalArgumentException if the rectangle does not lie in the picture, or the fill is of other channels
     */
    @Override
    public Image apply(Image image) {
        Depths.requireEightBits(this, image);
        if ((long) top + height > image.height() || (long) left + width > image.width()) {
            throw new IllegalArgumentException(
                    "An erased rectangle lies in the picture, received " + this + " for " + image);
        }
        int channels = image.channels();
        Image patch = fill.isEmpty() ? noise(channels) : Fill.filled(height, width, channels, fill);
        Image result = Image.of(
                image.height(), image.width(), channels, image.samples().clone());
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

    private Image noise(int channels) {
        Image patch = Image.black(height, width, channels);
        Randomness randomness = Randomness.of(seed);
        byte[] samples = patch.samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) randomness.nextInt(256);
        }
        return patch;
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
