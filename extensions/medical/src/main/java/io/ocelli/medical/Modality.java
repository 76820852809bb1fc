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
        return new Modality(null, finite(group, "RescaleSlope", 1), finite(group, "RescaleIntercept", 0));
    }

    /** As floats, which a file may write in the place of decimals, they can be no numbers. */
    private static double finite(DataSet group, String keyword, double otherwise) {
        @Nullable Double number = group.number(keyword);
        if (number != null && !Double.isFinite(number)) {
            throw group.bytes().malformed(group.offset(keyword), keyword + " is a number, received " + number);
        }
        return number == null ? otherwise : number;
    }

    double value(long stored) {
        return table == null ? stored * slope + intercept : table.entry(stored);
    }

    /** Whether the values are whole numbers. */
    boolean isWhole() {
        return slope == Math.rint(slope) && intercept == Math.rint(intercept);
    }
}
