package io.ocelli.decisions;

/**
 * How badly a class fits a picture's probabilities, from 0: what conformal sets leave classes out by.
 *
 * @param cumulative false for LAC, 1 - p_c (Sadinle et al. 2019); true for APS, the sum of the probabilities from the likeliest
 *     class down to c, it included, not randomised (Romano et al. 2020); of equal classes the lower index comes first
 * @param penalty what each rank past {@code free} adds, RAPS's lambda (Angelopoulos et al. 2021); 0 or more, and 0 for LAC
 * @param free ranks that cost nothing, RAPS's k_reg; 0 or more
 */
public record Nonconformity(boolean cumulative, double penalty, int free) {
    /**
     * @throws IllegalArgumentException if the penalty or the ranks are out of range
     */
    public Nonconformity {
        if (!(penalty >= 0) || Double.isInfinite(penalty) || free < 0 || (penalty > 0 && !cumulative)) {
            throw new IllegalArgumentException(
                    "A penalty is finite, 0 or more, and on cumulative scores; free ranks are"
                            + " 0 or more; received penalty " + penalty + ", free " + free + ", cumulative "
                            + cumulative);
        }
    }

    /** The score of each class, K, of a picture's probabilities. */
    public double[] of(double[] probabilities) {
        double[] scores = new double[probabilities.length];
        if (!cumulative) {
            for (int c = 0; c < scores.length; c++) {
                scores[c] = 1 - probabilities[c];
            }
            return scores;
        }
        double sum = 0;
        int rank = 0;
        for (int c : Order.falling(probabilities)) {
            sum += probabilities[c];
            rank++;
            scores[c] = sum + penalty * Math.max(0, rank - free);
        }
        return scores;
    }
}
