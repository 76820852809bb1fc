package io.ocelli.transforms;

import io.ocelli.image.Parameters;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes brightness, contrast, saturation and hue at random and in a random order, as torchvision's {@code ColorJitter}. A
 * factor is drawn evenly from {@code max(0, 1 - value)} to {@code 1 + value}; what is 0 is left out. For pictures of 8 bits.
 * Immutable, safe for any number of threads.
 *
 * @param brightness 0 or more
 * @param contrast 0 or more
 * @param saturation 0 or more
 * @param hue part of a full turn to either side, from 0 to 0.5
 */
public record ColorJitter(double brightness, double contrast, double saturation, double hue) implements Random {
    /**
     * @throws IllegalArgumentException if one is out of range
     */
    public ColorJitter {
        Factors.checkNotNegative("brightness", brightness);
        Factors.checkNotNegative("contrast", contrast);
        Factors.checkNotNegative("saturation", saturation);
        if (!(hue >= 0 && hue <= 0.5)) {
            throw new IllegalArgumentException("The hue of a jitter is from 0 to 0.5, received " + hue);
        }
    }

    @Override
    public Pipeline draw(Size size, Randomness randomness) {
        int[] order = randomness.permutation(4);
        Transform[] all = {
            new Brightness(factor(brightness, randomness)),
            new Contrast(factor(contrast, randomness)),
            new Saturation(factor(saturation, randomness)),
            new Hue(randomness.nextDouble(-hue, hue))
        };
        double[] values = {brightness, contrast, saturation, hue};
        List<Transform> steps = new ArrayList<>(4);
        for (int i : order) {
            if (values[i] > 0) {
                steps.add(all[i]);
            }
        }
        return new Pipeline(steps);
    }

    private static double factor(double value, Randomness randomness) {
        return randomness.nextDouble(Math.max(0, 1 - value), 1 + value);
    }

    @Override
    public String name() {
        return "ColorJitter";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("brightness", brightness)
                .with("contrast", contrast)
                .with("saturation", saturation)
                .with("hue", hue);
    }

    static ColorJitter read(Parameters saved) {
        return new ColorJitter(
                saved.number("brightness"), saved.number("contrast"), saved.number("saturation"), saved.number("hue"));
    }
}
