package io.ocelli.compression;

import java.util.Arrays;

/**
 * The range of all but the outermost numbers, between whose order statistics it is interpolated, as numpy's {@code percentile};
 * for symmetric levels, of magnitudes. All numbers that it sees are kept, 4 bytes each.
 *
 * @param percentile how many of a hundred numbers stay: above 50, at most 100
 */
public record ExactPercentile(double percentile) implements CalibrationMethod {
    public ExactPercentile {
        if (!(percentile > 50) || percentile > 100) {
            throw new IllegalArgumentException("A percentile is above 50 and at most 100, received " + percentile);
        }
    }

    @Override
    public Observer observer(Spread seen, Levels levels) {
        return new Observer() {
            private float[] kept = new float[0];

            @Override
            public void add(float[] values) {
                int before = kept.length;
                kept = Arrays.copyOf(kept, before + values.length);
                for (int i = 0; i < values.length; i++) {
                    kept[before + i] = levels.symmetric() ? Math.abs(values[i]) : values[i];
                }
            }

            @Override
            public QuantizationParameters parameters() {
                float[] sorted = kept.clone();
                Arrays.sort(sorted);
                double cut = (100 - percentile) / 200;
                return QuantizationParameters.of(
                        levels.symmetric()
                                ? new Range(-at(sorted, percentile / 100), at(sorted, percentile / 100))
                                : new Range(at(sorted, cut), at(sorted, 1 - cut)),
                        levels);
            }
        };
    }

    private static double at(float[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * ((double) sorted[above] - sorted[below]);
    }

    @Override
    public boolean isOfSome() {
        return true;
    }

    @Override
    public String name() {
        return "exact percentile";
    }
}
