package io.ocelli.compression;

import org.jspecify.annotations.Nullable;

/**
 * The range of a piece, averaged over the pieces: the first sets it, and each that follows moves its ends by a share of the
 * distance to its own (PyTorch's {@code MovingAverageMinMaxObserver}). A single odd picture moves it little.
 *
 * @param share above 0, at most 1; PyTorch's is 0.01
 */
public record MovingAverage(double share) implements CalibrationMethod {
    public MovingAverage {
        if (!(share > 0) || share > 1) {
            throw new IllegalArgumentException("A share is above 0 and at most 1, received " + share);
        }
    }

    @Override
    public Observer observer(Spread seen, Levels levels) {
        return new Observer() {
            private @Nullable Range average;

            @Override
            public void add(float[] values) {
                Range range = Spread.of(values).range();
                Range before = average;
                average = before == null
                        ? range
                        : new Range(
                                before.min() + share * (range.min() - before.min()),
                                before.max() + share * (range.max() - before.max()));
            }

            @Override
            public QuantizationParameters parameters() {
                return QuantizationParameters.of(average == null ? seen.range() : average, levels);
            }
        };
    }

    @Override
    public String name() {
        return "moving average";
    }
}
