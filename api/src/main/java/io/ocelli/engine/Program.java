package io.ocelli.engine;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.Differentiation;
import io.ocelli.graph.Graph;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A graph to be run as it stands, without learning: batch norms use their stored statistics, dropouts let all through.
 *
 * @param graph its {@link io.ocelli.graph.Input} nodes, in order, are what a run takes; its outputs, in order, what it gives
 * @param inputs the shape of each input for a batch of one; the batch itself may be of any size
 * @param gradients what is differentiated besides, or null
 */
public record Program(
        Graph graph, Map<String, Shape> inputs, @Nullable Gradients gradients) {
    public Program {
        inputs = ImmutableMap.copyOf(inputs);
    }

    /** A program without gradients. */
    public Program(Graph graph, Map<String, Shape> inputs) {
        this(graph, inputs, null);
    }

    /**
     * The gradients of the sum of one node's elements.
     *
     * @param of the node
     * @param respectTo inputs, weights or nodes between
     * @param batchStatistics whether batch norms use the statistics of the batch, as in training; the stored ones stay as they are
     * @param curvature whether second derivatives are given, too
     */
    public record Gradients(String of, List<String> respectTo, boolean batchStatistics, boolean curvature) {
        public Gradients {
            respectTo = ImmutableList.copyOf(respectTo);
            if (respectTo.isEmpty()) {
                throw new IllegalArgumentException("A gradient is with respect to something, received no node");
            }
        }
    }

    /**
     * This program, which gives also the gradients of an output's sum of elements: behind its outputs one more for each node,
     * called {@link Differentiation#output}.
     *
     * @param output one of the graph's outputs
     * @param nodes inputs, weights or nodes between
     * @throws IllegalArgumentException if there is no such output or node, or the output does not depend on one
     */
    public Program differentiate(String output, String... nodes) {
        return with(new Gradients(graph.output(output), Arrays.asList(nodes), false, false));
    }

    /** The same with norms as in training, where it differentiates. */
    public Program withBatchStatistics() {
        if (gradients == null) {
            throw new IllegalStateException("Norms use the batch's statistics where a program differentiates; call"
                    + " differentiate(output, nodes) first");
        }
        return with(new Gradients(gradients.of(), gradients.respectTo(), true, gradients.curvature()));
    }

    /**
     * The same that gives besides, behind the gradients g, the product H g of the second derivatives and these, which is the
     * gradient of |g|^2 / 2: for each node an output called {@link Differentiation#curvature}. Of our engines PyTorch's does it.
     *
     * @throws IllegalStateException if it does not differentiate
     */
    public Program withCurvature() {
        if (gradients == null) {
            throw new IllegalStateException("Second derivatives are of what a program differentiates; call"
                    + " differentiate(output, nodes) first");
        }
        return with(new Gradients(gradients.of(), gradients.respectTo(), gradients.batchStatistics(), true));
    }

    private Program with(Gradients other) {
        Differentiation.requirePath(graph, other.of(), other.respectTo());
        return new Program(graph, inputs, other);
    }

    /** The names of what a run takes, in order. */
    public List<String> names() {
        return Inputs.names(graph);
    }

    /** The names of what a run gives, in order. */
    public List<String> outputs() {
        ImmutableList.Builder<String> names = ImmutableList.builder();
        names.addAll(graph.outputs().keySet());
        if (gradients != null) {
            gradients.respectTo().forEach(node -> names.add(Differentiation.output(node)));
            if (gradients.curvature()) {
                gradients.respectTo().forEach(node -> names.add(Differentiation.curvature(node)));
            }
        }
        return names.build();
    }

    /** The shape of every node's result, for a batch of one. */
    public Map<String, Shape> shapes() {
        return shapes(1);
    }

    /** The shape of every node's result, for a batch of so many. */
    public Map<String, Shape> shapes(int batch) {
        return graph.shapes(Inputs.batch(inputs, batch));
    }

    /**
     * Refuses what the graph's inputs do not take, before an engine sees it.
     *
     * @param given one tensor for each input of the graph, in order
     * @throws IllegalArgumentException if there are more or fewer, or one is of another type or shape; the leading extent is a
     *     multiple of that for a batch of one
     */
    public void check(List<Tensor> given) {
        Inputs.check(graph, inputs, given);
    }
}
