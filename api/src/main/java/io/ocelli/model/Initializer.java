package io.ocelli.model;

import io.ocelli.graph.Graph;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.Node;
import io.ocelli.graph.Parameter;
import io.ocelli.image.Randomness;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Weights of a network that has learnt nothing yet: the same for the same seed, each parameter from a source of its own. */
public final class Initializer {
    private Initializer() {}

    /** A value for every entry of the graph's state dict, each layer by its own rule. */
    public static Weights weights(Graph graph, long seed) {
        return weights(graph, graph.parameters(), InitializationRule.OF_LAYERS, seed);
    }

    /**
     * A value for some entries of a graph's state dict. It hangs on the entry's name, its rule and the seed alone, so a part of
     * a network begins as it does in the whole.
     */
    public static Weights weights(Graph graph, List<Parameter> entries, InitializationRule rule, long seed) {
        Randomness randomness = Randomness.of(seed);
        Map<String, Node> owners = graph.owners();
        List<Initialization> starts = new ArrayList<>();
        for (Parameter entry : entries) {
            String name = entry.name();
            Node owner = owners.getOrDefault(name, graph.node(name));
            Parameter within = entry.named(
                    owner.name().equals(name) ? "" : name.substring(owner.name().length() + 1));
            starts.add(rule.of(owner, within));
        }
        // Millions of normal numbers take seconds, and no entry's numbers hang on another's.
        Tensor[] drawn = new Tensor[entries.size()];
        IntStream.range(0, drawn.length).parallel().forEach(i -> {
            Parameter entry = entries.get(i);
            drawn[i] = draw(entry, starts.get(i), randomness.split(entry.name()));
        });
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (int i = 0; i < drawn.length; i++) {
            weights.put(entries.get(i).name(), drawn[i]);
        }
        return Weights.of(weights);
    }

    private static Tensor draw(Parameter parameter, Initialization start, Randomness randomness) {
        Tensor fixed = start.fixed(parameter.type(), parameter.shape());
        if (fixed != null) {
            return fixed;
        }
        ByteBuffer values = Tensor.allocate(DType.FLOAT32, parameter.shape());
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
                double value = start.scale() * randomness.nextGaussian();
                while (Math.abs(value) > 2) {
                    value = start.scale() * randomness.nextGaussian();
                }
                return value;
            default:
                break;
        }
        throw new AssertionError(start);
    }
}
