package io.ocelli.medical;

import java.util.ArrayList;
import java.util.List;

/** A block of coefficients that is coded by itself, and what packets brought of it (ISO 15444-1, B.7 and B.10.7). */
final class Jpeg2000Block {
    /** More than any block has: three for each bit but the first. */
    private static final int MANY = 1 << 10;

    private static final int BEFORE_BYPASS = 10;

    /** Data that ends by itself, and how many passes are in it. */
    static final class Segment {
        final int most;
        int passes;
        int length;
        final List<Bytes> pieces = new ArrayList<>();

        private Segment(int most) {
            this.most = most;
        }

        byte[] joined() {
            byte[] joined = new byte[length];
            int at = 0;
            for (Bytes piece : pieces) {
                System.arraycopy(piece.array, piece.begin, joined, at, piece.length());
                at += piece.length();
            }
            return joined;
        }
    }

    /** Its place in the coefficients of the tile's component. */
    final Area area;

    final List<Segment> segments = new ArrayList<>();
    int planes;
    private int lengthBits = 3;

    Jpeg2000Block(Area area) {
        this.area = area;
    }

    /** Reads how much a packet brings of it; which segments get how many bytes is added to a list. */
    void announce(PacketBits bits, Jpeg2000Coding coding, List<Announced> announced) {
        int passes = passes(bits);
        while (bits.bit() == 1) {
            lengthBits++;
        }
        while (passes > 0) {
            Segment segment = open(coding);
            int taken = Math.min(segment.most - segment.passes, passes);
            int size = lengthBits + 31 - Integer.numberOfLeadingZeros(taken);
            if (size > 31) {
                throw bits.bytes.malformed(bits.at, "a block of JPEG 2000 has less than 2^31 bytes");
            }
            announced.add(new Announced(segment, bits.bits(size)));
            segment.passes += taken;
            passes -= taken;
        }
    }

    /** Bytes of a segment that follow the packet's header. */
    record Announced(Segment segment, int length) {}

    private Segment open(Jpeg2000Coding coding) {
        Segment last = segments.isEmpty() ? null : segments.get(segments.size() - 1);
        if (last != null && last.passes < last.most) {
            return last;
        }
        int most = MANY;
        if (coding.has(Jpeg2000Coding.TERMINATED)) {
            most = 1;
        } else if (coding.has(Jpeg2000Coding.BYPASS)) {
            most = last == null ? BEFORE_BYPASS : last.most == 2 ? 1 : 2;
        }
        Segment next = new Segment(most);
        segments.add(next);
        return next;
    }

    /** Table B.4. */
    private static int passes(PacketBits bits) {
        if (bits.bit() == 0) {
            return 1;
        }
        if (bits.bit() == 0) {
            return 2;
        }
        int two = bits.bits(2);
        if (two < 3) {
            return 3 + two;
        }
        int five = bits.bits(5);
        return five < 31 ? 6 + five : 37 + bits.bits(7);
    }
}
