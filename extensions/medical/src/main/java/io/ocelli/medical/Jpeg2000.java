package io.ocelli.medical;

import io.ocelli.medical.DicomException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * JPEG 2000 (ISO 15444-1), without loss and with: the markers of a frame, and its tiles, whose parts may be in any order. All
 * layers and resolutions are decoded; what is missing is an error.
 */
final class Jpeg2000 {
    private static final int START_AND_SIZE = 0xFF4FFF51;
    private static final int TILE = 0xFF90;
    private static final int DATA = 0xFF93;
    private static final int END = 0xFFD9;

    /** A tile while its parts are found. */
    private record Parts(Jpeg2000Header header, List<Bytes> pieces) {}

    private final Bytes bytes;
    private final Jpeg2000Size size;
    private final Jpeg2000Header header;
    private final TreeMap<Integer, Parts> tiles = new TreeMap<>();

    private Jpeg2000(Bytes bytes, Jpeg2000Size size) {
        this.bytes = bytes;
        this.size = size;
        this.header = new Jpeg2000Header(size.components(), bytes);
    }

    static Decoded decode(Bytes frame, PixelFormat format) {
        int begin = start(frame);
        Bytes codestream = frame.range(begin, frame.end);
        Bytes segment = segment(codestream, begin + 4);
        Jpeg2000Size size = Jpeg2000Size.of(segment, format);
        if (size.precision() > 24) {
            throw segment.unsupported(
                    segment.begin, "JPEG 2000 samples have at most 24 bits, they have " + size.precision());
        }
        Jpeg2000 picture = new Jpeg2000(codestream, size);
        picture.find(segment.end);
        return new Decoded(picture.samples(format.count(frame)), size.precision());
    }

    /** Where the codestream begins: some files have it in a JP2 box, against the standard. */
    private static int start(Bytes frame) {
        for (int at = frame.begin; at + 4 <= frame.end; at++) {
            if (frame.s32(at, true) == START_AND_SIZE) {
                return at;
            }
        }
        throw frame.malformed(frame.begin, "a JPEG 2000 codestream begins with FF4FFF51");
    }

    /** What is behind a marker's length, which is here. */
    private static Bytes segment(Bytes bytes, int at) {
        return bytes.range(at + 2, at + Math.max(2, bytes.u16(at, true)));
    }

    private void find(int begin) {
        int at = begin;
        while (true) {
            int marker = marker(at);
            if (marker == END) {
                return;
            }
            Bytes segment = segment(bytes, at + 2);
            if (marker == TILE) {
                at = part(at, segment);
                if (at == bytes.end) {
                    return;
                }
            } else {
                header.add(marker, segment);
                at = segment.end;
            }
        }
    }

    private int marker(int at) {
        int marker = bytes.u16(at, true);
        if (marker < 0xFF00) {
            throw bytes.malformed(at, "a JPEG 2000 marker begins with 255, it has " + (marker >> 8));
        }
        return marker;
    }

    /** A part of a tile; where the next begins. */
    private int part(int begin, Bytes segment) {
        int index = segment.u16(segment.begin, true);
        long length = segment.u32(segment.begin + 2, true);
        if (index >= size.across() * size.down()) {
            throw segment.malformed(
                    segment.begin, "a frame has " + size.across() * size.down() + " tiles, none is of number " + index);
        }
        // a length of 0 goes up to the end of the last
        int end = length == 0 ? bytes.end : (int) Math.min(Integer.MAX_VALUE, begin + length);
        Bytes whole = bytes.range(begin, end);
        Parts parts = tiles.computeIfAbsent(index, i -> new Parts(header.ofTile(), new ArrayList<>()));
        int at = segment.end;
        while (marker(at) != DATA) {
            Bytes inside = segment(whole, at + 2);
            parts.header.add(marker(at), inside);
            at = inside.end;
        }
        parts.pieces.add(whole.range(at + 2, end));
        return end;
    }

    private int[] samples(int count) {
        int missing = size.across() * size.down() - tiles.size();
        if (missing > 0) {
            throw bytes.error(
                    Kind.TRUNCATED, bytes.end, "a JPEG 2000 frame has all its tiles, " + missing + " are missing");
        }
        // all packets are found before memory is taken for what they claim
        List<Jpeg2000Tile> found = new ArrayList<>();
        tiles.forEach((index, parts) ->
                found.add(new Jpeg2000Tile(size, size.tile(index), parts.header, joined(parts.pieces))));
        int[] samples = new int[count];
        found.forEach(tile -> tile.decode(samples));
        return samples;
    }

    private Bytes joined(List<Bytes> pieces) {
        return pieces.size() == 1 ? pieces.get(0) : Encapsulated.join(bytes.name, pieces);
    }
}
