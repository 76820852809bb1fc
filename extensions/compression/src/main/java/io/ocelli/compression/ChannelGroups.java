package io.ocelli.compression;

import com.google.common.primitives.Ints;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Graph;
import io.ocelli.graph.LayerNorm;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Node;
import io.ocelli.graph.Weight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The groups of a graph's channels, and which entries of axes each of their channels is. */
final class ChannelGroups {
    private final Graph graph;
    private final Axes axes;
    private final List<ChannelGroup> groups = new ArrayList<>();
    private final List<int[]> entries = new ArrayList<>();
    private final Map<Integer, int[]> places = new HashMap<>();

    ChannelGroups(Graph graph, Axes axes) {
        this.graph = graph;
        this.axes = axes;
        made().forEach(this::group);
        members();
    }

    List<ChannelGroup> groups() {
        return groups;
    }

    /** The entry that stands for a channel. */
    int entry(int group, int channel) {
        return entries.get(group)[channel];
    }

    /** The group that the first channel of a weight's axis belongs to; -1 where it stays. */
    int of(String weight, int axis) {
        int[] slots = axes.of(weight, axis);
        int[] place = slots == null ? null : places.get(axes.entries().of(slots[0]));
        return place == null ? -1 : place[0];
    }

    /** For each slot of a member's axis, which of a group's channels it is; -1 for none. */
    int[] channels(int group, GroupMember member) {
        int[] slots = Objects.requireNonNull(axes.of(member.weight(), member.axis()));
        int[] channels = new int[slots.length];
        for (int i = 0; i < slots.length; i++) {
            int[] place = places.get(axes.entries().of(slots[i]));
            channels[i] = place != null && place[0] == group ? place[1] : -1;
        }
        return channels;
    }

    /** Adds to the channels of a group what a member's slots score. */
    void add(int group, double[] totals, GroupMember member, double[] scores) {
        int[] channels = channels(group, member);
        int times = member.kind() == GroupMember.Kind.IN ? groupsOf(graph.node(member.node())) : 1;
        for (int i = 0; i < channels.length; i++) {
            if (channels[i] >= 0) {
                totals[channels[i]] += times * scores[i];
            }
        }
    }

    private static int groupsOf(Node node) {
        return node.operation() instanceof Conv2d ? ((Conv2d) node.operation()).groups() : 1;
    }

    /** The channels that can go, together those that the same layers make as often: the layers with how often. */
    private Map<Map<String, Integer>, List<Integer>> made() {
        Map<Integer, Map<String, Integer>> makers = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            if (isProducer(node)) {
                for (int slot : slots(node)) {
                    if (!axes.entries().isFixed(slot)) {
                        makers.computeIfAbsent(axes.entries().of(slot), entry -> new LinkedHashMap<>())
                                .merge(node.name(), 1, Integer::sum);
                    }
                }
            }
        }
        Map<Map<String, Integer>, List<Integer>> made = new LinkedHashMap<>();
        makers.forEach((entry, layers) ->
                made.computeIfAbsent(layers, key -> new ArrayList<>()).add(entry));
        return made;
    }

    private boolean isProducer(Node node) {
        boolean layer = node.operation() instanceof Linear
                || node.operation() instanceof Conv2d && !((Conv2d) node.operation()).isDepthwise();
        return layer && isWeight(node.inputs().get(1));
    }

    private boolean isWeight(String node) {
        return graph.node(node).operation() instanceof Weight;
    }

    private int[] slots(Node producer) {
        int[] slots = axes.of(producer.inputs().get(1), 0);
        return slots == null ? new int[0] : slots;
    }

    private void group(Map<String, Integer> makers, List<Integer> made) {
        for (int i = 0; i < made.size(); i++) {
            places.put(made.get(i), new int[] {groups.size(), i});
        }
        entries.add(Ints.toArray(made));
        List<String> producers = new ArrayList<>(makers.keySet());
        boolean single = makers.values().stream().allMatch(count -> count == 1);
        groups.add(new ChannelGroup(producers.get(0), made.size(), single, producers, new ArrayList<>()));
    }

    private void members() {
        List<List<GroupMember>> all = new ArrayList<>();
        groups.forEach(group -> all.add(new ArrayList<>()));
        for (Node node : graph.nodes()) {
            if (isProducer(node)) {
                member(all, new GroupMember(node.name(), node.inputs().get(1), 0, GroupMember.Kind.OUT));
                member(all, new GroupMember(node.name(), node.inputs().get(1), 1, GroupMember.Kind.IN));
            } else if ((node.operation() instanceof BatchNorm2d || node.operation() instanceof LayerNorm)
                    && node.inputs().size() > 1
                    && isWeight(node.inputs().get(1))) {
                member(all, new GroupMember(node.name(), node.inputs().get(1), 0, GroupMember.Kind.NORM));
            }
        }
        for (int i = 0; i < all.size(); i++) {
            ChannelGroup group = groups.get(i);
            groups.set(
                    i, new ChannelGroup(group.root(), group.channels(), group.single(), group.producers(), all.get(i)));
        }
    }

    private void member(List<List<GroupMember>> all, GroupMember member) {
        int[] slots = axes.of(member.weight(), member.axis());
        Set<Integer> touched = new LinkedHashSet<>();
        for (int i = 0; slots != null && i < slots.length; i++) {
            int[] place = places.get(axes.entries().of(slots[i]));
            if (place != null) {
                touched.add(place[0]);
            }
        }
        touched.forEach(group -> all.get(group).add(member));
    }
}
