package io.ocelli.imageio;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The bits of entropy-coded data up to the next marker, without the zeros stuffed behind 0xFF. Behind their end are zeros. */
final class JpegBits {
    /** More bytes than the 64 coefficients of a block take, at 31 bits each. */
    private static final int PADDING = 512;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** A place in the data that begin somewhere in the file. */
    record Place(int from, int at, long bits, int count) {}

    private final byte[] file;
    private int from;
    private byte[] data = new byte[0];
    private int end;
    private int marker;

    /** Where the next eight bytes are read. */
    private int at;

    /** Bits that were read and not taken, the next one highest. */
    private long bits;

    /** How many they are. */
    private int count;

    JpegBits(byte[] file) {
        this.file = file;
    }

    /** Takes the data from a place in the file on. */
    void begin(int from) {
        if (data.length < file.length - from + PADDING) {
            data = new byte[file.length - from + PADDING];
        }
        int length = 0;
        int i = from;
        while (i < file.length) {
            byte b = file[i];
            if (b == (byte) 0xFF) {
                if (i + 1 == file.length || file[i + 1] != 0) {
                    break;
                }
                i++;
            }
            data[length++] = b;
            i++;
        }
        Arrays.fill(data, length, length + PADDING, (byte) 0);
        this.from = from;
        marker = i;
        end = length;
        at = 0;
        bits = 0;
        count = 0;
    }

    /** Where it is. */
    Place place() {
        return new Place(from, at, bits, count);
    }

    /** Goes on from a place where it was. */
    void back(Place place) {
        if (place.from != from) {
            begin(place.from);
        }
        at = place.at;
        bits = place.bits;
        count = place.count;
    }

    /** The place in the file of the marker behind the data; its end where there is none. */
    int marker() {
        return marker;
    }

    /** Checks that no more bits were taken than there are. */
    void check() throws IOException {
        if (at * 8L - count > end * 8L) {
            throw new IOException("it ends early: premature end of its entropy-coded data");
        }
    }

    private void refill() {
        bits |= (long) LONGS.get(data, at) >>> count;
        at += (63 - count) >>> 3;
        count |= 56;
    }

    /** The next bits as a number, 16 at most. */
    int take(int length) {
        if (count < length) {
            refill();
        }
        int value = (int) (bits >>> 1 >>> (63 - length));
        bits <<= length;
        count -= length;
        return value;
    }

    /**
     * A code and the bits that follow it: the number that they are, times 16, and what the code says is to be skipped before,
     * 0 to 15. For codes without bits the number is 0.
     */
    int take(JpegHuffman table) throws IOException {
        if (count < 32) {
            refill();
        }
        int entry = table.quick[(int) (bits >>> (64 - JpegHuffman.LOOK))];
        int value = entry >> 16;
        int symbol = entry >> 8 & 255;
        int length = entry & 255;
        if (value != 0) {
            bits <<= length;
            count -= length;
            return value << 4 | symbol;
        }
        if (length == 0) {
            int top = (int) (bits >>> 48);
            length = table.length(top);
            symbol = table.symbol(top, length);
        }
        bits <<= length;
        count -= length;
        int size = symbol & 15;
        if (size == 0) {
            return symbol >> 4;
        }
        return JpegHuffman.signed(take(size), size) << 4 | symbol >> 4;
    }

    /**
     * A block of a sequential scan behind its first coefficient, into the zeros of an array. It is {@link #take(JpegHuffman)} for
     * all of them, with the state in variables of its own: half of the time of decoding is spent here.
     *
     * @param order where the coefficients lie, behind a beginning
     * @param steps what they are multiplied by
     */
    void block(JpegHuffman table, int[] into, int begin, int[] order, int[] steps) throws IOException {
        int[] quick = table.quick;
        byte[] data = this.data;
        long bits = this.bits;
        int count = this.count;
        int at = this.at;
        int k = 1;
        while (k < 64) {
            if (count < 32) {
                bits |= (long) LONGS.get(data, at) >>> count;
                at += (63 - count) >>> 3;
                count |= 56;
            }
            int entry = quick[(int) (bits >>> (64 - JpegHuffman.LOOK))];
            int value = entry >> 16;
            int length = entry & 255;
            if (value != 0) {
                bits <<= length;
                count -= length;
                k += entry >> 8 & 255;
            } else {
                int symbol = entry >> 8 & 255;
                if (length == 0) {
                    int top = (int) (bits >>> 48);
                    length = table.length(top);
                    symbol = table.symbol(top, length);
                }
                bits <<= length;
                count -= length;
                int size = symbol & 15;
                k += symbol >> 4;
                if (size == 0) {
                    if (symbol != 0xF0) {
                        break;
                    }
                    k++;
                    continue;
                }
                value = JpegHuffman.signed((int) (bits >>> (64 - size)), size);
                bits <<= size;
                count -= size;
            }
            into[begin + order[k]] = value * steps[k];
            k++;
        }
        this.bits = bits;
        this.count = count;
        this.at = at;
        if (k > 64 || at > end + 8) {
            check();
            throw new IOException("a block of it has more than 64 coefficients");
        }
    }
}
