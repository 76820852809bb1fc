package io.ocelli.compression;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * Channels that are compared with one another, all made by the same layers, and the layers that lose those that go: what
 * torch-pruning calls a group. Where layers share some of their channels only (the padded shortcuts of CIFAR's ResNets), these are
 * a group of their own.
 *
 * @param root one of the layers that make them: the first in the graph
 * @param channels how many there are to choose from; heads of attention, and positions within the groups of a convolution, count
 *     as one channel each
 * @param single whether each is a single channel of the layers that make it
 * @param producers the convolutions and linear layers that make them, in order
 * @param members all weights that lose entries with them and that count for how important they are
 */
public record ChannelGroup(
        String root, int channels, boolean single, List<String> producers, List<GroupMember> members) {
    public ChannelGroup {
        producers = ImmutableList.copyOf(producers);
        members = ImmutableList.copyOf(members);
    }
}
