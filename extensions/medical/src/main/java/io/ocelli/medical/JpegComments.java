package io.ocelli.medical;

/**
 * Blanks what frames of the JPEG family say beside the picture: comments and what applications wrote, such as Exif. Lengths
 * stay, so that offset tables do.
 */
final class JpegComments {
    private static final int COMMENT = 0xFFFE;
    private static final int JPEG_2000_COMMENT = 0xFF64;
    private static final int START = 0xFFD8;
    private static final int CODESTREAM = 0xFF4F;
    private static final int SCAN = 0xFFDA;
    private static final int TILE = 0xFF90;
    private static final int END = 0xD9;

    private JpegComments() {}

    /**
     * Blanks them in a fragment that may begin a frame; whether there were any.
     *
     * @param whole whether the fragment is a whole frame, so that bytes behind its end are none of it
     */
    static boolean blank(byte[] fragment, boolean whole) {
        boolean behind = whole && blankBehind(fragment);
        return blank(fragment) || behind;
    }

    private static boolean blankBehind(byte[] fragment) {
        boolean blanked = false;
        for (int at = fragment.length - 2; at > 2 && isJpeg(fragment); at--) {
            if (fragment[at] == (byte) 0xFF && fragment[at + 1] == (byte) END) {
                for (int i = at + 2; i < fragment.length; i++) {
                    blanked |= fragment[i] != 0;
                    fragment[i] = 0;
                }
                return blanked;
            }
        }
        return false;
    }

    private static boolean isJpeg(byte[] fragment) {
        Bytes bytes = new Bytes("", fragment);
        return fragment.length >= 2 && (bytes.u16(0, true) == START || bytes.u16(0, true) == CODESTREAM);
    }

    /** The same of comments alone. */
    static boolean blank(byte[] fragment) {
        if (!isJpeg(fragment)) {
            return false;
        }
        Bytes bytes = new Bytes("", fragment);
        boolean blanked = false;
        int at = 2;
        while (at + 4 <= fragment.length) {
            int marker = bytes.u16(at, true);
            if (marker == SCAN || marker == TILE || marker < 0xFF00) {
                return blanked;
            }
            int end = Math.min(fragment.length, at + 2 + bytes.u16(at + 2, true));
            if (says(marker)) {
                // of JPEG 2000, the first two bytes say what kind of comment it is
                for (int i = at + (marker == JPEG_2000_COMMENT ? 6 : 4); i < end; i++) {
                    blanked |= fragment[i] != 0;
                    fragment[i] = 0;
                }
            }
            at = Math.max(at + 2, end);
        }
        return blanked;
    }

    /** Not those that say how colours are to be read: JFIF's (0), SPIFF's (8) and Adobe's (14). */
    private static boolean says(int marker) {
        boolean application = marker > 0xFFE0 && marker <= 0xFFEF && marker != 0xFFE8 && marker != 0xFFEE;
        return application || marker == COMMENT || marker == JPEG_2000_COMMENT;
    }
}
