package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Size;

/** Moves of whole pixels. */
final class Copying {
    private Copying() {}

    /** The rectangle of a picture whose corner is at ({@code top}, {@code left}); black where it reaches outside. */
    static Image cut(Image image, int top, int left, Size size) {
        if (top == 0 && left == 0 && size.equals(image.size())) {
            return image;
        }
        int channels = image.channels();
        Image result = Image.black(size.height(), size.width(), channels, image.depth());
        int x0 = Math.max(left, 0);
        int x1 = (int) Math.min((long) left + size.width(), image.width());
        int y0 = Math.max(top, 0);
        int y1 = (int) Math.min((long) top + size.height(), image.height());
        for (int y = y0; y < y1 && x0 < x1; y++) {
            Depths.copy(
                    image,
                    (y * image.width() + x0) * channels,
                    result,
                    ((y - top) * size.width() + x0 - left) * channels,
                    (x1 - x0) * channels);
        }
        return result;
    }
}
