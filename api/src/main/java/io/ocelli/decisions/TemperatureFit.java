package io.ocelli.decisions;

import io.ocelli.serving.Temperature;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The temperature whose softmax(z / T) has the least negative log likelihood. That is convex in 1 / T, so the root of its
 * derivative, the sum of (expected logit - logit of the true class), is found between two bounds.
 */
final class TemperatureFit {
    /** Where no temperature is best, it would go on to 0 or to infinity: bounds that a useful one does not reach. */
    static final double LEAST = 0.01;

    static final double MOST = 100;

    private static final int STEPS = 200;
    private static final Logger LOG = LoggerFactory.getLogger("io.ocelli.Classifier");

    private final LabelledScores scores;
    private double derivative;
    private double curvature;

    private TemperatureFit(LabelledScores scores) {
        this.scores = scores;
    }

    static Temperature of(LabelledScores scores) {
        return new Temperature(new TemperatureFit(scores).solve());
    }

    private double solve() {
        double low = 1 / MOST;
        double high = 1 / LEAST;
        double at = 1;
        derive(at);
        if (derivative == 0) {
            return 1; // one class, equal logits, or sure and right in all digits: nothing speaks for another
        }
        if (derivative < 0) {
            low = at;
            derive(high);
            if (derivative < 0) {
                LOG.warn(
                        "No temperature is best for {} pictures that are all classified right: the least, {}, is taken,"
                                + " with which the classifier says that it is sure. Calibrate with more pictures.",
                        scores.size(),
                        LEAST);
                return LEAST;
            }
        } else {
            high = at;
            derive(low);
            if (derivative > 0) {
                LOG.warn(
                        "The logits of {} pictures say nothing of their classes: the largest temperature, {}, is taken."
                                + " See whether the labels are those of the classifier.",
                        scores.size(),
                        MOST);
                return MOST;
            }
        }
        for (int step = 0; step < STEPS && high - low > 1e-15 * high; step++) {
            derive(at);
            if (derivative == 0) {
                break;
            }
            if (derivative < 0) {
                low = at;
            } else {
                high = at;
            }
            double next = at - derivative / curvature;
            boolean newton = next > low && next < high;
            double before = at;
            at = newton ? next : (low + high) / 2;
            if (newton && Math.abs(at - before) <= 1e-15 * at) {
                break;
            }
        }
        return 1 / at;
    }

    private void derive(double inverse) {
        derivative = 0;
        curvature = 0;
        int classes = scores.classes();
        double[] scaled = new double[classes];
        for (int i = 0; i < scores.size(); i++) {
            double[] logits = scores.rows()[i];
            for (int c = 0; c < classes; c++) {
                scaled[c] = logits[c] * inverse;
            }
            double[] shares = Softmax.of(scaled);
            double own = logits[scores.label(i)];
            double mean = 0;
            double square = 0;
            for (int c = 0; c < classes; c++) {
                double above = logits[c] - own;
                mean += shares[c] * above;
                square += shares[c] * above * above;
            }
            derivative += mean;
            curvature += square - mean * mean;
        }
    }
}
