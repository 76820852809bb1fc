package io.ocelli.medical;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.ocelli.medical.DicomException.Kind;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the elements of a data set (PS3.5, 7). Values stay where they are; a length is believed only as far as the bytes
 * go, and sequences nest at most {@value #DEEPEST} deep.
 */
final class ElementReader {
    static final int PIXEL_DATA = 0x7FE00010;
    static final int ITEM = 0xFFFEE000;
    private static final int ITEM_END = 0xFFFEE00D;
    static final int SEQUENCE_END = 0xFFFEE0DD;
    private static final long UNDEFINED = 0xFFFFFFFFL;
    private static final int DEEPEST = 32;

    /** Those whose explicit length has four bytes, after two that are reserved. */
    private static final Set<String> LONG =
            ImmutableSet.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

    private final Bytes bytes;
    private final boolean explicit;
    private final boolean big;
    private int at;

    private ElementReader(Bytes bytes, boolean explicit, boolean big) {
        this.bytes = bytes;
        this.explicit = explicit;
        this.big = big;
        this.at = bytes.begin;
    }

    static DataSet read(Bytes bytes, boolean explicit, boolean big) {
        ElementReader reader = new ElementReader(bytes, explicit, big);
        return new DataSet(bytes, reader.elements(false, 0), explicit, big);
    }

    /** The elements of group 2 that begin here, and where they end. */
    static Meta meta(Bytes bytes) {
        ElementReader reader = new ElementReader(bytes, true, false);
        TreeMap<Integer, Element> elements = new TreeMap<>();
        while (reader.bytes.end - reader.at >= 8 && reader.bytes.u16(reader.at, false) == 2) {
            Element element = reader.element(0);
            elements.put(element.tag(), element);
        }
        return new Meta(new DataSet(bytes, elements, true, false), reader.at);
    }

    /** The file meta information, and where the data set begins. */
    record Meta(DataSet elements, int end) {}

    private TreeMap<Integer, Element> elements(boolean inItem, int depth) {
        TreeMap<Integer, Element> elements = new TreeMap<>(Integer::compareUnsigned);
        // Fewer bytes than a header's are padding.
        while (bytes.end - at >= 8) {
            if (inItem && tag() == ITEM_END) {
                at += 8;
                return elements;
            }
            Element element = element(depth);
            elements.putIfAbsent(element.tag(), element);
        }
        if (inItem) {
            throw bytes.error(Kind.TRUNCATED, at, "an item of undefined length has no end");
        }
        return elements;
    }

    private int tag() {
        return bytes.u16(at, big) << 16 | bytes.u16(at + 2, big);
    }

    private Element element(int depth) {
        int start = at;
        int tag = tag();
        if (tag >>> 16 == 0xFFFE) {
            throw bytes.malformed(start, "a delimiter " + Element.name(tag) + " stands where an element begins");
        }
        String representation = explicit ? bytes.ascii(at + 4, 2) : "";
        long length;
        if (explicit && isRepresentation(representation)) {
            boolean four = isLong(representation);
            length = four ? bytes.u32(at + 8, big) : bytes.u16(at + 6, big);
            at += four ? 12 : 8;
        } else {
            @Nullable String known = Dictionary.representation(tag);
            representation = known == null ? "UN" : known;
            length = bytes.u32(at + 4, big);
            at += 8;
        }
        if (length == UNDEFINED) {
            return undefined(tag, representation, depth);
        }
        bytes.need(at, length);
        Bytes value = bytes.range(at, at + (int) length);
        at += (int) length;
        return new Element(tag, known(tag, representation), value, ImmutableList.of(), false);
    }

    /** Of what an explicit file does not know, the dictionary may; a sequence stays UN, as that says how its items are written. */
    private static String known(int tag, String representation) {
        @Nullable String known = representation.equals("UN") ? Dictionary.representation(tag) : null;
        return known == null || known.equals("SQ") ? representation : known;
    }

    /** Whether an explicit length of a representation has four bytes. */
    static boolean isLong(String representation) {
        return LONG.contains(representation);
    }

    private static boolean isRepresentation(String two) {
        return two.charAt(0) >= 'A' && two.charAt(0) <= 'Z' && two.charAt(1) >= 'A' && two.charAt(1) <= 'Z';
    }

    private Element undefined(int tag, String representation, int depth) {
        int start = at;
        if (depth >= DEEPEST) {
            throw bytes.malformed(start, "sequences nest more than " + DEEPEST + " deep");
        }
        ElementReader reader = this;
        if (representation.equals("UN") && explicit) {
            // PS3.5, 6.2.2: it is implicit little endian inside
            reader = new ElementReader(bytes.range(at, bytes.end), false, false);
        }
        ImmutableList<Bytes> items = reader.items(tag == PIXEL_DATA, depth);
        at = reader.at;
        String inside = reader == this ? representation : "UN";
        return new Element(tag, inside, bytes.range(start, at), items, true);
    }

    private ImmutableList<Bytes> items(boolean fragments, int depth) {
        ImmutableList.Builder<Bytes> items = ImmutableList.builder();
        while (true) {
            bytes.need(at, 8);
            int tag = tag();
            long length = bytes.u32(at + 4, big);
            int start = at;
            at += 8;
            if (tag == SEQUENCE_END) {
                return items.build();
            }
            if (tag != ITEM) {
                throw bytes.malformed(start, "a sequence holds items, it has " + Element.name(tag));
            }
            if (length == UNDEFINED) {
                if (fragments) {
                    throw bytes.malformed(start, "a fragment of pixels has a length, it has none");
                }
                int begin = at;
                elements(true, depth + 1);
                items.add(bytes.range(begin, at - 8));
            } else {
                bytes.need(at, length);
                items.add(bytes.range(at, at + (int) length));
                at += (int) length;
            }
        }
    }

    /** The items of a sequence whose length is defined. */
    static ImmutableList<Bytes> items(Bytes value, boolean explicit, boolean big) {
        ElementReader reader = new ElementReader(value, explicit, big);
        ImmutableList.Builder<Bytes> items = ImmutableList.builder();
        while (value.end - reader.at >= 8) {
            int start = reader.at;
            int tag = reader.tag();
            long length = value.u32(start + 4, big);
            reader.at += 8;
            if (tag == SEQUENCE_END) {
                break;
            }
            if (tag != ITEM) {
                throw value.malformed(start, "a sequence holds items, it has " + Element.name(tag));
            }
            if (length == UNDEFINED) {
                reader.elements(true, 1);
                items.add(value.range(start + 8, reader.at - 8));
            } else {
                value.need(reader.at, length);
                items.add(value.range(reader.at, reader.at + (int) length));
                reader.at += (int) length;
            }
        }
        return items.build();
    }
}
