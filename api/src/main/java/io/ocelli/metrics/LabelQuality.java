package io.ocelli.metrics;

/**
 * How well a given label fits the probabilities of its picture: the lower, the more it is to be doubted, 0 to 1. As in cleanlab
 * 2.9 (Northcutt, Jiang, Chuang 2021; Kuan, Mueller 2022).
 */
public enum LabelQuality {
    /** The probability of the given label. */
    SELF_CONFIDENCE((probabilities, label) -> probabilities[label]),
    /** By how much the given label leads before the best other one, or is behind it: {@code (p - best other + 1) / 2}. */
    NORMALIZED_MARGIN(LabelQuality::normalizedMargin),
    /**
     * Low where the network is sure of something else: {@code ln(1 + e) / e}, e the normalised entropy over the self-confidence.
     */
    CONFIDENCE_WEIGHTED_ENTROPY(LabelQuality::confidenceWeightedEntropy);

    private static final double LEAST = 1e-6;

    private final Formula formula;

    LabelQuality(Formula formula) {
        this.formula = formula;
    }

    private interface Formula {
        double of(double[] probabilities, int label);
    }

    double of(double[] probabilities, int label) {
        return formula.of(probabilities, label);
    }

    private static double normalizedMargin(double[] probabilities, int label) {
        double other = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < probabilities.length; c++) {
            if (c != label) {
                other = Math.max(other, probabilities[c]);
            }
        }
        return (probabilities[label] - other + 1) / 2;
    }

    private static double confidenceWeightedEntropy(double[] probabilities, int label) {
        double entropy = 0;
        for (double probability : probabilities) {
            entropy -= probability > 0 ? probability * Math.log(probability) : 0;
        }
        double ratio = entropy / Math.log(probabilities.length) / Math.max(LEAST, probabilities[label]);
        return Math.log1p(ratio) / Math.max(LEAST, ratio);
    }
}
