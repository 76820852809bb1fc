package io.ocelli.decisions;

import com.google.common.primitives.Doubles;
import io.ocelli.image.Parameters;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Scorer;
import io.ocelli.serving.Scores;
import io.ocelli.serving.View;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Watches whether the pictures that are asked about are still like those of the training: how far the mean of their features is
 * from the training's. What is said of pictures stays as it is.
 *
 * <pre>{@code
 * FeatureDrift drift = FeatureDrift.from(classifier.features(training));
 * Classifier watched = classifier.with(drift);
 * ...
 * if (drift.distance() > 3 * drift.expected()) ...
 * }</pre>
 *
 * <p>The features of a picture cost another run of the backbone, which one picture in ten pays for ({@link #every}). It is saved
 * with the classifier, without what it saw: {@code classifier.decorators()} of a classifier that was opened holds it. Around an
 * ONNX file or an ensemble, which have no features, it fails when it is asked.
 *
 * <p>Unlike other decorators it has a state, the pictures that it saw last: all classifiers that it is around share it. Safe for
 * any number of threads.
 */
public final class FeatureDrift implements Decorator {
    static final String NAME = "FeatureDrift";

    private static final int WINDOW = 256;
    private static final int EVERY = 10;

    private final double[] mean;
    private final double spread;
    private final int window;
    private final int every;
    private final Deque<float[]> last = new ArrayDeque<>();
    private final double[] sum;
    private long asked;
    private long seen;

    private FeatureDrift(double[] mean, double spread, int window, int every) {
        if (mean.length == 0 || !Doubles.asList(mean).stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(
                    "The mean of features is of at least 1 number, all finite, received " + Arrays.toString(mean));
        }
        if (!(spread > 0) || Double.isInfinite(spread)) {
            throw new IllegalArgumentException("The spread of features is finite and above 0, received " + spread
                    + ": it is that of at least 2 pictures that differ");
        }
        if (window < 1 || every < 1) {
            throw new IllegalArgumentException(
                    "A drift is that of at least 1 picture, of each at least first, received a window of " + window
                            + " and every " + every);
        }
        this.mean = mean;
        this.spread = spread;
        this.window = window;
        this.every = every;
        this.sum = new double[mean.length];
    }

    /**
     * Compares with these, by the mean of the last 256 pictures, of which it looks at each tenth.
     *
     * @param features of pictures that the classifier learnt from, N D, finite
     * @throws IllegalArgumentException if they are not that, or do not differ
     */
    public static FeatureDrift from(float[][] features) {
        double[] mean = new double[Around.dimension(features)];
        for (float[] row : features) {
            for (int j = 0; j < mean.length; j++) {
                mean[j] += row[j] / (double) features.length;
            }
        }
        double squares = 0;
        for (float[] row : features) {
            for (int j = 0; j < mean.length; j++) {
                squares += (row[j] - mean[j]) * (row[j] - mean[j]) / features.length;
            }
        }
        return new FeatureDrift(mean, Math.sqrt(squares), WINDOW, EVERY);
    }

    /**
     * One that has seen nothing and looks at pictures more or less often: at one of so many that are asked about, the first
     * included.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public FeatureDrift every(int pictures) {
        return new FeatureDrift(mean, spread, window, pictures);
    }

    /**
     * One that has seen nothing and takes the mean of so many pictures that it looked at, the last ones.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public FeatureDrift window(int pictures) {
        return new FeatureDrift(mean, spread, pictures, every);
    }

    /** How many pictures it looked at since it was made. */
    public synchronized long seen() {
        return seen;
    }

    /**
     * How far the mean of the features that it saw last is from the training's, in units of the root mean square distance of a
     * training picture from that: 0 where both are one, and not a number before the first picture.
     */
    public synchronized double distance() {
        if (last.isEmpty()) {
            return Double.NaN;
        }
        double squares = 0;
        for (int j = 0; j < mean.length; j++) {
            double away = sum[j] / last.size() - mean[j];
            squares += away * away;
        }
        return Math.sqrt(squares) / spread;
    }

    /**
     * The root mean square of {@link #distance} where pictures are drawn as the training's were: one over the root of their number.
     * Not a number before the first picture.
     */
    public synchronized double expected() {
        return last.isEmpty() ? Double.NaN : 1 / Math.sqrt(last.size());
    }

    @Override
    public Scorer around(Scorer inner) {
        return inner.scoringBy(views -> {
            List<Scores> scores = inner.score(views);
            List<View> looked = looked(views);
            if (!looked.isEmpty()) {
                inner.features(looked).forEach(this::see);
            }
            return scores;
        });
    }

    private synchronized List<View> looked(List<View> views) {
        List<View> looked = new ArrayList<>();
        for (View view : views) {
            if (asked++ % every == 0) {
                looked.add(view);
            }
        }
        return looked;
    }

    private synchronized void see(float[] features) {
        Around.requireDimension(features, mean.length);
        last.addLast(features);
        add(features, 1);
        if (last.size() > window) {
            add(last.removeFirst(), -1);
        }
        if (++seen % window == 0) { // so that rounding does not add up
            Arrays.fill(sum, 0);
            last.forEach(each -> add(each, 1));
        }
    }

    private void add(float[] features, int sign) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += sign * features[j];
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("mean", mean)
                .with("spread", spread)
                .with("window", window)
                .with("every", every);
    }

    static FeatureDrift read(Parameters parameters) {
        return new FeatureDrift(
                parameters.doubles("mean"),
                parameters.number("spread"),
                parameters.integer("window"),
                parameters.integer("every"));
    }

    /** Whether both compare with the same features in the same way, whatever they saw. */
    @Override
    public boolean equals(Object other) {
        return other instanceof FeatureDrift && parameters().equals(((FeatureDrift) other).parameters());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(mean);
    }

    @Override
    public String toString() {
        return "FeatureDrift[features=" + mean.length + ", window=" + window + ", every=" + every + "]";
    }
}
