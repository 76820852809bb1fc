package io.ocelli.serving;

import io.ocelli.image.Image;
import io.ocelli.image.Size;

/** Pictures whose pixels are those of others, elsewhere. */
final class Rearranged {
    private Rearranged() {}

    /** Where a pixel comes from: y times the other picture's width, plus x. */
    private interface Origin {
        int of(int y, int x);
    }

    /** Left becomes right. */
    static Image mirrored(Image image) {
        int width = image.width();
        return of(image, image.size(), (y, x) -> y * width + width - 1 - x);
    }

    /** Above becomes below. */
    static Image upsideDown(Image image) {
        int width = image.width();
        int last = image.height() - 1;
        return of(image, image.size(), (y, x) -> (last - y) * width + x);
    }

    /** A quarter counter-clockwise. */
    static Image turned(Image image) {
        int width = image.width();
        return of(image, new Size(width, image.height()), (y, x) -> x * width + width - 1 - y);
    }

    /** A part. */
    static Image cut(Image image, int top, int left, Size size) {
        int width = image.width();
        return of(image, size, (y, x) -> (top + y) * width + left + x);
    }

    private static Image of(Image image, Size size, Origin origin) {
        int channels = image.channels();
        Image result = Image.black(size.height(), size.width(), channels, image.depth());
        boolean bytes = image.depth() == Image.Depth.UINT8;
        Object from = bytes ? image.samples() : image.words();
        Object to = bytes ? result.samples() : result.words();
        for (int y = 0, o = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++, o += channels) {
                System.arraycopy(from, origin.of(y, x) * channels, to, o, channels);
            }
        }
        return result;
    }
}
