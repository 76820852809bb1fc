package io.ocelli.compression;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** The range, of those that are 1 to 100 hundredths of the whole, whose levels are nearest to the numbers. */
record MeanSquaredError() implements CalibrationMethod {
    private static final int PARTS = 100;

    @Override
    public Candidates observer(Spread seen, Levels levels) {
        return new Candidates(seen.range(), levels);
    }

    @Override
    public boolean isOfSome() {
        return true;
    }

    @Override
    public String name() {
        return "mse";
    }

    /** The squared errors of all candidates. */
    static final class Candidates implements Observer {
        private final Range whole;
        private final Levels levels;
        private final List<QuantizationParameters> candidates;
        private final double[] errors = new double[PARTS];
        private long seen;

        private Candidates(Range whole, Levels levels) {
            this.whole = whole;
            this.levels = levels;
            ImmutableList.Builder<QuantizationParameters> all = ImmutableList.builder();
            for (int part = 1; part <= PARTS; part++) {
                all.add(QuantizationParameters.exact(whole.times((double) part / PARTS), levels));
            }
            this.candidates = all.build();
        }

        @Override
        public void add(float[] values) {
            for (int i = 0; i < PARTS; i++) {
                QuantizationParameters each = candidates.get(i);
                double sum = 0;
                for (float value : values) {
                    double error = each.fakeQuantize(value) - value;
                    sum += error * error;
                }
                errors[i] += sum;
            }
            seen += values.length;
        }

        /** The mean squared error of a candidate. */
        double error(int hundredths) {
            return errors[hundredths - 1] / seen;
        }

        /** The hundredths of the candidate with the least error; of equal ones the largest. */
        int best() {
            int best = 1;
            for (int part = 2; part <= PARTS; part++) {
                if (errors[part - 1] <= errors[best - 1]) {
                    best = part;
                }
            }
            return best;
        }

        @Override
        public QuantizationParameters parameters() {
            return QuantizationParameters.of(whole.times((double) best() / PARTS), levels);
        }
    }
}
