package io.ocelli.explanation;

import io.ocelli.graph.AdaptiveAvgPool2d;
import io.ocelli.graph.Dropout;
import io.ocelli.graph.Flatten;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Node;
import io.ocelli.graph.Weight;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of a head of one linear layer over the means of a node's maps. They are the same for all pictures and for all pixels of
 * a channel: the class's row of weights, by the number of pixels (Zhou et al. 2016), so that nothing is differentiated.
 */
final class PooledHead implements Gradients {
    private final Activations activations;
    private final FloatBuffer rows;

    /**
     * @param rows K C, as {@link #rows(Network, String)} gives them
     */
    PooledHead(Explanation asked, String node, Tensor rows) {
        this.activations = new Activations(asked, node);
        this.rows = rows.to(DType.FLOAT32).bytes().asFloatBuffer();
    }

    /** The weights of such a head, or null where something else stands between a node and the logits. */
    static @Nullable Tensor rows(Network network, String node) {
        Graph graph = network.architecture().graph();
        Node linear = graph.node(graph.output(Architecture.LOGITS));
        if (!(linear.operation() instanceof Linear)) {
            return null;
        }
        Node weight = graph.node(linear.parameter("weight"));
        Node flat = read(graph, linear);
        if (!(weight.operation() instanceof Weight && flat.operation() instanceof Flatten)) {
            return null;
        }
        Node pool = read(graph, flat);
        boolean pooled = pool.operation().equals(AdaptiveAvgPool2d.GLOBAL)
                && pool.input().equals(node);
        return pooled ? network.weights().get(weight.name()) : null;
    }

    /** What a node reads, before dropout. */
    private static Node read(Graph graph, Node node) {
        Node before = graph.node(node.input());
        return before.operation() instanceof Dropout ? read(graph, before) : before;
    }

    @Override
    public Result of(Tensor input, int... labels) {
        Activations.Result result = activations.of(input);
        int[] chosen = Logits.chosen(result.logits(), labels);
        return new Result(chosen, result.tapped(), gradients(result.tapped().shape(), chosen));
    }

    private Tensor gradients(Shape maps, int... labels) {
        int channels = maps.at(1);
        int pixels = maps.at(2) * maps.at(3);
        ByteBuffer bytes = Tensor.allocate(DType.FLOAT32, maps);
        FloatBuffer gradients = bytes.asFloatBuffer();
        for (int label : labels) {
            for (int c = 0; c < channels; c++) {
                float gradient = rows.get(label * channels + c) / pixels;
                for (int p = 0; p < pixels; p++) {
                    gradients.put(gradient);
                }
            }
        }
        return Tensor.of(DType.FLOAT32, maps, bytes);
    }

    @Override
    public void close() {
        activations.close();
    }
}
