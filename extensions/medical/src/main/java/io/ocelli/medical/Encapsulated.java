package io.ocelli.medical;

import com.google.common.collect.ImmutableList;
import io.ocelli.medical.DicomException.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Finds the frames in the fragments of compressed pixels (PS3.5, A.4). */
final class Encapsulated {
    private Encapsulated() {}

    /**
     * The bytes of each frame.
     *
     * @param items the offset table, which may be empty, and the fragments
     */
    static ImmutableList<Bytes> frames(Bytes value, List<Bytes> items, int frames) {
        if (items.size() < 2) {
            throw value.error(Kind.TRUNCATED, value.begin, "compressed pixels have an offset table and fragments");
        }
        List<Bytes> fragments = items.subList(1, items.size());
        if (frames > fragments.size()) {
            throw value.error(
                    Kind.TRUNCATED,
                    value.end,
                    frames + " frames have as many fragments at least, there are " + fragments.size());
        }
        if (frames == fragments.size()) {
            return ImmutableList.copyOf(fragments);
        }
        List<Integer> starts = frames == 1 ? List.of(0) : byTable(items.get(0), fragments, frames);
        if (starts.size() != frames) {
            starts = byMarker(fragments);
        }
        if (starts.size() != frames) {
            throw value.malformed(
                    value.begin,
                    "which of the " + fragments.size() + " fragments begin its " + frames
                            + " frames is said by no offset table, and " + starts.size() + " begin like one");
        }
        ImmutableList.Builder<Bytes> joined = ImmutableList.builder();
        for (int i = 0; i < frames; i++) {
            int end = i + 1 < frames ? starts.get(i + 1) : fragments.size();
            joined.add(join(value.name, fragments.subList(starts.get(i), end)));
        }
        return joined.build();
    }

    /**
     * The offset table as it is written once the fragments are, each of even length; empty where a number of it is not where a
     * fragment begins, as it may be anything then.
     */
    static byte[] offsets(List<Bytes> items) {
        Bytes table = items.get(0);
        List<Bytes> fragments = items.subList(1, items.size());
        ByteBuffer offsets = ByteBuffer.allocate(table.length() / 4 * 4).order(ByteOrder.LITTLE_ENDIAN);
        int fragment = 0;
        int offset = 0;
        for (int at = table.begin; at + 4 <= table.end; at += 4) {
            while (fragment < fragments.size()
                    && fragments.get(fragment).begin - fragments.get(0).begin < table.u32(at, false)) {
                int length = fragments.get(fragment).length();
                offset += 8 + length + length % 2;
                fragment++;
            }
            if (fragment == fragments.size()
                    || fragments.get(fragment).begin - fragments.get(0).begin != table.u32(at, false)) {
                return new byte[0];
            }
            offsets.putInt(offset);
        }
        return table.length() % 4 == 0 ? offsets.array() : new byte[0];
    }

    private static List<Integer> byTable(Bytes table, List<Bytes> fragments, int frames) {
        List<Integer> starts = new ArrayList<>();
        if (table.length() / 4 != frames) {
            return starts;
        }
        long first = fragments.get(0).begin;
        int next = 0;
        for (int i = 0; i < fragments.size() && next < frames; i++) {
            if (fragments.get(i).begin - first == table.u32(table.begin + 4 * next, false)) {
                starts.add(i);
                next++;
            }
        }
        return starts;
    }

    /** A frame begins with a marker of the JPEG family that begins a picture. */
    private static List<Integer> byMarker(List<Bytes> fragments) {
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < fragments.size(); i++) {
            Bytes fragment = fragments.get(i);
            if (fragment.length() >= 2) {
                int marker = fragment.u16(fragment.begin, true);
                if (marker == 0xFFD8 || marker == 0xFF4F) {
                    starts.add(i);
                }
            }
        }
        return starts;
    }

    static Bytes join(String name, List<Bytes> fragments) {
        if (fragments.size() == 1) {
            return fragments.get(0);
        }
        int length = 0;
        for (Bytes fragment : fragments) {
            length += fragment.length();
        }
        byte[] joined = new byte[length];
        int at = 0;
        for (Bytes fragment : fragments) {
            System.arraycopy(fragment.array, fragment.begin, joined, at, fragment.length());
            at += fragment.length();
        }
        return new Bytes(name, joined);
    }
}
