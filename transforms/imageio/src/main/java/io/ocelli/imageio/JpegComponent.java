package io.ocelli.imageio;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A component of a JPEG picture and its coefficients: of one row of units (MCUs), or where scans bring them in parts, of all.
 *
 * <p>Those of a row lie so that a loop over blocks finds the same coefficient of neighbours side by side.
 */
final class JpegComponent {
    /**
     * Where in a block the coefficients lie, in the order in which they are coded; one that lies behind the last is no error yet.
     */
    static final int[] ZIGZAG = zigzag();

    /** The same, in a {@link #strip}. */
    static final int[] STRIP_ORDER = stripOrder();

    final int id;
    /** How many blocks of it are in a unit: across, and down. */
    final int across;

    final int down;
    /** The number of its quantization table. */
    final int table;

    /** Blocks in a row of units, in all rows of units, and those of them that its picture has. */
    final int blocksAcross;

    final int blocksDown;
    final int ownAcross;
    final int ownDown;

    /** Its quantization table, in the order in which coefficients are coded; more behind it as for {@link #ZIGZAG}. */
    int @Nullable [] steps;

    /** Coefficients of a row of units, quantized no more: by row of blocks, 64 blocks, coefficient, block. */
    final int[] strip;

    /** Coefficients of all blocks as they are coded, by block. */
    short @Nullable [] stored;

    JpegComponent(int id, int across, int down, int table, int unitsAcross, int unitsDown, int ownAcross, int ownDown) {
        this.id = id;
        this.across = across;
        this.down = down;
        this.table = table;
        this.blocksAcross = unitsAcross * across;
        this.blocksDown = unitsDown * down;
        this.ownAcross = ownAcross;
        this.ownDown = ownDown;
        this.strip = new int[down * batches() * InverseDct.SIZE];
    }

    private int batches() {
        return (blocksAcross + InverseDct.BLOCKS - 1) / InverseDct.BLOCKS;
    }

    /** The place of a block in the {@link #strip}. */
    int place(int row, int column) {
        return (row * batches() + column / InverseDct.BLOCKS) * InverseDct.SIZE + column % InverseDct.BLOCKS;
    }

    /** The quantization table, which every component has before its first scan. */
    int[] steps() throws IOException {
        if (steps == null) {
            throw new IOException("a component of it has no quantization table, or is in no scan");
        }
        return steps;
    }

    short[] stored() {
        if (stored == null) {
            stored = new short[Math.multiplyExact(Math.multiplyExact(blocksAcross, blocksDown), 64)];
        }
        return stored;
    }

    /** Takes a row of units from where all are stored. */
    void load(int unitRow) throws IOException {
        int[] steps = steps();
        int[] natural = new int[64];
        for (int k = 0; k < 64; k++) {
            natural[ZIGZAG[k]] = steps[k];
        }
        short[] all = stored();
        for (int row = 0; row < down; row++) {
            int from = (unitRow * down + row) * blocksAcross * 64;
            for (int column = 0; column < blocksAcross; column++, from += 64) {
                int to = place(row, column);
                for (int k = 0; k < 64; k++) {
                    strip[to + k * InverseDct.BLOCKS] = all[from + k] * natural[k];
                }
            }
        }
    }

    private static int[] zigzag() {
        int[] order = new int[64 + 16];
        int row = 0;
        int column = 0;
        for (int k = 0; k < 64; k++) {
            order[k] = row * 8 + column;
            boolean up = (row + column) % 2 == 0;
            if (up && column == 7 || !up && row < 7 && column == 0) {
                row++;
            } else if (!up && row == 7 || up && row == 0) {
                column++;
            } else {
                row += up ? -1 : 1;
                column += up ? 1 : -1;
            }
        }
        Arrays.fill(order, 64, order.length, 63);
        return order;
    }

    private static int[] stripOrder() {
        int[] order = ZIGZAG.clone();
        for (int k = 0; k < order.length; k++) {
            order[k] *= InverseDct.BLOCKS;
        }
        return order;
    }
}
