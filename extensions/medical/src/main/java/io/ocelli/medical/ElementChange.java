package io.ocelli.medical;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * What de-identification did to one attribute. It never holds a value, old or new. Immutable.
 *
 * @param tags the attribute's tag, after those of the sequences it is in
 * @param items the items it is in, one for each of those sequences, from 0
 * @param representation its value representation, such as PN
 * @param action what PS3.15's table says of it, such as X/Z/D; X where it is private or not of the standard; X or U of what
 *     goes or is replaced beyond the table; empty of what the profile adds
 * @param done what was done
 */
public record ElementChange(List<Integer> tags, List<Integer> items, String representation, String action, Done done) {
    /** What can be done to an attribute. */
    public enum Done {
        REMOVED,
        EMPTIED,
        /** Another value, which says nothing, or a patient's pseudonym. */
        REPLACED,
        /** Another unique identifier, the same for the same one. */
        UID_REPLACED,
        /** All dates of a patient by the same days. */
        DATE_SHIFTED,
        /** Kept, without what might identify: a descriptor's other words, pixels under a mask, items of a sequence. */
        CLEANED,
        ADDED,
        /** Nothing: it was empty, is an identifier of the standard itself, or a time of the day where dates are shifted. */
        KEPT
    }

    public ElementChange {
        tags = ImmutableList.copyOf(tags);
        items = ImmutableList.copyOf(items);
        if (tags.size() != items.size() + 1) {
            throw new IllegalArgumentException("An attribute has a tag more than it is in items, received "
                    + tags.size() + " tags and " + items.size() + " items");
        }
    }

    /** The attribute's own tag. */
    public int tag() {
        return tags.get(items.size());
    }

    /** The attribute's keyword in the standard; {@code private} of private ones; empty where it has none. */
    public String keyword() {
        return (tag() >>> 16) % 2 == 1 ? "private" : Dictionary.keyword(tag());
    }

    /** Such as {@code (300A,00B0)[0] (0008,0080) InstitutionName: X/Z/D, REPLACED}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < items.size(); i++) {
            text.append(Element.name(tags.get(i)))
                    .append('[')
                    .append(items.get(i))
                    .append("] ");
        }
        return text.append(Element.name(tag()))
                .append(' ')
                .append(keyword())
                .append(": ")
                .append(action.isEmpty() ? "" : action + ", ")
                .append(done)
                .toString();
    }
}
