package io.ocelli.medical;

/**
 * The grid of a JPEG 2000 picture (ISO 15444-1, A.5.1), whose components are all of its size.
 *
 * @param precision bits of a sample
 * @param signed whether samples are, so that no half of their range is added to them
 */
record Jpeg2000Size(
        int left,
        int top,
        int right,
        int bottom,
        int tileLeft,
        int tileTop,
        int tileWidth,
        int tileHeight,
        int components,
        int precision,
        boolean signed) {
    private static final int MOST_TILES = 65535;

    static Jpeg2000Size of(Bytes segment, PixelFormat format) {
        int at = segment.begin;
        int[] eight = new int[8];
        for (int i = 0; i < eight.length; i++) {
            long number = segment.u32(at + 2 + 4 * i, true);
            if (number > Integer.MAX_VALUE) {
                throw segment.malformed(at + 2 + 4 * i, "a JPEG 2000 grid has less than 2^31 points, it has " + number);
            }
            eight[i] = (int) number;
        }
        int count = segment.u16(at + 34, true);
        int width = eight[0] - eight[2];
        int height = eight[1] - eight[3];
        if (width != format.columns() || height != format.rows() || count != format.samples()) {
            throw segment.malformed(
                    at,
                    "the JPEG 2000 frame is one of " + format.rows() + " x " + format.columns() + " x "
                            + format.samples() + " as the data set says, it is of " + height + " x " + width + " x "
                            + count);
        }
        int depth = segment.u8(at + 36);
        for (int c = 0; c < count; c++) {
            if (segment.u16(at + 37 + 3 * c, true) != 0x0101 || segment.u8(at + 36 + 3 * c) != depth) {
                throw segment.unsupported(
                        at + 36 + 3 * c, "JPEG 2000 components are read that are alike, and not subsampled");
            }
        }
        Jpeg2000Size size = new Jpeg2000Size(
                eight[2],
                eight[3],
                eight[0],
                eight[1],
                eight[6],
                eight[7],
                eight[4],
                eight[5],
                count,
                (depth & 127) + 1,
                depth > 127);
        size.check(segment);
        return size;
    }

    private void check(Bytes segment) {
        boolean inside = tileWidth > 0
                && tileHeight > 0
                && tileLeft <= left
                && tileTop <= top
                && (long) tileLeft + tileWidth > left
                && (long) tileTop + tileHeight > top;
        if (!inside || (long) across() * down() > MOST_TILES) {
            throw segment.malformed(
                    segment.begin,
                    "a JPEG 2000 frame has up to " + MOST_TILES + " tiles, the first of which holds its corner");
        }
    }

    /** Tiles in a row. */
    int across() {
        return (int) (((long) right - tileLeft + tileWidth - 1) / tileWidth);
    }

    int down() {
        return (int) (((long) bottom - tileTop + tileHeight - 1) / tileHeight);
    }

    /** The part of a tile that is in the picture. */
    Area tile(int index) {
        long x = tileLeft + (long) (index % across()) * tileWidth;
        long y = tileTop + (long) (index / across()) * tileHeight;
        return new Area((int) Math.max(left, x), (int) Math.max(top, y), (int) Math.min(right, x + tileWidth), (int)
                Math.min(bottom, y + tileHeight));
    }
}
