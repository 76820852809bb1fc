package io.ocelli.transforms;

import io.ocelli.image.Region;
import io.ocelli.image.Size;

/** A rectangle of pixels inside a picture. */
record Window(int top, int left, int height, int width) {
    static Window all(Size size) {
        return new Window(0, 0, size.height(), size.width());
    }

    boolean isInside(Size size) {
        return top >= 0 && left >= 0 && (long) top + height <= size.height() && (long) left + width <= size.width();
    }

    /** What of it lies inside a picture; all of the picture where nothing does. */
    Region within(Size size) {
        int y0 = Math.max(top, 0);
        int x0 = Math.max(left, 0);
        int y1 = (int) Math.min((long) top + height, size.height());
        int x1 = (int) Math.min((long) left + width, size.width());
        return y0 < y1 && x0 < x1 ? new Region(y0, x0, y1 - y0, x1 - x0) : Region.all(size);
    }

    Size size() {
        return new Size(height, width);
    }
}
