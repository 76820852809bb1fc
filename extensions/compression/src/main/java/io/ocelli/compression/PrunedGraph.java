package io.ocelli.compression;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Graph;
import io.ocelli.graph.LayerNorm;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Node;
import io.ocelli.graph.Operation;
import io.ocelli.graph.Pad;
import io.ocelli.graph.Reshape;
import io.ocelli.graph.Slice;
import io.ocelli.graph.Weight;
import io.ocelli.model.Network;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A network while it is written again without some of its channels. */
final class PrunedGraph {
    private final Network network;
    private final Axes axes;
    private final Set<Integer> gone;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    private PrunedGraph(Network network, Axes axes, Set<Integer> gone) {
        this.network = network;
        this.axes = axes;
        this.gone = gone;
    }

    /**
     * @param gone the entries that stand for what is left out
     */
    static Network of(Network network, Axes axes, Set<Integer> gone) {
        return new PrunedGraph(network, axes, gone).write();
    }

    private Network write() {
        Graph before = network.architecture().graph();
        Map<String, Node> owners = before.owners();
        Graph.Builder graph = Graph.builder();
        for (Node node : before.nodes()) {
            if (node.operation() instanceof Weight) {
                tensors.put(node.name(), tensor(node.name()));
            }
            if (!owners.containsKey(node.name())) {
                // a layer's own weights come with it
                List<String> inputs = owners.containsValue(node) ? node.data() : node.inputs();
                graph.add(node.name(), operation(node), inputs.toArray(new String[0]));
            }
        }
        before.outputs().forEach(graph::output);
        return new Network(network.architecture().with(graph.build()), Weights.of(tensors), network.preprocessing());
    }

    private Operation operation(Node node) {
        Operation operation = node.operation();
        if (operation instanceof Weight) {
            Weight weight = (Weight) operation;
            return new Weight(
                    Objects.requireNonNull(tensors.get(node.name())).shape(), weight.role(), weight.initialization());
        } else if (operation instanceof Conv2d) {
            Conv2d conv = (Conv2d) operation;
            int in = extent(node.input(), 1, conv.in());
            return new Conv2d(
                    in,
                    extent(node.name(), 1, conv.out()),
                    conv.kernel(),
                    conv.stride(),
                    conv.padding(),
                    conv.dilation(),
                    conv.isDepthwise() ? in : conv.groups(),
                    conv.bias());
        } else if (operation instanceof Linear) {
            Linear linear = (Linear) operation;
            return new Linear(
                    extent(node.input(), -1, linear.in()), extent(node.name(), -1, linear.out()), linear.bias());
        } else if (operation instanceof BatchNorm2d) {
            BatchNorm2d norm = (BatchNorm2d) operation;
            return new BatchNorm2d(extent(node.input(), 1, norm.features()), norm.eps(), norm.momentum());
        } else if (operation instanceof LayerNorm) {
            LayerNorm norm = (LayerNorm) operation;
            return new LayerNorm(extent(node.input(), -1, norm.features()), norm.eps(), norm.affine());
        } else if (operation instanceof Slice) {
            return slice(node, (Slice) operation);
        } else if (operation instanceof Pad) {
            return pad(node, (Pad) operation);
        } else if (operation instanceof Reshape) {
            return reshape(node, (Reshape) operation);
        }
        return operation;
    }

    private Operation slice(Node node, Slice slice) {
        int[] whole = axes.of(node.input(), slice.dimension());
        if (whole == null || slice.step() != 1) {
            return slice;
        }
        int end = Math.min(slice.end(), whole.length);
        int start = kept(whole, 0, slice.start());
        int rest = kept(whole, slice.start(), end);
        if (rest == 0) {
            throw new IllegalArgumentException("Nothing is left of the channels that '" + node.name()
                    + "' takes; prune less, or keep some of the layers before it whole");
        }
        return new Slice(
                slice.dimension(), start, slice.end() == Slice.TO_END ? Slice.TO_END : start + rest, slice.step());
    }

    private Operation pad(Node node, Pad pad) {
        int[] all = axes.of(node.name(), pad.dimension());
        return all == null
                ? pad
                : new Pad(pad.dimension(), kept(all, 0, pad.before()), kept(all, all.length - pad.after(), all.length));
    }

    private Operation reshape(Node node, Reshape reshape) {
        int[][] before = axes.of(node.input());
        int[][] after = axes.of(node.name());
        ImmutableList.Builder<Integer> extents = ImmutableList.builder();
        for (int i = 0; i < after.length; i++) {
            int extent = reshape.extents().get(i);
            int[] axis = after[i];
            boolean changed = axis != null && kept(axis, 0, axis.length) != axis.length;
            if (changed && extent > 0) {
                extents.add(kept(axis, 0, axis.length));
            } else if (extent == 0 && i < before.length && !sameExtent(before[i], axis)) {
                throw new IllegalStateException("'" + node.name() + "' keeps an extent that it does not have any more");
            } else {
                extents.add(extent);
            }
        }
        return new Reshape(extents.build());
    }

    private boolean sameExtent(int @Nullable [] before, int @Nullable [] after) {
        int less = before == null ? 0 : before.length - kept(before, 0, before.length);
        return less == (after == null ? 0 : after.length - kept(after, 0, after.length));
    }

    private int extent(String node, int axis, int whole) {
        int[] all = axes.of(node, axis);
        return all == null ? whole : kept(all, 0, whole);
    }

    private int kept(int[] axis, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += isKept(axis[i]) ? 1 : 0;
        }
        return count;
    }

    private boolean isKept(int slot) {
        return !gone.contains(axes.entries().of(slot));
    }

    private Tensor tensor(String name) {
        Tensor whole = network.weights().get(name);
        Tensor rest = whole;
        int[][] all = axes.of(name);
        for (int axis = 0; axis < all.length; axis++) {
            int[] slots = all[axis];
            if (slots != null && kept(slots, 0, slots.length) < slots.length) {
                rest = along(rest, axis, slots);
            }
        }
        return rest;
    }

    private Tensor along(Tensor tensor, int axis, int[] slots) {
        float[] values = tensor.toFloats();
        Shape shape = tensor.shape().with(axis, kept(slots, 0, slots.length));
        int inner = 1;
        for (int i = axis + 1; i < shape.rank(); i++) {
            inner *= shape.at(i);
        }
        float[] rest = new float[Math.toIntExact(shape.count())];
        int to = 0;
        for (int from = 0; from < values.length; from += inner) {
            if (isKept(slots[from / inner % slots.length])) {
                System.arraycopy(values, from, rest, to, inner);
                to += inner;
            }
        }
        return Tensor.of(shape, rest).to(tensor.type());
    }
}
