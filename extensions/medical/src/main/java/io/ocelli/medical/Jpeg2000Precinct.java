package io.ocelli.medical;

import io.ocelli.medical.DicomException.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a place in a resolution, band by band: what a packet is of (ISO 15444-1, B.6 and B.10).
 *
 * @param x and {@code y} its place in the picture, which orders packets
 */
final class Jpeg2000Precinct {
    /** The blocks of a band in it, of which there are those that a packet was of, row by row. */
    private static final class Grid {
        final Jpeg2000Band band;
        final Area area;
        final int width;
        final int height;
        final int across;
        final int down;

        @Nullable
        Jpeg2000Block[] blocks = {};

        TagTree included = EMPTY;
        TagTree empty = EMPTY;

        /** Of blocks whose sides are powers of two. */
        Grid(Jpeg2000Band band, Area area, int width, int height) {
            this.band = band;
            this.area = area;
            this.width = width;
            this.height = height;
            this.across = (area.right() - 1 >> width) - (area.left() >> width) + 1;
            this.down = (area.bottom() - 1 >> height) - (area.top() >> height) + 1;
        }

        void open(Bytes data) {
            if (blocks.length > 0) {
                return;
            }
            long count = (long) across * down;
            if (count > MOST_BLOCKS * (data.length() + MOST_BLOCKS)) {
                throw data.error(Kind.TRUNCATED, data.end, count + " blocks of JPEG 2000 do not fit into it");
            }
            blocks = new Jpeg2000Block[(int) count];
            included = new TagTree(across, down);
            empty = new TagTree(across, down);
        }

        Jpeg2000Block add(int column, int row) {
            int left = (area.left() >> width) + column << width;
            int top = (area.top() >> height) + row << height;
            Area cell = new Area(left, top, left + (1 << width), top + (1 << height)).in(area);
            Jpeg2000Block block = new Jpeg2000Block(band.placed(cell));
            blocks[row * across + column] = block;
            band.blocks().add(block);
            return block;
        }
    }

    private static final TagTree EMPTY = new TagTree(0, 0);

    /** Blocks that a byte stands for at most: many are told to be empty at once. */
    private static final long MOST_BLOCKS = 1024;

    final int resolution;
    final int component;
    final long x;
    final long y;
    private final Jpeg2000Coding coding;
    private final List<Grid> grids = new ArrayList<>();
    /** Packets of it that were read: one a layer. */
    int layers;

    Jpeg2000Precinct(int resolution, int component, long x, long y, Jpeg2000Coding coding) {
        this.resolution = resolution;
        this.component = component;
        this.x = x;
        this.y = y;
        this.coding = coding;
    }

    /** Adds the blocks of a band that are in an area of it. */
    void add(Jpeg2000Band band, Area area, int blockWidth, int blockHeight) {
        if (area.isEmpty()) {
            return;
        }
        grids.add(new Grid(band, area, blockWidth, blockHeight));
    }

    /** Reads the packet of the next layer; where the one behind it begins. */
    int read(Bytes data, int begin) {
        int at = begin;
        if (marker(data, at) == 0xFF91) {
            at += 6;
        }
        PacketBits bits = new PacketBits(data, at);
        List<Jpeg2000Block.Announced> announced = new ArrayList<>();
        if (bits.bit() == 1) {
            for (Grid grid : grids) {
                announce(grid, bits, announced);
            }
        }
        at = bits.end();
        if (marker(data, at) == 0xFF92) {
            at += 2;
        }
        for (Jpeg2000Block.Announced each : announced) {
            if (at > data.end - each.length()) {
                throw data.error(
                        Kind.TRUNCATED,
                        data.end,
                        "a JPEG 2000 frame ends inside the " + each.length() + " bytes of a block that begin at byte "
                                + at);
            }
            each.segment().pieces.add(data.range(at, at + each.length()));
            each.segment().length += each.length();
            at += each.length();
        }
        layers++;
        return at;
    }

    private static int marker(Bytes data, int at) {
        return at + 2 <= data.end ? data.u16(at, true) : 0;
    }

    private void announce(Grid grid, PacketBits bits, List<Jpeg2000Block.Announced> announced) {
        grid.open(bits.bytes);
        for (int i = 0; i < grid.blocks.length; i++) {
            Jpeg2000Block block = grid.blocks[i];
            int column = i % grid.across;
            int row = i / grid.across;
            if (block != null) {
                if (bits.bit() == 1) {
                    block.announce(bits, coding, announced);
                }
            } else if (grid.included.isBelow(column, row, layers + 1, bits)) {
                Jpeg2000Block added = grid.add(column, row);
                added.planes = grid.band.planes() - grid.empty.value(column, row, grid.band.planes() + 1, bits);
                if (added.planes < 0) {
                    throw bits.bytes.malformed(bits.at, "a block of JPEG 2000 lacks more bits than it has");
                }
                added.announce(bits, coding, announced);
            }
        }
    }
}
