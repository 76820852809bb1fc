package io.ocelli.medical;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of PS3.6: a tag, its value representation, its keyword. Of the repeating groups 50xx and 60xx the first stands for
 * all.
 */
final class Dictionary {
    private static final Map<String, Integer> TAGS;
    private static final Map<Integer, List<String>> ROWS;

    static {
        ImmutableMap.Builder<String, Integer> tags = ImmutableMap.builder();
        ImmutableMap.Builder<Integer, List<String>> rows = ImmutableMap.builder();
        for (String line : Tables.lines("dictionary.txt")) {
            List<String> row = Splitter.on(' ').splitToList(line);
            int tag = Integer.parseUnsignedInt(row.get(0), 16);
            tags.put(row.get(2), tag);
            rows.put(tag, row);
        }
        TAGS = tags.buildOrThrow();
        ROWS = rows.buildOrThrow();
    }

    private Dictionary() {}

    /**
     * The tag of a keyword.
     *
     * @throws IllegalArgumentException if the standard has no such keyword
     */
    static int tag(String keyword) {
        Integer tag = TAGS.get(keyword);
        if (tag == null) {
            throw new IllegalArgumentException(
                    "A keyword is one of PS3.6, such as PatientName or PixelSpacing, received " + keyword
                            + ". Ask for private attributes by their tag, such as 0x00091001.");
        }
        return tag;
    }

    /** The value representation of a tag; XS is US or SS; null for those that are not in the standard. */
    static @Nullable String representation(int tag) {
        @Nullable List<String> row = ROWS.get(row(tag));
        return row == null ? null : row.get(1);
    }

    /** The keyword of a tag; empty for those that are not in the standard. */
    static String keyword(int tag) {
        @Nullable List<String> row = ROWS.get(row(tag));
        return row == null ? "" : row.get(2);
    }

    private static int row(int tag) {
        int decade = tag >>> 24;
        boolean repeats = (decade == 0x50 || decade == 0x60) && (tag >>> 16) % 2 == 0;
        return repeats ? tag & 0xFF00FFFF : tag;
    }
}
