package io.ocelli.medical;

import io.ocelli.medical.DicomException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A lookup table (PS3.3, C.11.1.1.1): entries for the values from {@code first} on; values beyond either end get the end's.
 * Entries are never negative.
 *
 * @param bits that an entry has
 */
record LookupTable(int first, int[] entries, int bits) {
    /**
     * A table of an item.
     *
     * @param signed whether the first value is signed where its representation does not say
     */
    static LookupTable of(DataSet item, String descriptor, String data, boolean signed) {
        double[] three = descriptor(item, descriptor);
        @Nullable Element element = item.element(data);
        if (element == null || element.undefined()) {
            throw item.bytes().malformed(item.offset(descriptor), "a lookup table has " + data + ", it has none");
        }
        int count = count(three);
        Bytes value = element.value();
        int[] entries = new int[count];
        boolean words = value.length() >= 2L * count;
        if (!words && value.length() < count) {
            throw value.error(
                    Kind.TRUNCATED,
                    value.end,
                    "a lookup table has " + count + " entries, it has " + value.length() + " bytes");
        }
        boolean swapped = item.isBig() && value.length() % 2 == 0;
        for (int i = 0; i < count; i++) {
            entries[i] = words
                    ? value.u16(value.begin + 2 * i, item.isBig())
                    : value.u8(value.begin + (swapped ? i ^ 1 : i));
        }
        return new LookupTable(first(item, descriptor, three, signed), entries, bits(item, descriptor, three));
    }

    /** A table of entries that were found in another way. */
    static LookupTable of(DataSet item, String descriptor, int[] entries) {
        double[] three = descriptor(item, descriptor);
        if (entries.length != count(three)) {
            throw item.bytes()
                    .malformed(
                            item.offset(descriptor),
                            "a lookup table has " + count(three) + " entries, its segments give " + entries.length);
        }
        return new LookupTable(first(item, descriptor, three, false), entries, bits(item, descriptor, three));
    }

    private static double[] descriptor(DataSet item, String descriptor) {
        double[] three = item.numbers(descriptor);
        if (three.length != 3) {
            throw item.bytes()
                    .malformed(item.offset(descriptor), descriptor + " has three numbers, it has " + three.length);
        }
        return three;
    }

    /** 0 stands for 65536, which 16 bits cannot say; as SS it may be negative. */
    private static int count(double[] three) {
        int count = (int) three[0] & 0xFFFF;
        return count == 0 ? 1 << 16 : count;
    }

    private static int first(DataSet item, String descriptor, double[] three, boolean signed) {
        Element element = item.element(descriptor);
        boolean unsaid = element != null
                && (element.representation().equals("XS")
                        || element.representation().equals("UN"));
        return unsaid && signed ? (short) (int) three[1] : (int) three[1];
    }

    private static int bits(DataSet item, String descriptor, double[] three) {
        int bits = (int) three[2];
        if (bits < 8 || bits > 16) {
            throw item.bytes()
                    .malformed(
                            item.offset(descriptor), "entries of a lookup table have 8 to 16 bits, they have " + bits);
        }
        return bits;
    }

    /** The entry of a value. */
    int entry(double value) {
        double index = Math.max(0, Math.min(entries.length - 1, Math.floor(value) - first));
        return entries[(int) index];
    }

    /** The largest number of {@link #bits}. */
    int largest() {
        return (1 << bits) - 1;
    }
}
