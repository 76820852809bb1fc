package io.ocelli.boxes;

/** The ranges of areas that COCO tells apart, in pixels, bounds included. */
enum CocoArea {
    ALL(0, 1e10),
    SMALL(0, 32 * 32),
    MEDIUM(32 * 32, 96 * 96),
    LARGE(96 * 96, 1e10);

    static final int COUNT = values().length;

    private final double least;
    private final double most;

    CocoArea(double least, double most) {
        this.least = least;
        this.most = most;
    }

    boolean holds(double area) {
        return area >= least && area <= most;
    }
}
