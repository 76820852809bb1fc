package io.ocelli.dense;

import io.ocelli.image.Image;

/** A rectangle of a picture. */
final class Cut {
    private Cut() {}

    /** What lies outside of the picture is as its nearest pixel. */
    static Image of(Image image, int top, int left, int height, int width) {
        if (top == 0 && left == 0 && height == image.height() && width == image.width()) {
            return image;
        }
        int channels = image.channels();
        Image cut = Image.black(height, width, channels, image.depth());
        boolean bytes = image.depth() == Image.Depth.UINT8;
        Object from = bytes ? image.samples() : image.words();
        Object to = bytes ? cut.samples() : cut.words();
        int inside = Math.max(0, Math.min(left + width, image.width()) - Math.max(left, 0));
        for (int y = 0; y < height; y++) {
            int row = Math.max(0, Math.min(image.height() - 1, top + y)) * image.width();
            int at = Math.max(0, -left);
            if (inside > 0) {
                System.arraycopy(
                        from, (row + Math.max(left, 0)) * channels, to, (y * width + at) * channels, inside * channels);
            }
            for (int x = 0; x < width; x++) {
                if (x < at || x >= at + inside) {
                    int nearest = Math.max(0, Math.min(image.width() - 1, left + x));
                    System.arraycopy(from, (row + nearest) * channels, to, (y * width + x) * channels, channels);
                }
            }
        }
        return cut;
    }
}
