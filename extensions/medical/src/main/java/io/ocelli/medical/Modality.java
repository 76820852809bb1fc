package io.ocelli.medical;

import org.jspecify.annotations.Nullable;

/**
 * From stored values to those of the modality (PS3.3, C.11.1): by a table, or else by slope and intercept.
 *
 * @param table null where there is none
 */
record Modality(@Nullable LookupTable table, double slope, double intercept) {
    static Modality of(DataSet data, DataSet group, boolean signed) {
        @Nullable DataSet item = data.item("ModalityLUTSequence");
        if (item != null) {
            return new Modality(LookupTable.of(item, "LUTDescriptor", "LUTData", signed), 1, 0);
        }
        @Nullable Double slope = group.number("RescaleSlope");
        @Nullable Double intercept = group.number("RescaleIntercept");
        return new Modality(null, slope == null ? 1 : slope, intercept == null ? 0 : intercept);
    }

    double value(long stored) {
        return table == null ? stored * slope + intercept : table.entry(stored);
    }

    /** Whether the values are whole numbers. */
    boolean isWhole() {
        return slope == Math.rint(slope) && intercept == Math.rint(intercept);
    }
}
