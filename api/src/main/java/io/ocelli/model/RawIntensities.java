package io.ocelli.model;

import io.ocelli.graph.Activation;
import io.ocelli.graph.Clamp;
import io.ocelli.graph.Compare;
import io.ocelli.graph.Constant;
import io.ocelli.graph.Divide;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Multiply;
import io.ocelli.graph.Operation;
import io.ocelli.graph.Percentile;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Scale;
import io.ocelli.graph.Subtract;
import io.ocelli.graph.Where;
import io.ocelli.image.Intensities;
import java.util.Arrays;

/** {@link Intensities#of} as nodes of a program, for files that are given samples of 16 bits as they were read. */
final class RawIntensities {
    private final Graph.Builder graph;

    private RawIntensities(Graph.Builder graph) {
        this.graph = graph;
    }

    /** Adds the nodes from samples, float32 N C H W, to what the preprocessing's means are of, and gives the last one's name. */
    static String add(Graph.Builder graph, String samples, Intensities intensities) {
        RawIntensities nodes = new RawIntensities(graph);
        switch (intensities.kind()) {
            case WINDOW:
                return nodes.window(samples, intensities.low(), intensities.high());
            case PERCENTILES:
                return nodes.percentiles(samples, intensities);
            default:
                return nodes.standardized(samples);
        }
    }

    /** The least is taken off first: that is exact, where a product of both would round. */
    private String window(String samples, double low, double high) {
        String above = node(new Scale(1, -low), samples);
        return node(new Clamp(0, 1), node(new Scale(1 / (high - low), 0), above));
    }

    private String percentiles(String samples, Intensities intensities) {
        String low = node(new Percentile(intensities.low()), samples);
        String range = node(new Subtract(), node(new Percentile(intensities.high()), samples), low);
        String shares = node(new Divide(), node(new Subtract(), samples, low), orOne(range));
        return node(new Multiply(), node(new Clamp(0, 1), shares), positive(range));
    }

    /** From the least, and twice from the mean: what single precision loses of a mean of large values, the second finds. */
    private String standardized(String samples) {
        String off = node(new Subtract(), samples, each(Reduce.Kind.MIN, samples));
        off = node(new Subtract(), off, each(Reduce.Kind.MEAN, off));
        off = node(new Subtract(), off, each(Reduce.Kind.MEAN, off));
        String variance = each(Reduce.Kind.MEAN, node(new Activation(Activation.Function.SQUARE), off));
        return node(new Divide(), off, orOne(node(new Activation(Activation.Function.SQRT), variance)));
    }

    private String each(Reduce.Kind kind, String values) {
        return node(new Reduce(kind, Arrays.asList(1, 2, 3), true), values);
    }

    private String positive(String value) {
        return node(new Compare(Compare.Kind.GREATER), value, node(Constant.of(0)));
    }

    /** Where samples are all alike there is nothing to divide by. */
    private String orOne(String value) {
        return node(new Where(), positive(value), value, node(Constant.of(1)));
    }

    private String node(Operation operation, String... inputs) {
        return graph.add(NetworkPrograms.PIXELS + ".intensity", operation, inputs);
    }
}
