package io.ocelli.medical;

import io.ocelli.medical.DicomException.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * The blocks of a place in a resolution, band by band: what a packet is of (ISO 15444-1, B.6 and B.10).
 *
 * @param x and {@code y} its place in the picture, which orders packets
 */
final class Jpeg2000Precinct {
    /** The blocks of one band, row by row. */
    private record Grid(Jpeg2000Band band, int across, Jpeg2000Block[] blocks, TagTree included, TagTree empty) {}

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
        int first = area.left() >> blockWidth;
        int highest = area.top() >> blockHeight;
        int across = (area.right() - 1 >> blockWidth) - first + 1;
        int down = (area.bottom() - 1 >> blockHeight) - highest + 1;
        Jpeg2000Block[] blocks = new Jpeg2000Block[across * down];
        for (int i = 0; i < blocks.length; i++) {
            int left = first + i % across << blockWidth;
            int top = highest + i / across << blockHeight;
            Area cell = new Area(left, top, left + (1 << blockWidth), top + (1 << blockHeight)).in(area);
            blocks[i] = new Jpeg2000Block(band.placed(cell));
            band.blocks().add(blocks[i]);
        }
        grids.add(new Grid(band, across, blocks, new TagTree(across, down), new TagTree(across, down)));
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
                        Kind.TRUNCATED, data.end, "a JPEG 2000 frame ends inside the " + each.length()
                                + " bytes of a block that begin at byte " + at);
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
        for (int i = 0; i < grid.blocks.length; i++) {
            Jpeg2000Block block = grid.blocks[i];
            int column = i % grid.across;
            int row = i / grid.across;
            if (block.isIncluded()) {
                if (bits.bit() == 1) {
                    block.announce(bits, coding, announced);
                }
            } else if (grid.included.isBelow(column, row, layers + 1, bits)) {
                block.planes = grid.band.planes() - grid.empty.value(column, row, grid.band.planes() + 1, bits);
                if (block.planes < 0) {
                    throw bits.bytes.malformed(bits.at, "a block of JPEG 2000 lacks more bits than it has");
                }
                block.announce(bits, coding, announced);
            }
        }
    }
}
