package io.ocelli.learning;

import io.ocelli.graph.Differentiation;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Parameter;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/** What each number of a network's weights is told by gradients, summed in float64 over samples. For one thread. */
final class WeightSums {
    private final Map<Parameter, double[]> sums = new LinkedHashMap<>();
    private int samples;

    WeightSums(Graph graph) {
        for (Parameter parameter : graph.parameters()) {
            if (parameter.role() == Parameter.Role.WEIGHT) {
                sums.put(parameter, new double[Math.toIntExact(parameter.shape().count())]);
            }
        }
    }

    /** Of the weights, in the order of the state dict. */
    String[] names() {
        return sums.keySet().stream().map(Parameter::name).toArray(String[]::new);
    }

    /** Begins another sample, to which gradients are added once or more. */
    void begin() {
        samples++;
    }

    /** @param results of a program that is differentiated by the {@link #names()} */
    void add(Map<String, Tensor> results, DoubleUnaryOperator ofGradient) {
        sums.forEach((parameter, sum) -> {
            String name = Differentiation.output(parameter.name());
            float[] gradient = Objects.requireNonNull(results.get(name), name).toFloats();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += ofGradient.applyAsDouble(gradient[i]);
            }
        });
    }

    /**
     * The mean over the samples, float32.
     *
     * @param rule what is said where there was none
     * @throws IllegalArgumentException if there was no sample
     */
    Weights mean(String rule) {
        if (samples == 0) {
            throw new IllegalArgumentException(rule + ", received none");
        }
        Map<String, Tensor> means = new LinkedHashMap<>();
        sums.forEach((parameter, sum) -> {
            float[] mean = new float[sum.length];
            for (int i = 0; i < mean.length; i++) {
                mean[i] = (float) (sum[i] / samples);
            }
            means.put(parameter.name(), Tensor.of(parameter.shape(), mean));
        });
        return Weights.of(means);
    }
}
