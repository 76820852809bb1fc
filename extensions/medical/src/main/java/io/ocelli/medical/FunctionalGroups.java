package io.ocelli.medical;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * Where a frame's attributes are (PS3.3, C.7.6.16): in its own functional groups, in those that all frames share, or, of
 * files that have none, in the data set.
 */
final class FunctionalGroups {
    private final DataSet data;
    private final @Nullable DataSet shared;
    private final ImmutableList<DataSet> frames;

    FunctionalGroups(DataSet data) {
        this.data = data;
        this.shared = data.item("SharedFunctionalGroupsSequence");
        this.frames = data.items("PerFrameFunctionalGroupsSequence");
    }

    /** The group of a sequence's name for a frame; the data set itself where there is no such group. */
    DataSet group(int frame, String sequence) {
        @Nullable DataSet group = frame < frames.size() ? frames.get(frame).item(sequence) : null;
        if (group == null && shared != null) {
            group = shared.item(sequence);
        }
        return group == null ? data : group;
    }
}
