package io.ocelli.compression;

import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Node;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Weight;
import io.ocelli.tensor.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How channels go through layers with weights, and through products of matrices. */
final class LayerAxes {
    private final Axes axes;

    LayerAxes(Axes axes) {
        this.axes = axes;
    }

    int[] @Nullable [] weight(Weight weight) {
        Shape shape = weight.shape();
        int[][] result = new int[shape.rank()][];
        if (weight.role() == Parameter.Role.WEIGHT || weight.role() == Parameter.Role.BUFFER) {
            Arrays.setAll(result, i -> axes.entries().fresh(shape.at(i)));
        }
        return result;
    }

    int[] @Nullable [] convolution(Node node, Conv2d conv) {
        int[][] result = new int[4][];
        int[] read = axes.present(node.input(), 1, conv.in());
        int[] out = axes.present(node.inputs().get(1), 0, conv.out());
        int[] in = axes.present(node.inputs().get(1), 1, conv.in() / conv.groups());
        if (conv.isDepthwise()) {
            int each = conv.out() / conv.in();
            for (int i = 0; i < conv.out(); i++) {
                axes.entries().join(out[i], read[i / each]);
            }
            axes.entries().fix(in);
        } else {
            for (int i = 0; i < conv.in(); i++) {
                axes.entries().join(read[i], in[i % in.length]);
            }
            int each = conv.out() / conv.groups();
            for (int i = 0; i < conv.out(); i++) {
                axes.entries().join(out[i], out[i % each]);
            }
        }
        for (int axis = 2; axis < 4; axis++) {
            axes.fix(axes.of(node.input(), axis));
            axes.fix(axes.of(node.inputs().get(1), axis));
        }
        if (node.inputs().size() > 2) {
            axes.entries().join(out, axes.present(node.inputs().get(2), 0, conv.out()));
        }
        result[1] = out;
        return result;
    }

    int[] @Nullable [] linear(Node node) {
        Linear linear = (Linear) node.operation();
        int[][] result = axes.of(node.input()).clone();
        String weight = node.inputs().get(1);
        axes.entries().join(axes.present(node.input(), -1, linear.in()), axes.present(weight, 1, linear.in()));
        int[] out = axes.present(weight, 0, linear.out());
        if (node.inputs().size() > 2) {
            axes.entries().join(out, axes.present(node.inputs().get(2), 0, linear.out()));
        }
        result[result.length - 1] = out;
        return result;
    }

    int[] @Nullable [] norm(Node node, int axis) {
        int[][] result = axes.of(node.input()).clone();
        int extent = axes.shape(node.input()).at(axis);
        int[] channels = axes.present(node.input(), axis, extent);
        for (String parameter : node.inputs().subList(1, node.inputs().size())) {
            if (axes.shape(parameter).rank() == 1) {
                axes.entries().join(channels, axes.present(parameter, 0, extent));
            }
        }
        result[axis] = channels;
        return result;
    }

    int[] @Nullable [] attention(Node node) {
        String q = node.inputs().get(0);
        String k = node.inputs().get(1);
        String v = node.inputs().get(2);
        int rank = axes.shape(q).rank();
        int[][] result = new int[rank][];
        for (int i = 0; i < rank - 2; i++) {
            result[i] = axes.joined(axes.joined(axes.of(q, i), axes.of(k, i)), axes.of(v, i));
        }
        // the factor of the products is that of their width
        for (String each : Arrays.asList(q, k)) {
            axes.fix(axes.of(each, -1));
            axes.fix(axes.of(each, -2));
        }
        axes.fix(axes.of(v, -2));
        result[rank - 1] = axes.of(v, -1);
        if (node.inputs().size() > 3) {
            String bias = node.inputs().get(3);
            int behind = rank - axes.shape(bias).rank();
            for (int i = behind; i < rank; i++) {
                if (axes.shape(bias).at(i - behind) > 1 && i < rank - 2) {
                    result[i] = axes.joined(result[i], axes.of(bias, i - behind));
                } else {
                    axes.fix(axes.of(bias, i - behind));
                }
            }
        }
        return result;
    }

    int[] @Nullable [] product(Node node) {
        String left = node.input();
        String right = node.inputs().get(1);
        int rank = axes.shape(node.name()).rank();
        axes.joined(axes.of(left, -1), axes.of(right, -2));
        int[][] result = new int[rank][];
        for (String each : Arrays.asList(left, right)) {
            int behind = rank - axes.shape(each).rank();
            for (int i = behind; i < rank - 2; i++) {
                if (axes.shape(each).at(i - behind) > 1) {
                    axes.fix(axes.of(each, i - behind));
                }
            }
        }
        result[rank - 2] = axes.of(left, -2);
        result[rank - 1] = axes.of(right, -1);
        return result;
    }

    /** Of a table, by number: all rows stay. */
    int[] @Nullable [] rows(Node node, int rank) {
        axes.fix(axes.of(node.input(), 0));
        int[][] result = new int[rank][];
        result[rank - 1] = axes.of(node.input(), 1);
        return result;
    }
}
