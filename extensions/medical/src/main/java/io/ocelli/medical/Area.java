package io.ocelli.medical;

/** A rectangle of points of a grid: from {@code left} and {@code top} up to before {@code right} and {@code bottom}. */
record Area(int left, int top, int right, int bottom) {
    int width() {
        return right - left;
    }

    int height() {
        return bottom - top;
    }

    boolean isEmpty() {
        return right <= left || bottom <= top;
    }

    /** The part that is in another, which may be none. */
    Area in(Area other) {
        return new Area(
                Math.max(left, other.left),
                Math.max(top, other.top),
                Math.min(right, other.right),
                Math.min(bottom, other.bottom));
    }

    /** The points of which only each 2^{@code levels}th is left, the {@code x}th and {@code y}th half of them (B-15). */
    Area halved(int levels, int x, int y) {
        return new Area(
                point(left, levels, x), point(top, levels, y), point(right, levels, x), point(bottom, levels, y));
    }

    private static int point(int point, int levels, int odd) {
        if (levels == 0) {
            return point;
        }
        long shifted = point - ((long) odd << levels - 1) + (1L << levels) - 1;
        return (int) (shifted >> levels);
    }
}
