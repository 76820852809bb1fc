package io.ocelli.compression;

import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Graph;
import io.ocelli.graph.LayerNorm;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Node;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;
import io.ocelli.graph.Weight;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The reference that pruning is compared with: the whole network, with what makes the channels that go set to 0 (rows of
 * convolutions and linear layers, biases, norms, embeddings). What reads them is not touched, so a wrong channel cut there shows. A
 * layer norm looks across channels: its mean and variance are taken over those that stay.
 */
final class MaskedNetwork {
    private MaskedNetwork() {}

    static Network of(Network network, Choice choice) {
        Graph before = network.architecture().graph();
        Set<String> matrices = new HashSet<>();
        for (Node node : before.nodes()) {
            if (node.operation() instanceof Conv2d || node.operation() instanceof Linear) {
                matrices.add(node.inputs().get(1));
            }
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Graph.Builder graph = Graph.builder();
        Map<String, String> names = new LinkedHashMap<>();
        for (Node node : before.nodes()) {
            String[] inputs = node.inputs().stream().map(names::get).toArray(String[]::new);
            if (node.operation() instanceof Weight) {
                Tensor tensor = network.weights().get(node.name());
                int axes = matrices.contains(node.name()) ? 1 : tensor.shape().rank();
                for (int axis = 0; axis < axes && tensor.type() == DType.FLOAT32; axis++) {
                    tensor = masked(tensor, axis, choice.kept(node.name(), axis));
                }
                tensors.put(node.name(), tensor);
            }
            int[] kept = node.operation() instanceof LayerNorm && node.inputs().size() > 1
                    ? choice.kept(node.parameter("weight"), 0)
                    : new int[0];
            if (node.operation() instanceof LayerNorm
                    && node.inputs().size() > 1
                    && kept.length < ((LayerNorm) node.operation()).features()) {
                names.put(node.name(), norm(graph, (LayerNorm) node.operation(), kept, inputs));
            } else {
                names.put(node.name(), graph.add(node.name(), node.operation(), inputs));
            }
        }
        before.outputs().forEach((name, node) -> graph.output(name, names.get(node)));
        // stages are not asked of it
        return new Network(
                new Architecture(
                        network.architecture().name(),
                        graph.build(),
                        Map.of(),
                        names.get(network.architecture().features()),
                        network.architecture().classifiers(),
                        network.architecture().input()),
                Weights.of(tensors),
                network.preprocessing());
    }

    private static String norm(Graph.Builder graph, LayerNorm norm, int[] kept, String[] inputs) {
        float[] mask = new float[norm.features()];
        Arrays.stream(kept).forEach(channel -> mask[channel] = 1);
        Value x = Value.of(graph, inputs[0]);
        Value stays = x.constant(Tensor.of(Shape.of(mask.length), mask));
        double share = 1.0 / kept.length;
        Value mean = x.times(stays).keeping(Reduce.Kind.SUM, -1).times(share);
        Value centred = x.minus(mean).times(stays);
        Value variance = centred.squared().keeping(Reduce.Kind.SUM, -1).times(share);
        return centred.dividedBy(variance.plus(norm.eps()).sqrt())
                .times(Value.of(graph, inputs[1]))
                .plus(Value.of(graph, inputs[2]))
                .name();
    }

    private static Tensor masked(Tensor tensor, int axis, int[] kept) {
        float[] values = tensor.toFloats().clone();
        int extent = tensor.shape().at(axis);
        boolean[] stays = new boolean[extent];
        Arrays.stream(kept).forEach(channel -> stays[channel] = true);
        int inner = 1;
        for (int i = axis + 1; i < tensor.shape().rank(); i++) {
            inner *= tensor.shape().at(i);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = stays[i / inner % extent] ? values[i] : 0;
        }
        return Tensor.of(tensor.shape(), values);
    }
}
