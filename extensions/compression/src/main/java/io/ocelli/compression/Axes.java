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
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Permute;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Slice;
import io.ocelli.graph.Unsqueeze;
import io.ocelli.graph.Weight;
import io.ocelli.model.Architecture;
import io.ocelli.tensor.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** Whether there is nothing but depth in a convolution: each filter reads one channel. */
    static boolean isDepthwise(Conv2d conv) {
        return conv.groups() > 1 && conv.groups() == conv.in();
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
            return weight((Weight) operation);
        } else if (node.inputs().isEmpty()) {
            return new int[rank][];
        } else if (operation instanceof Conv2d) {
            return convolution(node, (Conv2d) operation);
        } else if (operation instanceof Linear) {
            return linear(node);
        } else if (operation instanceof BatchNorm2d) {
            return norm(node, 1);
        } else if (operation instanceof LayerNorm) {
            return norm(node, rank - 1);
        } else if (operation instanceof Attention) {
            return attention(node);
        } else if (operation instanceof Concat) {
            return concat(node, at(((Concat) operation).dimension(), rank));
        } else if (operation instanceof Slice) {
            return slice(node, (Slice) operation);
        } else if (operation instanceof Pad) {
            return pad(node, (Pad) operation);
        } else if (operation instanceof ChannelShuffle) {
            return shuffle(node, ((ChannelShuffle) operation).groups());
        } else if (operation instanceof Permute) {
            List<Integer> order = ((Permute) operation).order();
            int[][] result = new int[rank][];
            Arrays.setAll(result, i -> of(node.input(), order.get(i)));
            return result;
        } else if (operation instanceof Unsqueeze) {
            int[][] result = new int[rank][];
            int added = at(((Unsqueeze) operation).dimension(), rank);
            for (int i = 0; i < rank; i++) {
                result[i] = i == added ? null : of(node.input(), i < added ? i : i - 1);
            }
            return result;
        } else if (operation instanceof Gather) {
            fix(of(node.input(), 0));
            int[][] result = new int[rank][];
            result[rank - 1] = of(node.input(), 1);
            return result;
        } else if (operation instanceof MatMul) {
            return product(node);
        } else if (operation instanceof Reduce) {
            return reduced(node, (Reduce) operation);
        }
        switch (AxisRule.of(operation)) {
            case SAME:
                return elements(node);
            case PICTURE:
                int[][] picture = of(node.input()).clone();
                fix(picture[2]);
                fix(picture[3]);
                picture[2] = null;
                picture[3] = null;
                return picture;
            case ALONG:
                int[][] along = elements(node);
                hold(node, along[AxisRule.dimension(operation, rank)], "it looks along all channels together");
                return along;
            case RESHAPE:
                return reshaped(node);
            default:
                stop(node, "it is not known what it does to channels");
                return new int[rank][];
        }
    }

    private int[] @Nullable [] weight(Weight weight) {
        Shape shape = weight.shape();
        int[][] result = new int[shape.rank()][];
        if (weight.role() == Parameter.Role.WEIGHT || weight.role() == Parameter.Role.BUFFER) {
            Arrays.setAll(result, i -> entries.fresh(shape.at(i)));
        }
        return result;
    }

    private int[] @Nullable [] convolution(Node node, Conv2d conv) {
        int[][] result = new int[4][];
        int[] read = present(node.input(), 1, conv.in());
        int[] out = present(node.inputs().get(1), 0, conv.out());
        int[] in = present(node.inputs().get(1), 1, conv.in() / conv.groups());
        if (isDepthwise(conv)) {
            int each = conv.out() / conv.in();
            for (int i = 0; i < conv.out(); i++) {
                entries.join(out[i], read[i / each]);
            }
            entries.fix(in);
        } else {
            for (int i = 0; i < conv.in(); i++) {
                entries.join(read[i], in[i % in.length]);
            }
            int each = conv.out() / conv.groups();
            for (int i = 0; i < conv.out(); i++) {
                entries.join(out[i], out[i % each]);
            }
        }
        for (int axis = 2; axis < 4; axis++) {
            fix(of(node.input(), axis));
            fix(of(node.inputs().get(1), axis));
        }
        if (node.inputs().size() > 2) {
            entries.join(out, present(node.inputs().get(2), 0, conv.out()));
        }
        result[1] = out;
        return result;
    }

    private int[] @Nullable [] linear(Node node) {
        Linear linear = (Linear) node.operation();
        int[][] result = of(node.input()).clone();
        String weight = node.inputs().get(1);
        entries.join(present(node.input(), -1, linear.in()), present(weight, 1, linear.in()));
        int[] out = present(weight, 0, linear.out());
        if (node.inputs().size() > 2) {
            entries.join(out, present(node.inputs().get(2), 0, linear.out()));
        }
        result[result.length - 1] = out;
        return result;
    }

    private int[] @Nullable [] norm(Node node, int axis) {
        int[][] result = of(node.input()).clone();
        int extent = shape(node.input()).at(axis);
        int[] channels = present(node.input(), axis, extent);
        for (String parameter : node.inputs().subList(1, node.inputs().size())) {
            if (shape(parameter).rank() == 1) {
                entries.join(channels, present(parameter, 0, extent));
            }
        }
        result[axis] = channels;
        return result;
    }

    private int[] @Nullable [] attention(Node node) {
        String q = node.inputs().get(0);
        String k = node.inputs().get(1);
        String v = node.inputs().get(2);
        int rank = shape(q).rank();
        int[][] result = new int[rank][];
        for (int i = 0; i < rank - 2; i++) {
            result[i] = joined(joined(of(q, i), of(k, i)), of(v, i));
        }
        // the factor of the products is that of their width
        for (String each : Arrays.asList(q, k)) {
            fix(of(each, -1));
            fix(of(each, -2));
        }
        fix(of(v, -2));
        result[rank - 1] = of(v, -1);
        if (node.inputs().size() > 3) {
            String bias = node.inputs().get(3);
            int behind = rank - shape(bias).rank();
            for (int i = behind; i < rank; i++) {
                if (shape(bias).at(i - behind) > 1 && i < rank - 2) {
                    result[i] = joined(result[i], of(bias, i - behind));
                } else {
                    fix(of(bias, i - behind));
                }
            }
        }
        return result;
    }

    private int[] @Nullable [] concat(Node node, int axis) {
        int rank = shape(node.name()).rank();
        int[][] result = new int[rank][];
        for (int i = 0; i < rank; i++) {
            if (i == axis) {
                result[i] = concatenated(node, axis);
            } else {
                result[i] = of(node.input(), i);
                for (String input : node.inputs()) {
                    result[i] = joined(result[i], of(input, i));
                }
            }
        }
        return result;
    }

    private int @Nullable [] concatenated(Node node, int axis) {
        boolean known = false;
        for (String input : node.inputs()) {
            known |= of(input, axis) != null;
        }
        if (!known) {
            return null;
        }
        int[] all = new int[shape(node.name()).at(axis)];
        int at = 0;
        for (String input : node.inputs()) {
            int[] part = present(input, axis, shape(input).at(axis));
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private int[] @Nullable [] slice(Node node, Slice slice) {
        int[][] result = of(node.input()).clone();
        int axis = at(slice.dimension(), result.length);
        int[] whole = result[axis];
        if (whole == null) {
            return result;
        }
        if (slice.step() != 1) {
            hold(node, whole, "it steps over channels");
            result[axis] = null;
            return result;
        }
        result[axis] = Arrays.copyOfRange(whole, slice.start(), Math.min(slice.end(), whole.length));
        return result;
    }

    private int[] @Nullable [] pad(Node node, Pad pad) {
        int[][] result = of(node.input()).clone();
        int axis = at(pad.dimension(), result.length);
        int[] inner = result[axis];
        if (inner != null) {
            int[] all = Arrays.copyOf(entries.fresh(pad.before()), pad.before() + inner.length + pad.after());
            System.arraycopy(inner, 0, all, pad.before(), inner.length);
            System.arraycopy(entries.fresh(pad.after()), 0, all, pad.before() + inner.length, pad.after());
            result[axis] = all;
        }
        return result;
    }

    /** What is dealt out stays: groups that lose channels would have to lose the same ones, and so would all groups before. */
    private int[] @Nullable [] shuffle(Node node, int groups) {
        int[][] result = of(node.input()).clone();
        if (result[1] != null) {
            int[] before = result[1];
            hold(node, before, "it deals channels out among groups");
            int each = before.length / groups;
            int[] after = new int[before.length];
            for (int i = 0; i < before.length; i++) {
                after[i] = before[i % groups * each + i / groups];
            }
            result[1] = after;
        }
        return result;
    }

    private int[] @Nullable [] product(Node node) {
        String left = node.input();
        String right = node.inputs().get(1);
        int rank = shape(node.name()).rank();
        joined(of(left, -1), of(right, -2));
        int[][] result = new int[rank][];
        for (String each : Arrays.asList(left, right)) {
            int behind = rank - shape(each).rank();
            for (int i = behind; i < rank - 2; i++) {
                if (shape(each).at(i - behind) > 1) {
                    fix(of(each, i - behind));
                }
            }
        }
        result[rank - 2] = of(left, -2);
        result[rank - 1] = of(right, -1);
        return result;
    }

    private int[] @Nullable [] reduced(Node node, Reduce reduce) {
        int[][] before = of(node.input());
        List<Integer> gone = reduce.axes(before.length);
        int[][] result = new int[shape(node.name()).rank()][];
        int at = 0;
        for (int i = 0; i < before.length; i++) {
            if (gone.contains(i)) {
                hold(node, before[i], "it sums up over all channels");
                at += reduce.keep() ? 1 : 0;
            } else {
                result[at++] = before[i];
            }
        }
        return result;
    }

    /** Entry by entry, as NumPy broadcasts. */
    private int[] @Nullable [] elements(Node node) {
        Shape shape = shape(node.name());
        int[][] result = new int[shape.rank()][];
        boolean[] known = new boolean[shape.rank()];
        for (String input : node.data()) {
            Shape each = shape(input);
            int behind = shape.rank() - each.rank();
            for (int i = behind; i < shape.rank(); i++) {
                if (each.at(i - behind) != shape.at(i)) {
                    continue;
                }
                int[] axis = of(input, i - behind);
                result[i] = known[i] ? joined(result[i], axis) : axis;
                known[i] = true;
            }
        }
        return result;
    }

    private int[] @Nullable [] reshaped(Node node) {
        Shape from = shape(node.input());
        Shape to = shape(node.name());
        int[][] result = new int[to.rank()][];
        for (ReshapeBlock block : ReshapeBlock.of(from, to)) {
            List<Integer> parts = block.from();
            List<Integer> whole = block.to();
            if (parts.size() == 1 && whole.size() == 1) {
                result[whole.get(0)] = of(node.input(), parts.get(0));
            } else if (whole.size() == 1) {
                result[whole.get(0)] = merged(node, parts);
            } else if (parts.size() == 1) {
                split(node, of(node.input(), parts.get(0)), whole, result);
            } else {
                for (int part : parts) {
                    if (of(node.input(), part) != null) {
                        stop(node, "it deals one axis to several");
                    }
                }
            }
        }
        return result;
    }

    /** Several axes become one, along which an entry of the one that has some stands many times. */
    private int @Nullable [] merged(Node node, List<Integer> parts) {
        Shape from = shape(node.input());
        int inner = 1;
        int count = 1;
        int[] known = null;
        for (int part : parts) {
            int[] axis = of(node.input(), part);
            count *= from.at(part);
            if (axis != null && known == null) {
                known = axis;
                inner = 1;
            } else {
                fix(axis);
                inner *= from.at(part);
            }
        }
        if (known == null) {
            return null;
        }
        int[] all = new int[count];
        for (int i = 0; i < count; i++) {
            all[i] = known[i / inner % known.length];
        }
        return all;
    }

    /**
     * One axis becomes several: entries go along the one along which they already are one, and otherwise along the last but one
     * (heads of so many channels).
     */
    private void split(Node node, int @Nullable [] axis, List<Integer> parts, int[] @Nullable [] result) {
        if (axis == null) {
            return;
        }
        Shape to = shape(node.name());
        int inner = axis.length;
        int chosen = parts.size() - 2;
        int chosenInner = to.at(parts.get(parts.size() - 1));
        for (int i = 0; i < parts.size(); i++) {
            int extent = to.at(parts.get(i));
            inner /= extent;
            if (isOneAlong(axis, extent, inner)) {
                chosen = i;
                chosenInner = inner;
            }
        }
        int extent = to.at(parts.get(chosen));
        int[] along = new int[extent];
        for (int i = 0; i < extent; i++) {
            along[i] = axis[i * chosenInner];
        }
        for (int i = 0; i < axis.length; i++) {
            entries.join(axis[i], along[i / chosenInner % extent]);
        }
        result[parts.get(chosen)] = along;
    }

    private boolean isOneAlong(int[] axis, int extent, int inner) {
        for (int i = 0; i < axis.length; i++) {
            if (entries.of(axis[i]) != entries.of(axis[i / inner % extent * inner])) {
                return false;
            }
        }
        return true;
    }

    /** The entries of an axis; where it has none, some that stay. */
    private int[] present(String node, int axis, int extent) {
        int[] known = of(node, axis);
        if (known != null) {
            return known;
        }
        int[] fresh = entries.fresh(extent);
        entries.fix(fresh);
        return fresh;
    }

    private int @Nullable [] joined(int @Nullable [] one, int @Nullable [] other) {
        if (one == null || other == null) {
            fix(one);
            fix(other);
            return null;
        }
        entries.join(one, other);
        return one;
    }

    private void stop(Node node, String why) {
        stops.put(node.name(), why);
        for (String input : node.inputs()) {
            fixAll(input);
        }
    }

    private void hold(Node node, int @Nullable [] axis, String why) {
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

    private void fixAll(String node) {
        for (int[] axis : of(node)) {
            fix(axis);
        }
    }

    private void fix(int @Nullable [] axis) {
        if (axis != null) {
            entries.fix(axis);
        }
    }

    private Shape shape(String node) {
        return Objects.requireNonNull(shapes.get(node), node);
    }

    private static int at(int dimension, int rank) {
        return dimension < 0 ? dimension + rank : dimension;
    }
}
