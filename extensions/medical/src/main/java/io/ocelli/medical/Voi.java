package io.ocelli.medical;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * Which values of interest a file proposes for a frame (PS3.3, C.11.2): a table, which is preferred, or windows.
 *
 * @param table null where there is none
 */
record Voi(@Nullable LookupTable table, ImmutableList<Window> windows) {
    static Voi of(DataSet data, DataSet group, boolean signed) {
        @Nullable DataSet item = group.item("VOILUTSequence");
        if (item == null) {
            item = data.item("VOILUTSequence");
        }
        if (item != null) {
            return new Voi(LookupTable.of(item, "LUTDescriptor", "LUTData", signed), ImmutableList.of());
        }
        double[] centers = group.numbers("WindowCenter");
        double[] widths = group.numbers("WindowWidth");
        if (centers.length != widths.length) {
            throw group.bytes()
                    .malformed(
                            group.offset("WindowCenter"),
                            "there are as many WindowWidth as WindowCenter, there are " + widths.length + " and "
                                    + centers.length);
        }
        VoiFunction function = function(group);
        ImmutableList.Builder<Window> windows = ImmutableList.builder();
        for (int i = 0; i < centers.length; i++) {
            try {
                windows.add(new Window(centers[i], widths[i], function));
            } catch (IllegalArgumentException e) {
                throw group.bytes().malformed(group.offset("WindowWidth"), String.valueOf(e.getMessage()));
            }
        }
        return new Voi(null, windows.build());
    }

    private static VoiFunction function(DataSet group) {
        @Nullable String name = group.text("VOILUTFunction");
        if (name == null) {
            return VoiFunction.LINEAR;
        }
        for (VoiFunction function : VoiFunction.values()) {
            if (function.name().equals(name)) {
                return function;
            }
        }
        throw group.bytes()
                .malformed(
                        group.offset("VOILUTFunction"),
                        "VOILUTFunction is LINEAR, LINEAR_EXACT or SIGMOID, it is another");
    }
}
