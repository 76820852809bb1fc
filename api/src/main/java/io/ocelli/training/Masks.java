package io.ocelli.training;

import io.ocelli.graph.Dropout;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Multiply;
import io.ocelli.graph.Node;
import io.ocelli.graph.Operation;
import io.ocelli.graph.StochasticDepth;
import io.ocelli.image.Randomness;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a graph's randomness an input: each dropout that learns becomes a product with a mask that is drawn outside, so that
 * a training is the same on every engine, goes on where it stopped, and runs beside others.
 */
record Masks(Graph graph, Map<String, Mask> inputs) {

    /** A mask to be drawn for a node: its shape for one sample, and the probability of a zero; others are 1 / (1 - p). */
    record Mask(String node, Shape shape, double probability) {
        /** The mask of a batch: each sample's from a source of its own, so that it does not depend on its neighbours. */
        Tensor draw(Randomness randomness, int[] samples) {
            int each = Math.toIntExact(shape.count());
            float kept = (float) (1 / (1 - probability));
            float[] values = new float[Math.multiplyExact(each, samples.length)];
            for (int i = 0; i < samples.length; i++) {
                Randomness own = randomness.split(samples[i]);
                for (int j = 0; j < each; j++) {
                    values[i * each + j] = own.nextBoolean(probability) ? 0 : kept;
                }
            }
            return Tensor.of(shape.with(0, shape.get(0) * samples.length), values);
        }
    }

    /** The graph with masks for all dropouts that are not in {@code frozen}; where the probability is 0, none. */
    static Masks expose(Graph graph, Map<String, Shape> shapes, Set<String> frozen) {
        Graph.Builder exposed = Graph.builder();
        Map<String, Mask> masks = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            String[] inputs = node.inputs().toArray(new String[0]);
            Mask mask =
                    frozen.contains(node.name()) ? null : mask(node, Objects.requireNonNull(shapes.get(node.name())));
            if (mask == null) {
                exposed.add(node.name(), node.operation(), inputs);
            } else {
                String name = node.name() + ".mask";
                exposed.add(name, new Input(DType.FLOAT32, mask.shape().rank()));
                masks.put(name, mask);
                exposed.add(node.name(), new Multiply(), inputs[0], name);
            }
        }
        graph.outputs().forEach(exposed::output);
        return new Masks(exposed.build(), masks);
    }

    private static @Nullable Mask mask(Node node, Shape shape) {
        Operation operation = node.operation();
        if (operation instanceof Dropout && ((Dropout) operation).probability() > 0) {
            return new Mask(node.name(), shape, ((Dropout) operation).probability());
        }
        if (operation instanceof StochasticDepth && ((StochasticDepth) operation).probability() > 0) {
            long[] extents = new long[shape.rank()];
            Arrays.fill(extents, 1);
            return new Mask(node.name(), Shape.of(extents), ((StochasticDepth) operation).probability());
        }
        return null;
    }
}
