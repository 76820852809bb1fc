package io.ocelli.medical;

import com.google.common.collect.ImmutableList;

/**
 * An element of a data set: where its value lies, and of which representation it is.
 *
 * @param representation two letters; UN where an implicit file's tag is not in the dictionary
 * @param items of a sequence of undefined length its items; of encapsulated pixels the fragments, the offset table first
 * @param undefined whether the length was undefined, so that the value is in the items
 */
record Element(int tag, String representation, Bytes value, ImmutableList<Bytes> items, boolean undefined) {
    /** The tag as the standard writes it. */
    static String name(int tag) {
        return String.format("(%04X,%04X)", tag >>> 16, tag & 0xFFFF);
    }

    @Override
    public String toString() {
        return name(tag) + " " + representation;
    }
}
