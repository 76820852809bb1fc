package io.ocelli.compression;

import com.google.common.collect.ImmutableMap;
import io.ocelli.model.Network;
import io.ocelli.model.Pass;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Structured pruning: a pass that leaves out a network's least important channels, with everything that belongs to them. What comes
 * of it is a smaller network as any other: it trains, is saved with its graph, served, exported.
 *
 * <pre>{@code
 * Classifier small = classifier.apply(Pruning.of(0.5).importance(Importance.l1()).roundTo(8).whole("conv1"));
 * }</pre>
 *
 * <p>Which channels belong together is found from the graph itself ({@link ChannelGroup}): over residual sums, concatenations,
 * slices, paddings, squeeze and excitation, depthwise and grouped convolutions (which lose the same positions of every group), the
 * linear layer behind maps, the width of transformers, their heads and the hidden layers between. Channels that are shuffled stay,
 * and what stands before an operation that cannot be followed. The classes stay.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param ratio the share of channels that go, from 0 and below 1
 * @param importance which of them
 * @param global whether the share is that of all channels together, so that one group loses more than another; otherwise each
 *     group loses it
 * @param roundTo what the number of kept channels is a multiple of, rounded down; a group that would lose all stays whole. Heads,
 *     and channels that go at the same positions of several groups, are not rounded
 * @param ratios other ratios by the name of a layer or of a stage of the architecture; 0 for one that stays whole. Where layers
 *     make channels together, the least counts; with {@code global} it is the most that they lose
 */
public record Pruning(double ratio, Importance importance, boolean global, int roundTo, Map<String, Double> ratios)
        implements Pass {
    private static final int NAMED = 10;

    /**
     * @throws IllegalArgumentException if a ratio is not from 0 and below 1, or a multiple is not 1 or more
     */
    public Pruning {
        Objects.requireNonNull(importance, "importance");
        ratios = ImmutableMap.copyOf(ratios);
        requireRatio(ratio);
        ratios.values().forEach(Pruning::requireRatio);
        if (roundTo < 1) {
            throw new IllegalArgumentException("Channels are kept in multiples of 1 or more, received " + roundTo);
        }
    }

    private static void requireRatio(double ratio) {
        if (!(ratio >= 0 && ratio < 1)) {
            throw new IllegalArgumentException(
                    "A ratio is the share of channels that go, from 0 and below 1, received " + ratio);
        }
    }

    /** Of each group this share, those whose weights have the least sum of squares. */
    public static Pruning of(double ratio) {
        return new Pruning(ratio, Importance.l2(), false, 1, ImmutableMap.of());
    }

    /** With another share. */
    public Pruning ratio(double share) {
        return new Pruning(share, importance, global, roundTo, ratios);
    }

    /** By another importance. */
    public Pruning importance(Importance other) {
        return new Pruning(ratio, other, global, roundTo, ratios);
    }

    /** Of all channels together, or of each group. */
    public Pruning global(boolean together) {
        return new Pruning(ratio, importance, together, roundTo, ratios);
    }

    /** With as many channels kept as are a multiple of a number; 8 suits processors. */
    public Pruning roundTo(int multiple) {
        return new Pruning(ratio, importance, global, multiple, ratios);
    }

    /** With a ratio of its own for a layer or a stage. */
    public Pruning ratio(String name, double share) {
        Map<String, Double> all = new LinkedHashMap<>(ratios);
        all.put(name, share);
        return new Pruning(ratio, importance, global, roundTo, all);
    }

    /** With layers or stages whose channels all stay. */
    public Pruning whole(String... names) {
        Pruning pruning = this;
        for (String name : names) {
            pruning = pruning.ratio(name, 0);
        }
        return pruning;
    }

    /** The groups of channels that a network has: what may go together. */
    public static List<ChannelGroup> groups(Network network) {
        return new ChannelGroups(network.architecture().graph(), Axes.of(network.architecture())).groups();
    }

    /**
     * The nodes of a network before which all channels stay, each with why: operations that cannot be followed, such as those of an
     * own kind, and those that need every channel that reaches them. Where there are some, less goes than the ratio says.
     */
    public static Map<String, String> barriers(Network network) {
        return barriers(Axes.of(network.architecture()));
    }

    private static Map<String, String> barriers(Axes axes) {
        Map<String, String> all = new LinkedHashMap<>(axes.stops());
        all.putAll(axes.holds());
        return Collections.unmodifiableMap(all);
    }

    /**
     * The network without the channels; {@link #barriers} says what kept some of them.
     *
     * @throws IllegalArgumentException naming a stage or layer that is not there, or if no channel can go: then the nodes are named
     *     before which they stay
     */
    @Override
    public Network apply(Network network) {
        Choice choice = choose(network);
        if (choice.groups().isEmpty()) {
            throw new IllegalArgumentException("Channels go where every node that they reach can be followed, and "
                    + network.architecture().name() + " has no such channels; " + words(barriers(choice.axes())));
        }
        return choice.isNothing() ? network : choice.pruned();
    }

    /** In words, the first few. */
    static String words(Map<String, String> barriers) {
        if (barriers.isEmpty()) {
            return "all of its layers tell the classes";
        }
        List<String> all = new ArrayList<>();
        barriers.forEach((node, why) -> all.add("'" + node + "' (" + why + ")"));
        boolean many = all.size() > NAMED;
        return "they stay before " + String.join(", ", all.subList(0, Math.min(NAMED, all.size())))
                + (many ? " and " + (all.size() - NAMED) + " more" : "");
    }

    Choice choose(Network network) {
        return new Choice(network, this);
    }

    @Override
    public String toString() {
        return "Pruning of " + ratio + (global ? " of all channels" : " of each group's channels") + " by "
                + importance.name();
    }
}
