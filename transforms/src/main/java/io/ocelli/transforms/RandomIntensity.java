package io.ocelli.transforms;

import io.ocelli.image.Parameters;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;

/**
 * Jitters the values of a picture of 16 bits in their own unit by an {@link Intensity} that is drawn evenly: as scanners differ in
 * their calibration. Immutable, safe for any number of threads.
 *
 * @param scale by how much the factor differs from 1 at most, 0 to 1
 * @param shift how far the offset goes to either side at most, in the unit of the values, such as 20 HU; 0 or more
 */
public record RandomIntensity(double scale, double shift) implements Random {
    /**
     * @throws IllegalArgumentException if a number is out of range
     */
    public RandomIntensity {
        Factors.checkNotNegative("largest shift", shift);
        if (!(scale >= 0 && scale <= 1)) {
            throw new IllegalArgumentException("A scale's largest change is from 0 to 1, received " + scale);
        }
    }

    @Override
    public Intensity draw(Size size, Randomness randomness) {
        double factor = randomness.nextDouble(1 - scale, 1 + scale);
        return new Intensity(factor, randomness.nextDouble(-shift, shift));
    }

    @Override
    public String name() {
        return "RandomIntensity";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("scale", scale).with("shift", shift);
    }
}
