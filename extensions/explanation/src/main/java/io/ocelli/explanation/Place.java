package io.ocelli.explanation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import io.ocelli.graph.Attention;
import io.ocelli.graph.LayerNorm;
import io.ocelli.graph.Node;
import io.ocelli.model.Architecture;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where in a network a method looks: a node that gives maps N C H W, or tokens N T C of which the last H W are the patches of the
 * picture, row by row.
 *
 * @param node its name
 * @param front tokens before those of the patches, such as a class token; 0 for maps
 */
record Place(String node, boolean tokens, int front, int channels, int height, int width) {
    /**
     * A node of a network.
     *
     * @throws IllegalArgumentException if there is no such node, or it gives neither maps nor tokens
     */
    static Place of(Architecture architecture, String node) {
        Map<String, Shape> shapes = shapes(architecture, node);
        Shape shape = Objects.requireNonNull(shapes.get(node));
        if (shape.rank() == 4) {
            return new Place(node, false, 0, shape.at(1), shape.at(2), shape.at(3));
        }
        Shape map = patches(architecture, shapes);
        if (shape.rank() == 3 && map != null && map.at(2) * map.at(3) <= shape.at(1)) {
            int front = shape.at(1) - map.at(2) * map.at(3);
            return new Place(node, true, front, shape.at(2), map.at(2), map.at(3));
        }
        throw new IllegalArgumentException("A map is made of feature maps N C H W or of the tokens N T C of a stage's"
                + " patches, and '" + node + "' of " + architecture.name() + " is " + shape
                + ". Name another node, or one of the stages "
                + architecture.stages().keySet() + ".");
    }

    /**
     * What the head reads: the last maps before the backbone's features; of tokens, those that the last attention reads, because
     * behind it only the class token counts.
     *
     * @throws IllegalArgumentException if there are no maps and no tokens
     */
    static Place ofHead(Architecture architecture) {
        Map<String, Shape> shapes = shapes(architecture, architecture.features());
        List<String> ends = ImmutableList.copyOf(architecture.stages().values());
        String end = ends.get(ends.size() - 1);
        if (Objects.requireNonNull(shapes.get(end)).rank() == 3) {
            String read = readByAttention(architecture);
            return of(architecture, read == null ? end : read);
        }
        Set<String> before = architecture.graph().ancestors(architecture.features());
        for (Node node : Lists.reverse(architecture.graph().nodes())) {
            Shape shape = shapes.get(node.name());
            if (before.contains(node.name())
                    && shape != null
                    && shape.rank() == 4
                    && !node.inputs().isEmpty()
                    && shape.at(2) * shape.at(3) > 1) {
                return of(architecture, node.name());
            }
        }
        return of(architecture, end);
    }

    /** The norm before the last attention. */
    private static @Nullable String readByAttention(Architecture architecture) {
        List<Node> backwards = Lists.reverse(architecture.graph().nodes());
        for (Node attention : backwards) {
            if (attention.operation() instanceof Attention) {
                Set<String> before = architecture.graph().ancestors(attention.name());
                for (Node node : backwards) {
                    if (node.operation() instanceof LayerNorm && before.contains(node.name())) {
                        return node.name();
                    }
                }
            }
        }
        return null;
    }

    private static Map<String, Shape> shapes(Architecture architecture, String node) {
        return architecture
                .graph()
                .upTo(node, "maps")
                .shapes(ImmutableMap.of(Architecture.INPUT, architecture.input().shape()));
    }

    /** The last stage of maps before the tokens. */
    private static @Nullable Shape patches(Architecture architecture, Map<String, Shape> shapes) {
        Shape map = null;
        for (String stage : architecture.stages().values()) {
            Shape shape = shapes.get(stage);
            map = shape != null && shape.rank() == 4 ? shape : map;
        }
        return map;
    }

    int pixels() {
        return height * width;
    }

    /** The result of the node as maps: N C H W, one after the other. */
    float[] maps(Tensor result) {
        float[] values = result.toFloats();
        if (!tokens) {
            return values;
        }
        int count = result.shape().at(0);
        int all = front + pixels();
        float[] maps = new float[count * channels * pixels()];
        for (int n = 0; n < count; n++) {
            for (int p = 0; p < pixels(); p++) {
                for (int c = 0; c < channels; c++) {
                    maps[(n * channels + c) * pixels() + p] = values[(n * all + front + p) * channels + c];
                }
            }
        }
        return maps;
    }
}
