package io.ocelli.learning;

import java.util.Arrays;

/**
 * The summed cross-entropy of a linear classifier's softmax, and a penalty of its weights.
 *
 * @param features N D
 * @param labels N
 * @param penalty by which half the squares of the weights are multiplied
 */
record SoftmaxLoss(float[][] features, int[] labels, int classes, double penalty) {
    /**
     * The loss.
     *
     * @param numbers K D weights, then K biases
     * @param slope is filled with its gradient
     */
    double of(double[] numbers, double[] slope) {
        int width = features[0].length;
        Arrays.fill(slope, 0);
        double loss = 0;
        for (int i = 0; i < features.length; i++) {
            double[] p = logits(numbers, features[i], classes);
            double most = Arrays.stream(p).max().orElse(0);
            double sum = 0;
            for (double each : p) {
                sum += Math.exp(each - most);
            }
            double whole = most + Math.log(sum);
            loss += whole - p[labels[i]];
            for (int k = 0; k < classes; k++) {
                double pull = Math.exp(p[k] - whole) - (labels[i] == k ? 1 : 0);
                for (int d = 0; d < width; d++) {
                    slope[k * width + d] += pull * features[i][d];
                }
                slope[classes * width + k] += pull;
            }
        }
        for (int j = 0; j < classes * width; j++) {
            loss += penalty / 2 * numbers[j] * numbers[j];
            slope[j] += penalty * numbers[j];
        }
        return loss;
    }

    static double[] logits(double[] numbers, float[] feature, int classes) {
        double[] logits = new double[classes];
        for (int k = 0; k < classes; k++) {
            double sum = numbers[classes * feature.length + k];
            for (int d = 0; d < feature.length; d++) {
                sum += numbers[k * feature.length + d] * feature[d];
            }
            logits[k] = sum;
        }
        return logits;
    }
}
