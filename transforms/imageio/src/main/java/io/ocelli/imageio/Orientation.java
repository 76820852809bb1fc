package io.ocelli.imageio;

import io.ocelli.image.Image;
import io.ocelli.image.Region;
import io.ocelli.image.Size;

/** Turns a picture upright as its EXIF orientation says. */
final class Orientation {
    private Orientation() {}

    /**
     * The upright picture.
     *
     * @param orientation 1 to 8, as EXIF numbers them: 2 to 4 mirror and turn by halves, 5 to 8 exchange rows and columns
     */
    static Image upright(Image image, int orientation) {
        if (orientation == Exif.UPRIGHT) {
            return image;
        }
        int height = image.height();
        int width = image.width();
        int channels = image.channels();
        boolean exchanged = exchanged(orientation);
        boolean rightToLeft = rightToLeft(orientation);
        boolean bottomToTop = bottomToTop(orientation);
        Image result = Image.black(exchanged ? width : height, exchanged ? height : width, channels, image.depth());
        Object from = array(image);
        Object to = array(result);
        int o = 0;
        for (int y = 0; y < result.height(); y++) {
            for (int x = 0; x < result.width(); x++) {
                int row = exchanged ? x : y;
                int column = exchanged ? y : x;
                row = bottomToTop ? height - 1 - row : row;
                column = rightToLeft ? width - 1 - column : column;
                int p = (row * width + column) * channels;
                System.arraycopy(from, p, to, o, channels);
                o += channels;
            }
        }
        return result;
    }

    /** The extents of the upright picture. */
    static Size size(Size stored, int orientation) {
        return exchanged(orientation) ? new Size(stored.width(), stored.height()) : stored;
    }

    /** Where a part of the upright picture lies in the stored one. */
    static Region stored(Region upright, Size stored, int orientation) {
        Region part = exchanged(orientation)
                ? new Region(upright.left(), upright.top(), upright.width(), upright.height())
                : upright;
        return new Region(
                bottomToTop(orientation) ? stored.height() - part.bottom() : part.top(),
                rightToLeft(orientation) ? stored.width() - part.right() : part.left(),
                part.height(),
                part.width());
    }

    private static boolean exchanged(int orientation) {
        return orientation >= 5;
    }

    private static boolean rightToLeft(int orientation) {
        return orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    }

    private static boolean bottomToTop(int orientation) {
        return orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    }

    private static Object array(Image image) {
        return image.depth() == Image.Depth.UINT8 ? image.samples() : image.words();
    }
}
