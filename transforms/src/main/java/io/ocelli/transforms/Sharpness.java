package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Parameters;
import io.ocelli.image.Transform;

/**
 * Mixes a picture with a smoothed version of itself: 0 is smooth, 1 changes nothing, more is sharper.
 *
 * @param factor 0 or more
 */
public record Sharpness(double factor) implements Transform {
    /**
     * @throws IllegalArgumentException if it is out of range
     */
    public Sharpness {
        Factors.checkNotNegative("factor", factor);
    }

    @Override
    public Image apply(Image image) {
        Depths.requireEightBits(this, image);
        int channels = image.channels();
        int row = image.width() * channels;
        byte[] from = image.samples();
        byte[] to = from.clone();
        float mix = (float) factor;
        for (int y = 1; y < image.height() - 1; y++) {
            for (int i = y * row + channels; i < (y + 1) * row - channels; i++) {
                int sum = 4 * (from[i] & 255);
                for (int line = i - row; line <= i + row; line += row) {
                    sum += (from[line - channels] & 255) + (from[line] & 255) + (from[line + channels] & 255);
                }
                // The kernel 1 1 1, 1 5 1, 1 1 1 over 13, rounded; the outermost pixels stay as they are.
                int smooth = (2 * sum + 13) / 26;
                to[i] = (byte) Factors.mixed(smooth, from[i] & 255, mix);
            }
        }
        return Image.of(image.height(), image.width(), channels, to);
    }

    @Override
    public String name() {
        return "Sharpness";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("factor", factor);
    }
}
