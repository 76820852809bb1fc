package io.ocelli.medical;

/** The adaptive binary decoder of JPEG 2000, called MQ (ISO 15444-1, annex C). Beyond the data there are ones. */
final class ArithmeticDecoder {
    /** Of each state the share of the less probable symbol (table C.2). */
    private static final int[] SHARES = {
        0x5601, 0x3401, 0x1801, 0x0AC1, 0x0521, 0x0221, 0x5601, 0x5401, 0x4801, 0x3801, 0x3001, 0x2401, 0x1C01, 0x1601,
        0x5601, 0x5401, 0x5101, 0x4801, 0x3801, 0x3401, 0x3001, 0x2801, 0x2401, 0x2201, 0x1C01, 0x1801, 0x1601, 0x1401,
        0x1201, 0x1101, 0x0AC1, 0x09C1, 0x08A1, 0x0521, 0x0441, 0x02A1, 0x0221, 0x0141, 0x0111, 0x0085, 0x0049, 0x0025,
        0x0015, 0x0009, 0x0005, 0x0001, 0x5601
    };

    private static final int[] MORE_PROBABLE = {
        1, 2, 3, 4, 5, 38, 7, 8, 9, 10, 11, 12, 13, 29, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
        31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 45, 46
    };

    private static final int[] LESS_PROBABLE = {
        1, 6, 9, 12, 29, 33, 6, 14, 14, 14, 17, 18, 20, 21, 14, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 23, 24, 25, 26,
        27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 46
    };

    private final byte[] states;
    private final byte[] symbols;
    private byte[] data = {};
    private int at;
    private int code;
    private int interval;
    private int left;

    ArithmeticDecoder(int contexts) {
        states = new byte[contexts];
        symbols = new byte[contexts];
    }

    void set(int context, int state) {
        states[context] = (byte) state;
        symbols[context] = 0;
    }

    /** Begins a segment of data; the contexts stay as they are. */
    void begin(byte[] data) {
        this.data = data;
        at = 0;
        code = peek(0) << 16;
        more();
        code <<= 7;
        left -= 7;
        interval = 0x8000;
    }

    private int peek(int place) {
        return place < data.length ? data[place] & 255 : 255;
    }

    private void more() {
        if (peek(at) != 255) {
            at++;
            code += peek(at) << 8;
            left = 8;
        } else if (peek(at + 1) > 0x8F) {
            code += 0xFF00;
            left = 8;
        } else {
            at++;
            code += peek(at) << 9;
            left = 7;
        }
    }

    int bit(int context) {
        int state = states[context];
        int share = SHARES[state];
        int symbol = symbols[context];
        interval -= share;
        if (code >>> 16 < share) {
            boolean probable = interval < share;
            interval = share;
            return renormalised(context, state, symbol, probable);
        }
        code -= share << 16;
        if ((interval & 0x8000) != 0) {
            return symbol;
        }
        return renormalised(context, state, symbol, interval >= share);
    }

    private int renormalised(int context, int state, int symbol, boolean probable) {
        if (probable) {
            states[context] = (byte) MORE_PROBABLE[state];
        } else {
            // where both are as probable, the symbols change places
            if (state == 0 || state == 6 || state == 14) {
                symbols[context] = (byte) (1 - symbol);
            }
            states[context] = (byte) LESS_PROBABLE[state];
        }
        do {
            if (left == 0) {
                more();
            }
            interval <<= 1;
            code <<= 1;
            left--;
        } while ((interval & 0x8000) == 0);
        return probable ? symbol : 1 - symbol;
    }
}
