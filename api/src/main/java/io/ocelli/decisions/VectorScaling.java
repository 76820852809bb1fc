package io.ocelli.decisions;

import io.ocelli.image.Parameters;
import io.ocelli.model.Scoring;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Scorer;
import io.ocelli.serving.Scores;
import java.util.Arrays;
import java.util.List;

/**
 * Calibrates with a factor and a bias for each class, softmax(scale z + bias) (Guo et al. 2017). The order of the classes may
 * change.
 *
 * @param scale K factors, finite
 * @param bias K, finite
 */
public record VectorScaling(List<Double> scale, List<Double> bias) implements Decorator {
    static final String NAME = "VectorScaling";

    /** Below this mean loss the fit goes on to infinity: all pictures can be told apart. */
    private static final double SEPARATED = 1e-6;

    private static final double FLAT = 1e-6;

    /**
     * @throws IllegalArgumentException if they are not as many, or not finite
     */
    public VectorScaling {
        scale = Around.finite("Factors of logits", scale);
        bias = Around.finite("Biases of logits", bias);
        if (scale.size() != bias.size() || scale.isEmpty()) {
            throw new IllegalArgumentException("Vector scaling has a factor and a bias for each class, received "
                    + scale.size() + " factors and " + bias.size() + " biases");
        }
    }

    /**
     * The scaling of least mean negative log likelihood, without a penalty; biases are 0 in the mean, as only their
     * differences matter.
     *
     * @throws IllegalArgumentException if a class has no picture, or there is no best: some scaling tells all apart
     */
    public static VectorScaling fit(LabelledScores scores) {
        int k = scores.classes();
        int[] counts = scores.counts();
        for (int c = 0; c < k; c++) {
            if (counts[c] == 0) {
                throw new IllegalArgumentException("Vector scaling is fitted on pictures of each class, and class " + c
                        + " has none. Calibrate with temperature, or with pictures of that class.");
            }
        }
        double[] start = new double[2 * k];
        Arrays.fill(start, 0, k, 1);
        Minimum minimum = Minimum.of((at, gradient) -> loss(scores, at, gradient), start);
        if (k > 1 && (minimum.value() < SEPARATED || minimum.slope() > FLAT)) {
            throw new IllegalArgumentException("Vector scaling has a best fit where classes overlap, and for these "
                    + scores.size() + " pictures none was found: the loss falls to " + minimum.value()
                    + ". Calibrate with more of them, or with temperature.");
        }
        double[] at = minimum.at();
        double mean = Arrays.stream(at, k, 2 * k).sum() / k;
        return new VectorScaling(
                Around.list(Arrays.copyOf(at, k)),
                Around.list(Arrays.stream(at, k, 2 * k).map(bias -> bias - mean).toArray()));
    }

    private static double loss(LabelledScores scores, double[] at, double[] gradient) {
        int k = scores.classes();
        int n = scores.size();
        Arrays.fill(gradient, 0);
        double[] scaled = new double[k];
        double loss = 0;
        for (int i = 0; i < n; i++) {
            double[] logits = scores.rows()[i];
            for (int c = 0; c < k; c++) {
                scaled[c] = at[c] * logits[c] + at[k + c];
            }
            double all = Softmax.logSumExp(scaled);
            int label = scores.label(i);
            loss += (all - scaled[label]) / n;
            for (int c = 0; c < k; c++) {
                double error = (Math.exp(scaled[c] - all) - (c == label ? 1 : 0)) / n;
                gradient[c] += error * logits[c];
                gradient[k + c] += error;
            }
        }
        return loss;
    }

    /** The scaled logits of a picture, K. */
    public double[] logits(double[] logits) {
        double[] scaled = new double[logits.length];
        for (int c = 0; c < scaled.length; c++) {
            scaled[c] = logits[c] * scale.get(c) + bias.get(c);
        }
        return scaled;
    }

    @Override
    public Scorer around(Scorer inner) {
        Around.classes(Around.softmax(inner, "Vector scaling"), "Vector scaling", scale.size());
        return inner.then(scores -> {
            double[] scaled = logits(Around.logits(scores));
            float[] logits = new float[scaled.length];
            for (int c = 0; c < logits.length; c++) {
                logits[c] = (float) scaled[c];
            }
            return scores.with(Scores.of(logits, Scoring.SOFTMAX));
        });
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("scale", scale).with("bias", bias);
    }

    static VectorScaling read(Parameters parameters) {
        return new VectorScaling(parameters.numbers("scale"), parameters.numbers("bias"));
    }
}
