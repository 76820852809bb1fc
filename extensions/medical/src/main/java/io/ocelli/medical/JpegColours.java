package io.ocelli.medical;

/**
 * What the components of a JPEG or JPEG-LS frame are by its own markers, which are right where a data set contradicts them: a
 * JFIF frame is of luminance and colour differences, and one whose components are called R, G and B is of these.
 */
final class JpegColours {
    private static final int SCAN = 0xFFDA;
    private static final int JFIF = 0xFFE0;
    private static final int JPEG_LS_FRAME = 0xFFF7;

    private JpegColours() {}

    static Photometric of(Bytes frame, PixelFormat format) {
        if (format.samples() != 3) {
            return format.photometric();
        }
        boolean jfif = false;
        int at = frame.begin + 2;
        while (at + 4 <= frame.end) {
            int marker = frame.u16(at, true);
            if (marker == 0xFFFF) {
                at++;
                continue;
            }
            if (marker == SCAN || marker < 0xFF00) {
                break;
            }
            int end = at + 2 + Math.max(2, frame.u16(at + 2, true));
            if (isFrame(marker) && end <= frame.end && end - at >= 19) {
                String names = frame.ascii(at + 10, 1) + frame.ascii(at + 13, 1) + frame.ascii(at + 16, 1);
                if (names.equals("RGB") || names.equals("rgb")) {
                    return Photometric.RGB;
                }
            }
            jfif |= marker == JFIF
                    && end <= frame.end
                    && end - at >= 8
                    && frame.ascii(at + 4, 4).equals("JFIF");
            at = end;
        }
        return jfif && format.photometric() == Photometric.RGB ? Photometric.YBR_FULL : format.photometric();
    }

    /** Whether a marker begins a frame; C4, C8 and CC among those do not. */
    private static boolean isFrame(int marker) {
        boolean other = marker == 0xFFC4 || marker == 0xFFC8 || marker == 0xFFCC;
        return marker == JPEG_LS_FRAME || marker >= 0xFFC0 && marker <= 0xFFCF && !other;
    }
}
