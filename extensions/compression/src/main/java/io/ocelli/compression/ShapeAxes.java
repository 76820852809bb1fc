package io.ocelli.compression;

import io.ocelli.graph.Node;
import io.ocelli.graph.Pad;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Roll;
import io.ocelli.graph.Slice;
import io.ocelli.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How channels go through what rearranges, joins and cuts them. */
final class ShapeAxes {
    private final Axes axes;

    ShapeAxes(Axes axes) {
        this.axes = axes;
    }

    int[] @Nullable [] concat(Node node, int axis) {
        int rank = axes.shape(node.name()).rank();
        int[][] result = new int[rank][];
        for (int i = 0; i < rank; i++) {
            if (i == axis) {
                result[i] = concatenated(node, axis);
            } else {
                result[i] = axes.of(node.input(), i);
                for (String input : node.inputs()) {
                    result[i] = axes.joined(result[i], axes.of(input, i));
                }
            }
        }
        return result;
    }

    private int @Nullable [] concatenated(Node node, int axis) {
        boolean known = false;
        for (String input : node.inputs()) {
            known |= axes.of(input, axis) != null;
        }
        if (!known) {
            return null;
        }
        int[] all = new int[axes.shape(node.name()).at(axis)];
        int at = 0;
        for (String input : node.inputs()) {
            int[] part = axes.present(input, axis, axes.shape(input).at(axis));
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    int[] @Nullable [] slice(Node node, Slice slice) {
        int[][] result = axes.of(node.input()).clone();
        int axis = Axes.at(slice.dimension(), result.length);
        int[] whole = result[axis];
        if (whole == null) {
            return result;
        }
        if (slice.step() != 1) {
            axes.hold(node, whole, "it steps over channels");
            result[axis] = null;
            return result;
        }
        result[axis] = Arrays.copyOfRange(whole, slice.start(), Math.min(slice.end(), whole.length));
        return result;
    }

    int[] @Nullable [] pad(Node node, Pad pad) {
        int[][] result = axes.of(node.input()).clone();
        int axis = Axes.at(pad.dimension(), result.length);
        int[] inner = result[axis];
        if (inner != null) {
            int[] all = Arrays.copyOf(axes.entries().fresh(pad.before()), pad.before() + inner.length + pad.after());
            System.arraycopy(inner, 0, all, pad.before(), inner.length);
            System.arraycopy(axes.entries().fresh(pad.after()), 0, all, pad.before() + inner.length, pad.after());
            result[axis] = all;
        }
        return result;
    }

    /** Channels that go round stay: fewer would go another way round. */
    int[] @Nullable [] roll(Node node, Roll roll) {
        int[][] result = axes.of(node.input()).clone();
        for (int i = 0; i < roll.dimensions().size(); i++) {
            int axis = Axes.at(roll.dimensions().get(i), result.length);
            int[] before = result[axis];
            if (before != null) {
                axes.hold(node, before, "it rolls channels");
                int shift = roll.shifts().get(i);
                int[] after = new int[before.length];
                Arrays.setAll(after, to -> before[Math.floorMod(to - shift, before.length)]);
                result[axis] = after;
            }
        }
        return result;
    }

    /** What is dealt out stays: groups that lose channels would have to lose the same ones, and so would all groups before. */
    int[] @Nullable [] shuffle(Node node, int groups) {
        int[][] result = axes.of(node.input()).clone();
        if (result[1] != null) {
            int[] before = result[1];
            axes.hold(node, before, "it deals channels out among groups");
            int each = before.length / groups;
            int[] after = new int[before.length];
            for (int i = 0; i < before.length; i++) {
                after[i] = before[i % groups * each + i / groups];
            }
            result[1] = after;
        }
        return result;
    }

    int[] @Nullable [] reduced(Node node, Reduce reduce) {
        int[][] before = axes.of(node.input());
        List<Integer> gone = reduce.axes(before.length);
        int[][] result = new int[axes.shape(node.name()).rank()][];
        int at = 0;
        for (int i = 0; i < before.length; i++) {
            if (gone.contains(i)) {
                axes.hold(node, before[i], "it sums up over all channels");
                at += reduce.keep() ? 1 : 0;
            } else {
                result[at++] = before[i];
            }
        }
        return result;
    }

    /** Entry by entry, as NumPy broadcasts. */
    int[] @Nullable [] elements(Node node) {
        Shape shape = axes.shape(node.name());
        int[][] result = new int[shape.rank()][];
        boolean[] known = new boolean[shape.rank()];
        for (String input : node.data()) {
            Shape each = axes.shape(input);
            int behind = shape.rank() - each.rank();
            for (int i = behind; i < shape.rank(); i++) {
                if (each.at(i - behind) != shape.at(i)) {
                    continue;
                }
                int[] axis = axes.of(input, i - behind);
                result[i] = known[i] ? axes.joined(result[i], axis) : axis;
                known[i] = true;
            }
        }
        return result;
    }

    int[] @Nullable [] reshaped(Node node) {
        Shape from = axes.shape(node.input());
        Shape to = axes.shape(node.name());
        int[][] result = new int[to.rank()][];
        for (ReshapeBlock block : ReshapeBlock.of(from, to)) {
            List<Integer> parts = block.from();
            List<Integer> whole = block.to();
            if (parts.size() == 1 && whole.size() == 1) {
                result[whole.get(0)] = axes.of(node.input(), parts.get(0));
            } else if (whole.size() == 1) {
                result[whole.get(0)] = merged(node, parts);
            } else if (parts.size() == 1) {
                split(node, axes.of(node.input(), parts.get(0)), whole, result);
            } else {
                for (int part : parts) {
                    if (axes.of(node.input(), part) != null) {
                        axes.stop(node, "it deals one axis to several");
                    }
                }
            }
        }
        return result;
    }

    /** Several axes become one, along which an entry of the one that has some stands many times. */
    private int @Nullable [] merged(Node node, List<Integer> parts) {
        Shape from = axes.shape(node.input());
        int inner = 1;
        int count = 1;
        int[] known = null;
        for (int part : parts) {
            int[] axis = axes.of(node.input(), part);
            count *= from.at(part);
            if (axis != null && known == null) {
                known = axis;
                inner = 1;
            } else {
                axes.fix(axis);
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
        Shape to = axes.shape(node.name());
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
            axes.entries().join(axis[i], along[i / chosenInner % extent]);
        }
        result[parts.get(chosen)] = along;
    }

    private boolean isOneAlong(int[] axis, int extent, int inner) {
        for (int i = 0; i < axis.length; i++) {
            if (axes.entries().of(axis[i]) != axes.entries().of(axis[i / inner % extent * inner])) {
                return false;
            }
        }
        return true;
    }

    int[] @Nullable [] permute(Node node, List<Integer> order) {
        int[][] result = new int[order.size()][];
        Arrays.setAll(result, i -> axes.of(node.input(), order.get(i)));
        return result;
    }

    int[] @Nullable [] unsqueeze(Node node, int added) {
        int[][] before = axes.of(node.input());
        int[][] result = new int[before.length + 1][];
        for (int i = 0; i < result.length; i++) {
            result[i] = i == added ? null : before[i < added ? i : i - 1];
        }
        return result;
    }

    /** Pixels are looked at together, channels each by itself. */
    int[] @Nullable [] picture(Node node) {
        int[][] result = axes.of(node.input()).clone();
        axes.fix(result[2]);
        axes.fix(result[3]);
        result[2] = null;
        result[3] = null;
        return result;
    }
}
