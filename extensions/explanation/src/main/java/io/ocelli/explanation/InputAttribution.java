package io.ocelli.explanation;

import io.ocelli.image.Randomness;
import io.ocelli.tensor.Tensor;

/** How much each number of the input speaks for a class. */
@FunctionalInterface
interface InputAttribution {
    /**
     * A number for each of the input's.
     *
     * @param gradients with regard to the input
     * @param input N C H W
     * @param there what the gradients are at the input itself, with the class of each picture
     */
    double[] of(LabelGradients gradients, Tensor input, Gradients.Result there);

    static InputAttribution gradient() {
        return (gradients, input, there) -> there.gradients().toDoubles();
    }

    static InputAttribution inputTimesGradient() {
        return (gradients, input, there) -> times(there.gradients().toDoubles(), input);
    }

    static InputAttribution integratedGradients(Quadrature rule) {
        return (gradients, input, there) -> {
            float[] values = input.toFloats();
            double[] mean = new double[values.length];
            for (int i = 0; i < rule.size(); i++) {
                float[] at = new float[values.length];
                for (int j = 0; j < at.length; j++) {
                    at[j] = (float) (rule.place(i) * values[j]);
                }
                add(gradients, Tensor.of(input.shape(), at), there.labels(), rule.weight(i), mean);
            }
            return times(mean, input);
        };
    }

    static InputAttribution smoothGrad(int samples, double noise, long seed) {
        return (gradients, input, there) -> {
            float[] values = input.toFloats();
            int size = values.length / there.labels().length;
            double[] mean = new double[values.length];
            for (int i = 0; i < samples; i++) {
                float[] noisy = values.clone();
                for (int n = 0; n < there.labels().length; n++) {
                    // Each picture's noise is its own, so that those beside it change nothing.
                    disturb(
                            noisy,
                            n * size,
                            size,
                            noise,
                            Randomness.of(seed).split("smooth-grad").split(i));
                }
                add(gradients, Tensor.of(input.shape(), noisy), there.labels(), 1.0 / samples, mean);
            }
            return mean;
        };
    }

    private static void disturb(float[] values, int from, int size, double noise, Randomness random) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int i = from; i < from + size; i++) {
            low = Math.min(low, values[i]);
            high = Math.max(high, values[i]);
        }
        double deviation = noise * (high - low);
        for (int i = from; i < from + size; i++) {
            values[i] += (float) (deviation * random.nextGaussian());
        }
    }

    private static void add(LabelGradients gradients, Tensor input, int[] labels, double weight, double[] sum) {
        float[] gradient = gradients.of(input, labels).gradients().toFloats();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += weight * gradient[i];
        }
    }

    private static double[] times(double[] values, Tensor input) {
        float[] factors = input.toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factors[i];
        }
        return values;
    }
}
