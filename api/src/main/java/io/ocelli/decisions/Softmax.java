package io.ocelli.decisions;

/** The softmax in double precision, as fits need it. */
final class Softmax {
    private Softmax() {}

    static double[] of(double[] logits) {
        double all = logSumExp(logits);
        double[] probabilities = new double[logits.length];
        for (int c = 0; c < logits.length; c++) {
            probabilities[c] = Math.exp(logits[c] - all);
        }
        return probabilities;
    }

    static double logSumExp(double[] logits) {
        double most = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            most = Math.max(most, logit);
        }
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit - most);
        }
        return most + Math.log(sum);
    }
}
