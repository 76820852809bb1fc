package io.ocelli.model;

import io.ocelli.graph.Graph;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.Parameter;
import io.ocelli.image.Randomness;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Weights of a network that has learnt nothing yet: the same for the same seed, each parameter from a source of its own. */
public final class Initializer {
    private Initializer() {}

    /** A value for every entry of the graph's state dict. */
    public static Weights weights(Graph graph, long seed) {
        Randomness randomness = Randomness.of(seed);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Parameter parameter : graph.parameters()) {
            weights.put(parameter.name(), draw(parameter, randomness.split(parameter.name())));
        }
        return Weights.of(weights);
    }

    private static Tensor draw(Parameter parameter, Randomness randomness) {
        Tensor fixed = parameter.initialization().fixed(parameter.type(), parameter.shape());
        if (fixed != null) {
            return fixed;
        }
        ByteBuffer values = Tensor.allocate(DType.FLOAT32, parameter.shape());
        Initialization start = parameter.initialization();
        while (values.hasRemaining()) {
            values.putFloat((float) draw(start, randomness));
        }
        ((java.nio.Buffer) values).flip();
        return Tensor.of(DType.FLOAT32, parameter.shape(), values);
    }

    private static double draw(Initialization start, Randomness randomness) {
        switch (start.distribution()) {
            case CONSTANT:
                return start.scale();
            case UNIFORM:
                return randomness.nextDouble(-start.scale(), start.scale());
            case NORMAL:
                return start.scale() * randomness.nextGaussian();
            case TRUNCATED_NORMAL:
                double value = randomness.nextGaussian();
                while (Math.abs(value) > 2) {
                    value = randomness.nextGaussian();
                }
                return start.scale() * value;
            default:
                break;
        }
        throw new AssertionError(start);
    }
}
