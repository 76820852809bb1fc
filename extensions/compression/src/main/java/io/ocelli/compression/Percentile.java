package io.ocelli.compression;

/**
 * The range of all but the outermost numbers, from a histogram as ONNX Runtime's: of so many bins as wide on both sides of 0,
 * the lower edges of the bins that the shares are reached in; for symmetric levels, of magnitudes.
 *
 * @param percentile how many of a hundred numbers stay: above 50, at most 100
 * @param bins at least 2
 */
public record Percentile(double percentile, int bins) implements CalibrationMethod {
    /** As many bins as is usual; ONNX Runtime begins with as many. */
    static final int BINS = 2048;

    public Percentile {
        if (!(percentile > 50) || percentile > 100) {
            throw new IllegalArgumentException("A percentile is above 50 and at most 100, received " + percentile);
        }
        if (bins < 2) {
            throw new IllegalArgumentException("A histogram has 2 bins at least, received " + bins);
        }
    }

    @Override
    public Observer observer(Spread seen, Levels levels) {
        return levels.symmetric() ? new OfMagnitudes(seen, levels) : new OfValues(seen.range(), levels);
    }

    @Override
    public String name() {
        return "percentile";
    }

    private final class OfValues implements Observer {
        private final Range whole;
        private final Levels levels;
        private final Histogram histogram;

        private OfValues(Range whole, Levels levels) {
            this.whole = whole;
            this.levels = levels;
            this.histogram = new Histogram(new Range(-whole.magnitude(), whole.magnitude()), bins);
        }

        @Override
        public void add(float[] values) {
            for (float value : values) {
                histogram.add(value);
            }
        }

        @Override
        public QuantizationParameters parameters() {
            double cut = (100 - percentile) / 200;
            Range kept =
                    new Range(histogram.edge(histogram.reaching(cut)), histogram.edge(histogram.reaching(1 - cut)));
            return QuantizationParameters.of(kept.within(whole), levels);
        }
    }

    private final class OfMagnitudes implements Observer {
        private final Range magnitudes;
        private final Levels levels;
        private final Histogram histogram;

        private OfMagnitudes(Spread seen, Levels levels) {
            this.magnitudes = new Range(seen.least(), seen.range().magnitude());
            this.levels = levels;
            this.histogram = new Histogram(magnitudes, bins);
        }

        @Override
        public void add(float[] values) {
            for (float value : values) {
                histogram.add(Math.abs(value));
            }
        }

        @Override
        public QuantizationParameters parameters() {
            double threshold = histogram.edge(histogram.reaching(percentile / 100));
            double kept = Math.min(threshold, magnitudes.max());
            return QuantizationParameters.of(new Range(-kept, kept), levels);
        }
    }
}
