package io.ocelli.decisions;

import io.ocelli.image.Parameters;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Scorer;
import java.util.List;

/**
 * Calibrates each class against the rest by a sigmoid of its logit, p_c = 1 / (1 + exp(a_c z_c + b_c)), divided by the sum
 * over the classes (Platt 1999, fitted as Lin, Lin and Weng 2007). The logits become the logarithms of the probabilities.
 *
 * @param a K factors, finite; below 0 where a larger logit makes the class likelier
 * @param b K, finite
 */
public record PlattScaling(List<Double> a, List<Double> b) implements Decorator {
    static final String NAME = "PlattScaling";

    private static final int STEPS = 100;

    /**
     * @throws IllegalArgumentException if they are not as many, or not finite
     */
    public PlattScaling {
        a = Around.finite("Factors of logits", a);
        b = Around.finite("Biases of logits", b);
        if (a.size() != b.size() || a.isEmpty()) {
            throw new IllegalArgumentException("Platt scaling has a factor and a bias for each class, received "
                    + a.size() + " factors and " + b.size() + " biases");
        }
    }

    /**
     * The sigmoids of least cross-entropy against Platt's smoothed targets, (n+1)/(n+2) for pictures of the class and 1/(m+2)
     * for the m others; a class without pictures gets that small probability for all.
     */
    public static PlattScaling fit(LabelledScores scores) {
        int k = scores.classes();
        double[] a = new double[k];
        double[] b = new double[k];
        for (int c = 0; c < k; c++) {
            double[] both = fit(scores, c);
            a[c] = both[0];
            b[c] = both[1];
        }
        return new PlattScaling(Around.list(a), Around.list(b));
    }

    private static double[] fit(LabelledScores scores, int c) {
        int n = scores.size();
        int own = scores.counts()[c];
        double[] logits = new double[n];
        double[] targets = new double[n];
        double mean = 0;
        for (int i = 0; i < n; i++) {
            mean += scores.rows()[i][c] / n;
        }
        for (int i = 0; i < n; i++) {
            logits[i] = scores.rows()[i][c] - mean; // so that factor and bias hardly depend on each other
            targets[i] = scores.label(i) == c ? (own + 1.0) / (own + 2) : 1.0 / (n - own + 2);
        }
        double a = 0;
        double b = Math.log((n - own + 1.0) / (own + 1));
        double loss = loss(logits, targets, a, b);
        for (int step = 0; step < STEPS; step++) {
            double ga = 0;
            double gb = 0;
            double aa = 1e-12; // where all logits are equal, the factor is not determined and stays
            double ab = 0;
            double bb = 1e-12;
            for (int i = 0; i < n; i++) {
                double p = sigmoid(a * logits[i] + b);
                double h = p * (1 - p);
                ga += (targets[i] - p) * logits[i];
                gb += targets[i] - p;
                aa += h * logits[i] * logits[i];
                ab += h * logits[i];
                bb += h;
            }
            double determinant = aa * bb - ab * ab;
            double da = -(bb * ga - ab * gb) / determinant;
            double db = -(aa * gb - ab * ga) / determinant;
            double length = 1;
            double next = loss(logits, targets, a + da, b + db);
            while (!(next <= loss) && length > 1e-10) {
                length /= 2;
                next = loss(logits, targets, a + length * da, b + length * db);
            }
            if (!(next <= loss)) {
                break;
            }
            a += length * da;
            b += length * db;
            loss = next;
            if (Math.abs(da) <= 1e-14 * Math.abs(a) && Math.abs(db) <= 1e-14 * Math.abs(b)) {
                break;
            }
        }
        return new double[] {a, b - a * mean};
    }

    private static double loss(double[] logits, double[] targets, double a, double b) {
        double loss = 0;
        for (int i = 0; i < logits.length; i++) {
            double x = a * logits[i] + b;
            loss += x >= 0 ? targets[i] * x + Math.log1p(Math.exp(-x)) : (targets[i] - 1) * x + Math.log1p(Math.exp(x));
        }
        return loss;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(x));
    }

    /** The calibrated probabilities of a picture's logits, K. */
    public double[] probabilities(double[] logits) {
        double[] shares = new double[logits.length];
        for (int c = 0; c < shares.length; c++) {
            shares[c] = sigmoid(a.get(c) * logits[c] + b.get(c));
        }
        return Around.normalized(shares);
    }

    @Override
    public Scorer around(Scorer inner) {
        Around.classes(Around.softmax(inner, "Platt scaling"), "Platt scaling", a.size());
        return inner.then(scores -> Around.probabilities(scores, probabilities(Around.logits(scores))));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("a", a).with("b", b);
    }

    static PlattScaling read(Parameters parameters) {
        return new PlattScaling(parameters.numbers("a"), parameters.numbers("b"));
    }
}
