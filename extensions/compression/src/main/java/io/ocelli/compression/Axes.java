package io.ocelli.compression;

import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.Attention;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.ChannelShuffle;
import io.ocelli.graph.Concat;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Gather;
import io.ocelli.graph.Graph;
import io.ocelli.graph.LayerNorm;
import io.ocelli.graph.Linear;
import io.ocelli.graph.MatMul;
import io.ocelli.graph.Node;
import io.ocelli.graph.Operation;
import io.ocelli.graph.Pad;
import io.ocelli.graph.Permute;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Roll;
import io.ocelli.graph.Slice;
import io.ocelli.graph.Unsqueeze;
import io.ocelli.graph.Weight;
import io.ocelli.model.Architecture;
import io.ocelli.tensor.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of which axes of which tensors belong together, found by following each node's operation: those of a weight that
 * make a channel, of all that add to it or scale it, and of all weights that read it (the dependencies of Fang et al., "DepGraph:
 * Towards Any Structural Pruning", 2023, for single channels instead of whole layers, so that concatenations, slices and paddings
 * are nothing special).
 *
 * <p>An axis without entries is one along which nothing is ever left out: samples, pixels, tokens.
 */
final class Axes {
    private final Graph graph;
    private final Map<String, Shape> shapes;
    private final AxisEntries entries = new AxisEntries();
    private final Map<String, int[] @Nullable []> axes = new HashMap<>();
    private final Map<String, String> stops = new LinkedHashMap<>();
    private final Map<String, String> holds = new LinkedHashMap<>();
    private final Map<String, int[]> held = new HashMap<>();
    private final LayerAxes layers = new LayerAxes(this);
    private final ShapeAxes rearranged = new ShapeAxes(this);

    private Axes(Architecture architecture) {
        this.graph = architecture.graph();
        this.shapes = graph.shapes(
                ImmutableMap.of(Architecture.INPUT, architecture.input().shape()));
    }

    /** Of all nodes. */
    static Axes of(Architecture architecture) {
        Axes axes = new Axes(architecture);
        for (Node node : axes.graph.nodes()) {
            axes.axes.put(node.name(), axes.follow(node));
        }
        for (String output : axes.graph.outputs().values()) {
            axes.fixAll(output);
        }
        axes.keepHoldsOfChannels();
        return axes;
    }

    AxisEntries entries() {
        return entries;
    }

    /** A node's axes; none where nothing is left out along it. */
    int[] @Nullable [] of(String node) {
        return Objects.requireNonNull(axes.get(node), node);
    }

    /** The entries of one axis, counted from the end where negative; null where nothing is left out along it. */
    int @Nullable [] of(String node, int axis) {
        int[][] all = of(node);
        return all[axis < 0 ? axis + all.length : axis];
    }

    /** The nodes behind or before which everything had to stay, each with why. */
    Map<String, String> stops() {
        return stops;
    }

    /** The nodes that are followed, and need all the channels that reach them, each with why. */
    Map<String, String> holds() {
        return holds;
    }

    private int[] @Nullable [] follow(Node node) {
        Operation operation = node.operation();
        int rank = shape(node.name()).rank();
        if (operation instanceof Weight) {
            return layers.weight((Weight) operation);
        } else if (node.inputs().isEmpty()) {
            return new int[rank][];
        } else if (operation instanceof Conv2d) {
            return layers.convolution(node, (Conv2d) operation);
        } else if (operation instanceof Linear) {
            return layers.linear(node);
        } else if (operation instanceof BatchNorm2d) {
            return layers.norm(node, 1);
        } else if (operation instanceof LayerNorm) {
            return layers.norm(node, rank - 1);
        } else if (operation instanceof Attention) {
            return layers.attention(node);
        } else if (operation instanceof Concat) {
            return rearranged.concat(node, at(((Concat) operation).dimension(), rank));
        } else if (operation instanceof Slice) {
            return rearranged.slice(node, (Slice) operation);
        } else if (operation instanceof Pad) {
            return rearranged.pad(node, (Pad) operation);
        } else if (operation instanceof Roll) {
            return rearranged.roll(node, (Roll) operation);
        } else if (operation instanceof ChannelShuffle) {
            return rearranged.shuffle(node, ((ChannelShuffle) operation).groups());
        } else if (operation instanceof Permute) {
            return rearranged.permute(node, ((Permute) operation).order());
        } else if (operation instanceof Unsqueeze) {
            return rearranged.unsqueeze(node, at(((Unsqueeze) operation).dimension(), rank));
        } else if (operation instanceof Gather) {
            return layers.rows(node, rank);
        } else if (operation instanceof MatMul) {
            return layers.product(node);
        } else if (operation instanceof Reduce) {
            return rearranged.reduced(node, (Reduce) operation);
        }
        switch (AxisRule.of(operation)) {
            case SAME:
                return rearranged.elements(node);
            case PICTURE:
                return rearranged.picture(node);
            case ALONG:
                int[][] along = rearranged.elements(node);
                hold(node, along[AxisRule.dimension(operation, rank)], "it looks along all channels together");
                return along;
            case RESHAPE:
                return rearranged.reshaped(node);
            default:
                stop(node, "it is not known what it does to channels");
                return new int[rank][];
        }
    }

    /** The entries of an axis; where it has none, some that stay. */
    int[] present(String node, int axis, int extent) {
        int[] known = of(node, axis);
        if (known != null) {
            return known;
        }
        int[] fresh = entries.fresh(extent);
        entries.fix(fresh);
        return fresh;
    }

    int @Nullable [] joined(int @Nullable [] one, int @Nullable [] other) {
        if (one == null || other == null) {
            fix(one);
            fix(other);
            return null;
        }
        entries.join(one, other);
        return one;
    }

    void stop(Node node, String why) {
        stops.put(node.name(), why);
        for (String input : node.inputs()) {
            fixAll(input);
        }
    }

    void hold(Node node, int @Nullable [] axis, String why) {
        if (axis != null) {
            holds.put(node.name(), why);
            held.put(node.name(), axis);
            entries.fix(axis);
        }
    }

    /** Tokens and what else is no channel of a layer would not have gone anyway. */
    private void keepHoldsOfChannels() {
        Set<Integer> made = new HashSet<>();
        for (Node node : graph.nodes()) {
            if (node.operation() instanceof Conv2d || node.operation() instanceof Linear) {
                int[] channels = of(node.inputs().get(1), 0);
                for (int i = 0; channels != null && i < channels.length; i++) {
                    made.add(entries.of(channels[i]));
                }
            }
        }
        holds.keySet()
                .removeIf(node -> Arrays.stream(Objects.requireNonNull(held.get(node)))
                        .noneMatch(slot -> made.contains(entries.of(slot))));
    }

    void fixAll(String node) {
        for (int[] axis : of(node)) {
            fix(axis);
        }
    }

    void fix(int @Nullable [] axis) {
        if (axis != null) {
            entries.fix(axis);
        }
    }

    Shape shape(String node) {
        return Objects.requireNonNull(shapes.get(node), node);
    }

    static int at(int dimension, int rank) {
        return dimension < 0 ? dimension + rank : dimension;
    }
}
