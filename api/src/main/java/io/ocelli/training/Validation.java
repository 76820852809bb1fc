package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Runner;
import io.ocelli.weights.Weights;

/** Measures a network on the validation pictures, on the engine that serves. */
record Validation(Engine engine, Device device) {

    /** The mean cross-entropy and the share of right answers; NaN where there was no picture. */
    record Figures(double loss, double accuracy) {}

    Figures measure(Lesson lesson, Weights weights) {
        double loss = 0;
        int right = 0;
        int count = 0;
        try (Runner runner = engine.open(lesson.evaluation(), weights, device);
                Source.Epoch pictures = lesson.validation().epoch(0, 0)) {
            while (pictures.hasNext()) {
                Source.Lot lot = pictures.next();
                float[] logits =
                        runner.run(ImmutableList.of(lot.samples())).get(0).toFloats();
                int[] labels = lot.labels();
                int classes = logits.length / labels.length;
                for (int i = 0; i < labels.length; i++) {
                    loss += crossEntropy(logits, i * classes, classes, labels[i]);
                    right += argmax(logits, i * classes, classes) == labels[i] ? 1 : 0;
                    count++;
                }
            }
        }
        return count == 0 ? new Figures(Double.NaN, Double.NaN) : new Figures(loss / count, (double) right / count);
    }

    private static int argmax(float[] logits, int from, int classes) {
        int best = 0;
        for (int k = 1; k < classes; k++) {
            if (logits[from + k] > logits[from + best]) {
                best = k;
            }
        }
        return best;
    }

    private static double crossEntropy(float[] logits, int from, int classes, int label) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < classes; k++) {
            largest = Math.max(largest, logits[from + k]);
        }
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            sum += Math.exp(logits[from + k] - largest);
        }
        return largest + Math.log(sum) - logits[from + label];
    }
}
