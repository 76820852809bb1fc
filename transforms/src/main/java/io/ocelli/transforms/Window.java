package io.ocelli.transforms;

import io.ocelli.image.Size;

/** A rectangle of pixels inside a picture. */
record Window(int top, int left, int height, int width) {
    static Window all(Size size) {
        return new Window(0, 0, size.height(), size.width());
    }

    boolean isInside(Size size) {
        return top >= 0 && left >= 0 && (long) top + height <= size.height() && (long) left + width <= size.width();
    }

    Size size() {
        return new Size(height, width);
    }
}
