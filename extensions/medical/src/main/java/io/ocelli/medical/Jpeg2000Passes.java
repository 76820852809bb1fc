package io.ocelli.medical;

import java.util.Arrays;

/**
 * Decodes the coefficients of blocks, a bit of all of them in three passes (ISO 15444-1, annex D): those beside ones that are
 * known not to be 0, those that are known not to be, and the others.
 */
final class Jpeg2000Passes {
    private static final int NEAR = 0;
    private static final int REFINEMENT = 1;
    private static final int CLEANUP = 2;
    private static final int STRIPE = 4;
    private static final int BEFORE_BYPASS = 10;

    private static final int SIGNS = 9;
    private static final int MAGNITUDES = 14;
    private static final int RUN = 17;
    private static final int UNIFORM = 18;
    private static final int CONTEXTS = 19;

    // what is known of a coefficient: which of its neighbours are not 0, which of these are negative, and of itself
    private static final int NORTH = 1;
    private static final int SOUTH = 1 << 1;
    private static final int WEST = 1 << 2;
    private static final int EAST = 1 << 3;
    private static final int NORTH_WEST = 1 << 4;
    private static final int NORTH_EAST = 1 << 5;
    private static final int SOUTH_WEST = 1 << 6;
    private static final int SOUTH_EAST = 1 << 7;
    private static final int AROUND = (1 << 8) - 1;
    private static final int NEGATIVE = 8;
    private static final int SIGNIFICANT = 1 << 12;
    private static final int REFINED = 1 << 13;
    private static final int VISITED = 1 << 14;
    private static final int BELOW = SOUTH | SOUTH_WEST | SOUTH_EAST | SOUTH << NEGATIVE;

    private static final byte[][] ZEROS = zeros();

    private final Jpeg2000Coding coding;
    private final Bytes bytes;
    private final ArithmeticDecoder arithmetic = new ArithmeticDecoder(CONTEXTS);
    private byte[] zeros = {};
    private int[] flags = {};
    private int[] doubled = {};
    private int width;
    private int height;
    private int row;
    private int plane;
    private RawBits raw = new RawBits(new byte[0]);
    private boolean bypassed;

    /** Gets the coefficients that are not 0, with half of their last step, times two. */
    interface Placed {
        void set(int place, int doubled);
    }

    Jpeg2000Passes(Jpeg2000Coding coding, Bytes bytes) {
        this.coding = coding;
        this.bytes = bytes;
    }

    /** Bits that are not coded: a byte behind 255 has seven, and behind the end there are ones. */
    private static final class RawBits {
        private final byte[] data;
        private int at;
        private int current;
        private int left;

        RawBits(byte[] data) {
            this.data = data;
        }

        int bit() {
            if (left == 0) {
                left = current == 255 ? 7 : 8;
                current = at < data.length ? data[at++] & 255 : 255;
            }
            return current >> --left & 1;
        }
    }

    /** Table D.1: the contexts of a coefficient that is still 0, by kind of band and neighbours. */
    private static byte[][] zeros() {
        byte[][] table = new byte[4][AROUND + 1];
        for (int around = 0; around <= AROUND; around++) {
            int across = bit(around, WEST) + bit(around, EAST);
            int down = bit(around, NORTH) + bit(around, SOUTH);
            int diagonal = bit(around, NORTH_WEST)
                    + bit(around, NORTH_EAST)
                    + bit(around, SOUTH_WEST)
                    + bit(around, SOUTH_EAST);
            table[0][around] = table[2][around] = (byte) straight(across, down, diagonal);
            table[1][around] = (byte) straight(down, across, diagonal);
            table[3][around] = (byte) crossed(across + down, diagonal);
        }
        return table;
    }

    private static int bit(int around, int which) {
        return (around & which) == 0 ? 0 : 1;
    }

    private static int straight(int across, int down, int diagonal) {
        if (across == 2) {
            return 8;
        }
        if (across == 1) {
            return down > 0 ? 7 : diagonal > 0 ? 6 : 5;
        }
        return down > 0 ? 2 + down : Math.min(2, diagonal);
    }

    private static int crossed(int straight, int diagonal) {
        return switch (diagonal) {
            case 0 -> Math.min(2, straight);
            case 1 -> 3 + Math.min(2, straight);
            case 2 -> straight > 0 ? 7 : 6;
            default -> 8;
        };
    }

