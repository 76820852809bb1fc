package io.ocelli.compression;

import io.ocelli.graph.Node;
import io.ocelli.model.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Which channels of a network go. */
final class Choice {
    private static final double LEAST = 1e-9;

    private final Network network;
    private final Axes axes;
    private final ChannelGroups groups;
    private final List<double[]> scores = new ArrayList<>();
    private final Set<Integer> gone = new HashSet<>();

    Choice(Network network, Pruning pruning) {
        this.network = network;
        this.axes = Axes.of(network.architecture());
        this.groups = new ChannelGroups(network.architecture().graph(), axes);
        double[] ratios = new Ratios(network.architecture(), pruning).of(groups.groups());
        Importance.Scores of = pruning.importance().of(network);
        for (int i = 0; i < groups.groups().size(); i++) {
            scores.add(scores(i, of));
        }
        if (pruning.global()) {
            globally(pruning, ratios);
        } else {
            for (int i = 0; i < scores.size(); i++) {
                int channels = scores.get(i).length;
                cut(i, channels - rounded(i, left(channels, ratios[i]), pruning.roundTo()));
            }
        }
    }

    private double[] scores(int group, Importance.Scores of) {
        double[] totals = new double[groups.groups().get(group).channels()];
        int members = 0;
        for (GroupMember member : groups.groups().get(group).members()) {
            double[] each = of.of(member);
            if (each != null) {
                groups.add(group, totals, member, each);
                members++;
            }
        }
        if (members == 0) {
            return new double[0];
        }
        double mean = Arrays.stream(totals).average().orElse(0);
        for (int i = 0; i < totals.length; i++) {
            totals[i] = mean == 0 ? 0 : totals[i] / mean;
        }
        return totals;
    }

    /** How many are kept: a multiple, all where that would be none. */
    private int rounded(int group, int kept, int roundTo) {
        int channels = scores.get(group).length;
        int rounded = groups.groups().get(group).single() && kept < channels ? kept - kept % roundTo : kept;
        return rounded == 0 ? channels : rounded;
    }

    private void globally(Pruning pruning, double[] ratios) {
        List<int[]> all = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++) {
            for (int channel = 0; channel < scores.get(i).length && ratios[i] > 0; channel++) {
                all.add(new int[] {i, channel});
            }
        }
        all.sort(Comparator.comparingDouble(each -> scores.get(each[0])[each[1]]));
        int[] cuts = new int[scores.size()];
        int count = all.size() - left(all.size(), pruning.ratio());
        for (int[] each : all.subList(0, count)) {
            cuts[each[0]]++;
        }
        for (int i = 0; i < cuts.length; i++) {
            int channels = scores.get(i).length;
            // a layer of its own ratio loses so much at most, any other one all but its best
            int least = pruning.ratio() == ratios[i] ? 1 : left(channels, ratios[i]);
            cut(i, channels - rounded(i, Math.min(channels, Math.max(channels - cuts[i], least)), pruning.roundTo()));
        }
    }

    /** Rounded down, but for the error of a ratio that follows from others. */
    private static int left(int channels, double ratio) {
        return (int) (channels * (1 - ratio) + LEAST);
    }

    private void cut(int group, int count) {
        double[] own = scores.get(group);
        Integer[] order = new Integer[own.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> own[i]));
        for (int i = 0; i < count; i++) {
            gone.add(groups.entry(group, order[i]));
        }
    }

    boolean isNothing() {
        return gone.isEmpty();
    }

    Axes axes() {
        return axes;
    }

    List<ChannelGroup> groups() {
        return groups.groups();
    }

    /** The scores of a group's channels, divided by their mean; none where nothing counts. */
    double[] scores(int group) {
        return scores.get(group);
    }

    /** As {@link #scores(int)}, of the group to which the first of a layer's channels belongs. */
    double[] scores(Node layer) {
        return scores(groups.of(layer.parameter("weight"), 0));
    }

    /** The entries of a weight's axis that stay, rising. */
    int[] kept(String weight, int axis) {
        int[] slots = axes.of(weight, axis);
        int extent = network.weights().get(weight).shape().at(axis);
        return IntStream.range(0, extent)
                .filter(i -> slots == null || !gone.contains(axes.entries().of(slots[i])))
                .toArray();
    }

    /** The channels of a layer that makes or scales them that stay. */
    int[] kept(Node layer) {
        return kept(layer.parameter("weight"), 0);
    }

    Network pruned() {
        return PrunedGraph.of(network, axes, gone);
    }
}
