package io.ocelli.learning;

import io.ocelli.training.Average;

/**
 * A teacher that follows its student ever more slowly (Grill et al. 2020): before update k of K, counted from 0, the share that
 * stays is 1 - (1 - base) (cos(pi k / K) + 1) / 2, from {@code base} to 1 at the end of the training.
 *
 * @param base the share that stays in the first update, 0 to below 1; 0.99 or 0.996 are usual
 * @param epochs of the training
 */
public record TeacherAverage(double base, int epochs) implements Average {
    public TeacherAverage {
        if (!(base >= 0 && base < 1) || epochs < 1) {
            throw new IllegalArgumentException(
                    "A teacher keeps a share from 0 to below 1 over 1 epoch or more, received " + base + " and "
                            + epochs);
        }
    }

    @Override
    public double kept(long updates, int ofEpoch) {
        double progress = Math.min(1, (updates - 1) / ((double) epochs * ofEpoch));
        return 1 - (1 - base) * (Math.cos(Math.PI * progress) + 1) / 2;
    }
}