    void decode(Jpeg2000Block block, int kind, Placed placed) {
        int passes = 0;
        for (Jpeg2000Block.Segment segment : block.segments) {
            passes += segment.passes;
        }
        if (passes == 0) {
            return;
        }
        if (passes > 3 * block.planes - 2) {
            throw bytes.malformed(
                    bytes.begin,
                    "a block of JPEG 2000 with " + block.planes + " bits has up to three passes a bit, it has "
                            + passes);
        }
        begin(block, kind);
        int pass = 0;
        int type = CLEANUP;
        for (Jpeg2000Block.Segment segment : block.segments) {
            byte[] data = segment.joined();
            bypassed = coding.has(Jpeg2000Coding.BYPASS) && pass >= BEFORE_BYPASS && type != CLEANUP;
            if (bypassed) {
                raw = new RawBits(data);
            } else {
                arithmetic.begin(data);
            }
            for (int i = 0; i < segment.passes; i++, pass++) {
                pass(type);
                if (coding.has(Jpeg2000Coding.RESET)) {
                    reset();
                }
                plane -= type == CLEANUP ? 1 : 0;
                type = (type + 1) % 3;
            }
        }
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int value = doubled[y * width + x];
                if (value != 0) {
                    boolean negative = value < 0;
                    placed.set(y * width + x, negative ? -(value & Integer.MAX_VALUE) : value);
                }
            }
        }
    }

    private void begin(Jpeg2000Block block, int kind) {
        width = block.area.width();
        height = block.area.height();
        row = width + 2;
        int count = row * (height + 2);
        if (flags.length < count) {
            flags = new int[count];
            doubled = new int[count];
        } else {
            Arrays.fill(flags, 0, count, 0);
            Arrays.fill(doubled, 0, width * height, 0);
        }
        plane = block.planes - 1;
        zeros = ZEROS[kind];
        reset();
    }

    private void reset() {
        for (int context = 0; context < CONTEXTS; context++) {
            arithmetic.set(context, 0);
        }
        arithmetic.set(0, 4);
        arithmetic.set(RUN, 3);
        arithmetic.set(UNIFORM, 46);
    }

    private void pass(int type) {
        for (int top = 0; top < height; top += STRIPE) {
            int bottom = Math.min(height, top + STRIPE);
            for (int x = 0; x < width; x++) {
                int y = type == CLEANUP && bottom - top == STRIPE ? run(x, top) : top;
                for (; y < bottom; y++) {
                    one(type, x, y);
                }
            }
        }
        boolean marked = type == CLEANUP && coding.has(Jpeg2000Coding.MARKED);
        for (int i = 0; i < 4 && marked; i++) {
            arithmetic.bit(UNIFORM);
        }
    }

    private int place(int x, int y) {
        return (y + 1) * row + x + 1;
    }

    /** What is known of a coefficient; of the stripe below nothing is where a stripe stands for itself. */
    private int known(int at, int y) {
        int known = flags[at];
        return coding.has(Jpeg2000Coding.CAUSAL) && y % STRIPE == STRIPE - 1 ? known & ~BELOW : known;
    }

    /** Four at once, where nothing is known of them; where to go on. */
    private int run(int x, int top) {
        for (int y = top; y < top + STRIPE; y++) {
            if ((known(place(x, y), y) & (AROUND | SIGNIFICANT | VISITED)) != 0) {
                return top;
            }
        }
        if (arithmetic.bit(RUN) == 0) {
            return top + STRIPE;
        }
        int y = top + (arithmetic.bit(UNIFORM) << 1);
        y += arithmetic.bit(UNIFORM);
        significant(x, y);
        return y + 1;
    }

    private void one(int type, int x, int y) {
        int at = place(x, y);
        int known = known(at, y);
        if (type == REFINEMENT) {
            if ((known & (SIGNIFICANT | VISITED)) == SIGNIFICANT) {
                refine(x, y, known);
            }
            return;
        }
        boolean wanted = type == NEAR
                ? (known & SIGNIFICANT) == 0 && (known & AROUND) != 0
                : (known & (SIGNIFICANT | VISITED)) == 0;
        if (wanted) {
            int bit = bypassed ? raw.bit() : arithmetic.bit(zeros[known & AROUND]);
            if (bit == 1) {
                significant(x, y);
            }
        }
        flags[at] = type == NEAR ? flags[at] | (wanted ? VISITED : 0) : flags[at] & ~VISITED;
    }

    private void refine(int x, int y, int known) {
        int context = MAGNITUDES + ((known & REFINED) != 0 ? 2 : (known & AROUND) != 0 ? 1 : 0);
        int bit = bypassed ? raw.bit() : arithmetic.bit(context);
        doubled[y * width + x] += bit == 1 ? 1 << plane : -(1 << plane);
        flags[place(x, y)] |= REFINED;
    }

    /** A coefficient is not 0: its sign follows. */
    private void significant(int x, int y) {
        int at = place(x, y);
        int sign = sign(known(at, y));
        doubled[y * width + x] = 3 << plane | sign << 31;
        flags[at] |= SIGNIFICANT;
        neighbour(at - row, SOUTH, sign);
        neighbour(at + row, NORTH, sign);
        neighbour(at - 1, EAST, sign);
        neighbour(at + 1, WEST, sign);
        flags[at - row - 1] |= SOUTH_EAST;
        flags[at - row + 1] |= SOUTH_WEST;
        flags[at + row - 1] |= NORTH_EAST;
        flags[at + row + 1] |= NORTH_WEST;
    }

    private void neighbour(int at, int which, int sign) {
        flags[at] |= which | (sign == 1 ? which << NEGATIVE : 0);
    }

    /** Table D.3. */
    private int sign(int known) {
        if (bypassed) {
            return raw.bit();
        }
        int across = sign(known, WEST, EAST);
        int down = sign(known, NORTH, SOUTH);
        int turned = across < 0 || across == 0 && down < 0 ? 1 : 0;
        return arithmetic.bit(SIGNS + Math.abs(3 * across + down)) ^ turned;
    }

    private static int sign(int known, int one, int other) {
        int sum = contribution(known, one) + contribution(known, other);
        return Math.max(-1, Math.min(1, sum));
    }

    private static int contribution(int known, int which) {
        if ((known & which) == 0) {
            return 0;
        }
        return (known & which << NEGATIVE) == 0 ? 1 : -1;
    }
}
