package io.ocelli.medical;

import io.ocelli.medical.DicomException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * JPEG of the processes 1, 2, 4 (sequential DCT of 8 and 12 bits) and 14 (lossless), ISO 10918-1. Components come out as
 * they are, with no change of colours: the data set says what they mean.
 */
final class Jpeg {
    private static final int LOSSLESS = 0xC3;

    private final Bytes bytes;
    private final PixelFormat format;
    private final int[][] quantisation = new int[4][];
    private final @Nullable HuffmanTable[] dc = new HuffmanTable[4];
    private final @Nullable HuffmanTable[] ac = new HuffmanTable[4];
    private JpegComponent[] components = {};
    private int process;
    private int precision;
    private int interval;
    private int scanned;

    private Jpeg(Bytes bytes, PixelFormat format) {
        this.bytes = bytes;
        this.format = format;
    }

    static Decoded decode(Bytes frame, PixelFormat format) {
        return new Jpeg(frame, format).decode();
    }

    private Decoded decode() {
        int at = bytes.begin;
        if (bytes.u16(at, true) != 0xFFD8) {
            throw bytes.malformed(at, "a JPEG frame begins with FFD8");
        }
        at += 2;
        while (scanned < Math.max(1, components.length)) {
            if (bytes.u8(at) != 0xFF) {
                throw bytes.malformed(at, "a JPEG marker begins with 255, it has " + bytes.u8(at));
            }
            int marker = bytes.u8(at + 1);
            if (marker == 0xFF || marker == 0) {
                // fill bytes
                at++;
                continue;
            }
            if (marker == 0xD9) {
                throw bytes.error(Kind.TRUNCATED, at, "the JPEG frame ends before its components are there");
            }
            int length = bytes.u16(at + 2, true);
            Bytes segment = bytes.range(at + 4, at + 2 + Math.max(2, length));
            at = segment.end;
            switch (marker) {
                case 0xC4 -> huffman(segment);
                case 0xDB -> quantisation(segment);
                case 0xDD -> interval = segment.u16(segment.begin, true);
                case 0xC0, 0xC1, LOSSLESS -> frame(marker, segment);
                case 0xC2, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF ->
                    throw bytes.unsupported(
                            segment.begin,
                            "JPEG of the processes 1, 2, 4 and 14 is read, its frame is of marker FF"
                                    + Integer.toHexString(marker).toUpperCase());
                case 0xDA -> at = scan(segment);
                default -> {}
            }
        }
        return new Decoded(JpegUpsampling.interleaved(components, format), precision);
    }

    private void huffman(Bytes segment) {
        int at = segment.begin;
        while (at < segment.end) {
            int which = segment.u8(at);
            if ((which & 0xEF) > 3) {
                throw segment.malformed(at, "a Huffman table is of class 0 or 1 and number 0 to 3");
            }
            HuffmanTable table = new HuffmanTable(segment, at + 1);
            (which >> 4 == 0 ? dc : ac)[which & 3] = table;
            at += 1 + table.length();
        }
    }

    private void quantisation(Bytes segment) {
        int at = segment.begin;
        while (at < segment.end) {
            int which = segment.u8(at++);
            if ((which & 0xEF) > 3) {
                throw segment.malformed(at - 1, "a quantisation table is of number 0 to 3");
            }
            int size = (which >> 4) + 1;
            int[] table = new int[64];
            for (int i = 0; i < 64; i++, at += size) {
                table[i] = size == 1 ? segment.u8(at) : segment.u16(at, true);
            }
            quantisation[which & 3] = table;
        }
    }

    private void frame(int marker, Bytes segment) {
        int at = segment.begin;
        process = marker;
        precision = segment.u8(at);
        int height = segment.u16(at + 1, true);
        int width = segment.u16(at + 3, true);
        int count = segment.u8(at + 5);
        if (components.length > 0
                || height != format.rows()
                || width != format.columns()
                || count != format.samples()) {
            throw segment.malformed(
                    at,
                    "the JPEG frame is one of " + format.rows() + " x " + format.columns() + " x " + format.samples()
                            + " as the data set says, it is of " + height + " x " + width + " x " + count);
        }
        boolean lossless = marker == LOSSLESS;
        if (lossless ? precision < 2 || precision > 16 : precision != 8 && precision != 12) {
            throw segment.malformed(
                    at, "JPEG samples have 8 or 12 bits, or 2 to 16 without loss, they have " + precision);
        }
        // A sample without loss takes a bit at least, a block of 64 two.
        long fitting = (lossless ? 8L : 256L) * bytes.length();
        if (format.pixels() > fitting) {
            throw segment.error(Kind.TRUNCATED, segment.begin, format.pixels() + " pixels do not fit into it");
        }
        components = new JpegComponent[count];
        int most = 1;
        int tallest = 1;
        for (int c = 0; c < count; c++) {
            int o = at + 6 + 3 * c;
            int across = segment.u8(o + 1) >> 4;
            int down = segment.u8(o + 1) & 15;
            if (across < 1 || across > 4 || down < 1 || down > 4 || segment.u8(o + 2) > 3) {
                throw segment.malformed(o, "a JPEG component has sampling factors 1 to 4 and a table 0 to 3");
            }
            components[c] = new JpegComponent(segment.u8(o), across, down, segment.u8(o + 2));
            most = Math.max(most, across);
            tallest = Math.max(tallest, down);
        }
        for (JpegComponent component : components) {
            component.width = (width * component.across + most - 1) / most;
            component.height = (height * component.down + tallest - 1) / tallest;
            int block = lossless ? 1 : 8;
            component.stride = (width + block * most - 1) / (block * most) * component.across * block;
            int lines = (height + block * tallest - 1) / (block * tallest) * component.down * block;
            component.plane = new int[Math.multiplyExact(component.stride, lines)];
        }
    }

    private int scan(Bytes segment) {
        int at = segment.begin;
        int count = segment.u8(at);
        if (count < 1 || count > components.length) {
            throw segment.malformed(at, "a scan has 1 to " + components.length + " components, it has " + count);
        }
        JpegScan.Part[] parts = new JpegScan.Part[count];
        for (int i = 0; i < count; i++) {
            int id = segment.u8(at + 1 + 2 * i);
            int tables = segment.u8(at + 2 + 2 * i);
            @Nullable JpegComponent component = null;
            for (JpegComponent candidate : components) {
                component = candidate.id == id ? candidate : component;
            }
            if (component == null || (tables & 0xCC) != 0) {
                throw segment.malformed(at + 1 + 2 * i, "a scan's component is of the frame, with tables 0 to 3");
            }
            parts[i] =
                    new JpegScan.Part(component, dc[tables >> 4], ac[tables & 3], quantisation[component.quantisation]);
        }
        int predictor = segment.u8(at + 1 + 2 * count);
        int transform = segment.u8(at + 3 + 2 * count) & 15;
        JpegScan scan = new JpegScan(bytes, segment.end, parts, precision, interval);
        scanned += count;
        return process == LOSSLESS
                ? new JpegLossless(scan, predictor, transform).decode()
                : new JpegSequential(scan).decode();
    }
}
