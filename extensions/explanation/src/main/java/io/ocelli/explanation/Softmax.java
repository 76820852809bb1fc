package io.ocelli.explanation;

/** Shares by exponentials. */
final class Softmax {
    private Softmax() {}

    static double[] of(double[] values) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            largest = Math.max(largest, value);
        }
        double[] shares = new double[values.length];
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            shares[i] = Math.exp(values[i] - largest);
            sum += shares[i];
        }
        for (int i = 0; i < values.length; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    /** One of the shares. */
    static double of(float[] values, int index) {
        double sum = 0;
        for (float value : values) {
            sum += Math.exp((double) value - values[index]);
        }
        return 1 / sum;
    }
}
