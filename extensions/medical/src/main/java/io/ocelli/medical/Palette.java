package io.ocelli.medical;

import com.google.common.primitives.ImmutableIntArray;
import org.jspecify.annotations.Nullable;

/** The colours of PALETTE COLOR (PS3.3, C.7.9), whose tables may be written in segments (C.7.9.2). */
record Palette(LookupTable red, LookupTable green, LookupTable blue) {
    private static final int DISCRETE = 0;
    private static final int LINEAR = 1;
    private static final int INDIRECT = 2;
    private static final int MOST = 1 << 16;

    static Palette of(DataSet data, boolean signed) {
        return new Palette(table(data, "Red", signed), table(data, "Green", signed), table(data, "Blue", signed));
    }

    private static LookupTable table(DataSet data, String colour, boolean signed) {
        String descriptor = colour + "PaletteColorLookupTableDescriptor";
        String whole = colour + "PaletteColorLookupTableData";
        @Nullable Element segments = data.element("Segmented" + whole);
        if (data.element(whole) != null || segments == null) {
            return LookupTable.of(data, descriptor, whole, signed);
        }
        Segments reader = new Segments(segments.value(), data.isBig());
        return LookupTable.of(data, descriptor, reader.entries());
    }

    /** 8 bits of a colour: those of 16 their high byte. */
    static byte level(LookupTable table, long stored) {
        return (byte) (table.entry(stored) >> (table.bits() - 8));
    }

    /** Segments of words, which say an operation and a length. */
    private static final class Segments {
        private final Bytes value;
        private final boolean big;
        private final ImmutableIntArray.Builder entries = ImmutableIntArray.builder();
        private int count;
        private int last;

        Segments(Bytes value, boolean big) {
            this.value = value;
            this.big = big;
        }

        int[] entries() {
            int words = value.length() / 2;
            int at = 0;
            while (at + 2 <= words) {
                at = segment(at, true);
            }
            return entries.build().toArray();
        }

        private int word(int index) {
            return value.u16(value.begin + 2 * index, big);
        }

        /** Where the next segment is. */
        private int segment(int at, boolean mayPoint) {
            int operation = word(at);
            int length = word(at + 1);
            if (operation == DISCRETE) {
                for (int i = 0; i < length; i++) {
                    add(word(at + 2 + i));
                }
                return at + 2 + length;
            }
            if (operation == LINEAR && count > 0) {
                int from = last;
                int to = word(at + 2);
                for (int i = 1; i <= length; i++) {
                    add((int) Math.rint(from + (double) (to - from) * i / length));
                }
                return at + 3;
            }
            if (operation == INDIRECT && mayPoint) {
                long offset = word(at + 2) | (long) word(at + 3) << 16;
                value.need(value.begin, offset + 4);
                int target = (int) (offset / 2);
                for (int i = 0; i < length; i++) {
                    target = segment(target, false);
                }
                return at + 4;
            }
            throw value.malformed(value.begin + 2 * at, "a palette's segment is of 0, 1 or 2, received " + operation);
        }

        private void add(int entry) {
            if (++count > MOST) {
                throw value.malformed(value.begin, "a palette has at most " + MOST + " entries");
            }
            last = entry;
            entries.add(entry);
        }
    }
}
