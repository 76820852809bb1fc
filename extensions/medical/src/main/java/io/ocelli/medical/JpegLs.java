package io.ocelli.medical;

import io.ocelli.medical.DicomException.Kind;
import java.util.Arrays;

/** JPEG-LS, without loss and nearly without (ISO 14495-1), its components apart, by lines or by samples. */
final class JpegLs {
    private static final int FIRST = 1 << 20;

    private final Bytes bytes;
    private final PixelFormat format;
    private int[] samples;
    private final int[] ids;
    /** MAXVAL, T1, T2, T3 and RESET; 0 is a default. */
    private final int[] preset = new int[5];

    private int precision;
    private int scanned;

    private JpegLs(Bytes bytes, PixelFormat format) {
        this.bytes = bytes;
        this.format = format;
        // A bit stands for a run of 32768 at most, and a line has one.
        if (format.pixels() > 8L * 32768 * bytes.length() || format.rows() > 8L * bytes.length()) {
            throw bytes.error(Kind.TRUNCATED, bytes.end, format.pixels() + " pixels do not fit into it");
        }
        // more is taken as lines are found: what a frame claims costs it nothing
        this.samples = new int[Math.min(format.count(bytes), FIRST)];
        this.ids = new int[format.samples()];
    }

    static Decoded decode(Bytes frame, PixelFormat format) {
        return new JpegLs(frame, format).decode();
    }

    private Decoded decode() {
        int at = bytes.begin;
        if (bytes.u16(at, true) != 0xFFD8) {
            throw bytes.malformed(at, "a JPEG-LS frame begins with FFD8");
        }
        at += 2;
        while (scanned < format.samples()) {
            int marker = bytes.u16(at, true);
            if (marker == 0xFFFF) {
                at++;
                continue;
            }
            if (marker == 0xFFD9) {
                throw bytes.error(Kind.TRUNCATED, at, "the JPEG-LS frame ends before its components are there");
            }
            int length = bytes.u16(at + 2, true);
            Bytes segment = bytes.range(at + 4, at + 2 + Math.max(2, length));
            at = segment.end;
            switch (marker) {
                case 0xFFF7 -> frame(segment);
                case 0xFFF8 -> preset(segment);
                case 0xFFDD -> {
                    if (segment.u16(segment.begin, true) != 0) {
                        throw segment.unsupported(segment.begin, "JPEG-LS with restarts is not read");
                    }
                }
                case 0xFFDA -> at = scan(segment);
                default -> {
                    if (marker < 0xFFE0 && marker != 0xFFDC || marker > 0xFFFE) {
                        throw bytes.malformed(
                                segment.begin, "a JPEG-LS frame has no marker " + Integer.toHexString(marker));
                    }
                }
            }
        }
        return new Decoded(samples, precision);
    }

    private void frame(Bytes segment) {
        int at = segment.begin;
        precision = segment.u8(at);
        int height = segment.u16(at + 1, true);
        int width = segment.u16(at + 3, true);
        int count = segment.u8(at + 5);
        if (height != format.rows() || width != format.columns() || count != format.samples()) {
            throw segment.malformed(
                    at,
                    "the JPEG-LS frame is of " + format.rows() + " x " + format.columns() + " x " + format.samples()
                            + " as the data set says, it is of " + height + " x " + width + " x " + count);
        }
        if (precision < 2 || precision > 16) {
            throw segment.malformed(at, "JPEG-LS samples have 2 to 16 bits, they have " + precision);
        }
        for (int c = 0; c < count; c++) {
            ids[c] = segment.u8(at + 6 + 3 * c);
        }
    }

    private void preset(Bytes segment) {
        int kind = segment.u8(segment.begin);
        if (kind != 1) {
            throw segment.unsupported(segment.begin, "of JPEG-LS presets those of coding are read, not kind " + kind);
        }
        for (int i = 0; i < preset.length; i++) {
            preset[i] = segment.u16(segment.begin + 1 + 2 * i, true);
        }
    }

    private int scan(Bytes segment) {
        int at = segment.begin;
        int count = segment.u8(at);
        int near = segment.u8(at + 1 + 2 * count);
        int interleaving = segment.u8(at + 2 + 2 * count);
        int transform = segment.u8(at + 3 + 2 * count) & 15;
        if (precision == 0 || count < 1 || count > format.samples() || interleaving > 2) {
            throw segment.malformed(at, "a scan has components of a frame before it, interleaved in one of three ways");
        }
        if (count > 1 && interleaving == 0 || transform != 0) {
            throw segment.unsupported(at, "JPEG-LS scans of this kind are not read");
        }
        int largest = preset[0] == 0 ? (1 << precision) - 1 : preset[0];
        if (largest >= 1 << precision || near > Math.min(255, largest / 2)) {
            throw segment.malformed(
                    at,
                    "JPEG-LS samples of " + precision + " bits are at most " + largest + ", and differ by at most "
                            + near);
        }
        int[] places = new int[count];
        for (int i = 0; i < count; i++) {
            places[i] = place(segment, at + 1 + 2 * i);
        }
        JpegLsBits bits = new JpegLsBits(bytes, segment.end);
        JpegLsScan scan = new JpegLsScan(JpegLsCoding.of(largest, near, preset), bits, format.columns(), count);
        for (int y = 0; y < format.rows(); y++) {
            int[][] lines = scan.next(interleaving == 2);
            int row = format.columns() * format.samples();
            if ((y + 1) * row > samples.length) {
                long twice = Math.max((long) (y + 1) * row, 2L * samples.length);
                samples = Arrays.copyOf(samples, (int) Math.min(format.count(bytes), twice));
            }
            for (int i = 0; i < count; i++) {
                int o = y * row + places[i];
                for (int x = 1; x <= format.columns(); x++, o += format.samples()) {
                    samples[o] = lines[i][x];
                }
            }
        }
        scanned += count;
        return bits.position();
    }

    private int place(Bytes segment, int at) {
        for (int c = 0; c < ids.length; c++) {
            if (ids[c] == segment.u8(at)) {
                return c;
            }
        }
        throw segment.malformed(at, "a scan's component is one of the frame");
    }
}
