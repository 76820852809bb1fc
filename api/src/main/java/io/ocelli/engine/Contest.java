package io.ocelli.engine;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import io.ocelli.error.EngineException;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which engine in which arithmetic runs a program fastest and says what is expected; two of them are open at a time. */
final class Contest implements AutoCloseable {
    private static final int PICTURES = 4;
    private static final int WARM_UP = 3;

    private final Program program;
    private final Weights weights;
    private final Device device;
    private final Preset preset;
    private final Stopwatch stopwatch;
    private final List<List<Tensor>> pictures = new ArrayList<>();
    private final List<float[]> expected = new ArrayList<>();
    private final List<String> report = new ArrayList<>();
    private @Nullable Entrant best;

    Contest(Program program, Weights weights, Device device, Preset preset, Stopwatch stopwatch) {
        this.program = program;
        this.weights = weights;
        this.device = device;
        this.preset = preset;
        this.stopwatch = stopwatch;
        for (int i = 0; i < PICTURES; i++) {
            pictures.add(MadeInputs.of(program, i));
        }
    }

    private record Entrant(Engine engine, Precision precision, Runner runner) {
        float[] says(List<Tensor> picture) {
            return runner.run(picture).get(0).toFloats();
        }

        @Override
        public String toString() {
            return engine.name() + " in " + precision;
        }
    }

    /** What an engine says in float32 is what all have to say. */
    void expect(Engine engine) {
        try (Runner runner = open(engine, Precision.FP32)) {
            Entrant first = new Entrant(engine, Precision.FP32, runner);
            pictures.forEach(picture -> expected.add(first.says(picture)));
        }
    }

    private Runner open(Engine engine, Precision precision) {
        return engine.open(program, weights, device, preset, precision);
    }

    /** Tries one more. */
    void enter(Engine engine, Precision precision) {
        String refused = engine.refuses(program, device);
        if (refused == null) {
            refused = engine.refuses(precision);
        }
        if (refused != null) {
            leaveOut(engine, precision, refused);
            return;
        }
        Entrant entrant;
        try {
            entrant = new Entrant(engine, precision, open(engine, precision));
        } catch (EngineException e) {
            leaveOut(engine, precision, e.getMessage());
            return;
        }
        Entrant loser = entrant;
        try {
            double difference = difference(entrant);
            if (!(difference <= MeasuredPlacement.TOLERANCE)) {
                leaveOut(engine, precision, "it differs by " + percent(difference) + " of the logits' range");
            } else if (best == null || isFaster(entrant, best, difference)) {
                loser = best;
                best = entrant;
            }
        } catch (EngineException e) {
            leaveOut(engine, precision, e.getMessage());
        } finally {
            if (loser != null) {
                loser.runner().close();
            }
        }
    }

    private void leaveOut(Engine engine, Precision precision, @Nullable String why) {
        report.add(engine.name() + " in " + precision + " is left out: " + why);
    }

    /**
     * The largest difference from what is expected, of the distance between the largest and the smallest number of a picture, or of
     * 1 where these are closer: there a softmax says that nothing is known.
     */
    private double difference(Entrant entrant) {
        double largest = 0;
        for (int i = 0; i < pictures.size(); i++) {
            float[] said = entrant.says(pictures.get(i));
            float[] wanted = expected.get(i);
            float low = Float.POSITIVE_INFINITY;
            float high = Float.NEGATIVE_INFINITY;
            double worst = said.length == wanted.length ? 0 : Double.POSITIVE_INFINITY;
            for (int k = 0; k < Math.min(said.length, wanted.length); k++) {
                low = Math.min(low, wanted[k]);
                high = Math.max(high, wanted[k]);
                worst = Math.max(worst, Math.abs((double) said[k] - wanted[k])); // not a number stays one
            }
            largest = Math.max(largest, worst / Math.max(1, high - low));
        }
        return largest;
    }

    private boolean isFaster(Entrant entrant, Entrant champion, double difference) {
        double[] times = new double[MeasuredPlacement.PAIRS];
        double[] champions = new double[MeasuredPlacement.PAIRS];
        double[] ratios = new double[MeasuredPlacement.PAIRS];
        for (int i = -WARM_UP; i < ratios.length; i++) {
            List<Tensor> picture = pictures.get(Math.floorMod(i, pictures.size()));
            boolean even = i % 2 == 0;
            double one = time(even ? entrant : champion, picture);
            double other = time(even ? champion : entrant, picture);
            if (i >= 0) {
                times[i] = even ? one : other;
                champions[i] = even ? other : one;
                ratios[i] = times[i] / champions[i];
            }
        }
        double ratio = median(ratios);
        report.add(String.format(
                Locale.ROOT,
                "%s %.2f ms, %s %.2f ms: %.2f of it, and differs by %s of the logits' range",
                entrant,
                median(times) / 1e6,
                champion,
                median(champions) / 1e6,
                ratio,
                percent(difference)));
        return ratio <= MeasuredPlacement.FASTER;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2g %%", 100 * share);
    }

    private double time(Entrant entrant, List<Tensor> picture) {
        stopwatch.rest();
        long start = stopwatch.nanoTime();
        entrant.runner().run(picture);
        return stopwatch.nanoTime() - start;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /**
     * The fastest.
     *
     * @throws EngineException if none agrees
     */
    Placed best() {
        List<String> lines = ImmutableList.copyOf(report);
        if (best == null) {
            throw new EngineException("An engine is measured that says what float32 says, and none does:\n"
                    + Joiner.on('\n').join(lines) + "\nName an engine, or leave the arithmetic open.");
        }
        return new Placed(
                best.engine(),
                best.precision(),
                "the fastest that was measured on " + Processor.here().name() + ", "
                        + Runtime.getRuntime().availableProcessors() + " processors\n"
                        + Joiner.on('\n').join(lines));
    }

    @Override
    public void close() {
        if (best != null) {
            best.runner().close();
        }
    }
}
