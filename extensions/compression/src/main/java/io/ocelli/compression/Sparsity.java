package io.ocelli.compression;

import com.google.common.primitives.Ints;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Node;
import io.ocelli.graph.Value;
import io.ocelli.model.Architecture;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Training before pruning: what makes channels small that can then go. The term is a sum over channels, so that its weight is
 * small: 1e-5 to 1e-3.
 *
 * <pre>{@code
 * Objective.labels(Loss.crossEntropy()).plus(Sparsity.ofGroups(architecture).times(1e-4))
 * }</pre>
 *
 * <p>Weight decay besides makes all weights small, and is mostly left out. Immutable and safe for any number of threads.
 *
 * @param architecture of the network that learns
 * @param kind what is summed
 */
public record Sparsity(Architecture architecture, Kind kind) implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "sparsity";

    /** Keeps the gradient of a root finite. */
    private static final double LEAST = 1e-12;

    /** What is summed. */
    public enum Kind {
        /**
         * Group lasso: the length of all weights of a channel, over all layers of its group (Wen et al. 2016; Fang et al. 2023).
         */
        GROUPS,
        /** |gamma| of batch norms: network slimming (Liu et al. 2017). */
        BATCH_NORM_SCALES
    }

    /** @throws IllegalArgumentException if there is nothing to be summed */
    public Sparsity {
        Objects.requireNonNull(kind, "kind");
        boolean any = kind == Kind.GROUPS
                ? !groups(architecture).groups().isEmpty()
                : architecture.graph().nodes().stream().anyMatch(node -> node.operation() instanceof BatchNorm2d);
        if (!any) {
            throw new IllegalArgumentException("Sparsity needs "
                    + (kind == Kind.GROUPS ? "channels that can go" : "batch norms") + ", and " + architecture.name()
                    + " has none");
        }
    }

    /** The lengths of all channels' weights. */
    public static Sparsity ofGroups(Architecture architecture) {
        return new Sparsity(architecture, Kind.GROUPS);
    }

    /** The magnitudes of batch norms' weights. */
    public static Sparsity ofBatchNorms(Architecture architecture) {
        return new Sparsity(architecture, Kind.BATCH_NORM_SCALES);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Value of(Step step) {
        List<Value> terms = new ArrayList<>();
        if (kind == Kind.BATCH_NORM_SCALES) {
            for (Node node : architecture.graph().nodes()) {
                if (node.operation() instanceof BatchNorm2d) {
                    terms.add(step.parameter(node.parameter("weight")).abs().sum());
                }
            }
        } else {
            ChannelGroups groups = groups(architecture);
            for (int i = 0; i < groups.groups().size(); i++) {
                terms.add(lengths(step, groups, i).sum());
            }
        }
        return terms.stream().reduce(Value::plus).orElseThrow(IllegalStateException::new);
    }

    private Value lengths(Step step, ChannelGroups groups, int group) {
        ChannelGroup each = groups.groups().get(group);
        List<Value> squares = new ArrayList<>();
        for (GroupMember member : each.members()) {
            Value weight = step.parameter(member.weight());
            Shape shape = step.shape(weight);
            List<Integer> others = new ArrayList<>();
            for (int i = 0; i < shape.rank(); i++) {
                if (i != member.axis()) {
                    others.add(i);
                }
            }
            Value sums = weight.squared();
            sums = others.isEmpty() ? sums : sums.sum(Ints.toArray(others));
            squares.add(perChannel(sums, groups.channels(group, member), each.channels()));
        }
        Value sum = squares.stream().reduce(Value::plus).orElseThrow(IllegalStateException::new);
        return sum.plus(LEAST).sqrt();
    }

    /** What slots have, added up for the channel that each is: 1 C. */
    private static Value perChannel(Value sums, int[] channels, int count) {
        Value row = sums.reshape(1, channels.length);
        boolean same = channels.length == count;
        float[] which = new float[channels.length * count];
        for (int i = 0; i < channels.length; i++) {
            same &= channels[i] == i;
            if (channels[i] >= 0) {
                which[i * count + channels[i]] = 1;
            }
        }
        return same ? row : row.matmul(row.constant(Tensor.of(Shape.of(channels.length, count), which)));
    }

    private static ChannelGroups groups(Architecture architecture) {
        return new ChannelGroups(architecture.graph(), Axes.of(architecture));
    }

    @Override
    public String toString() {
        return NAME + (kind == Kind.GROUPS ? " of groups" : " of batch norms");
    }
}
