package io.ocelli.graph;

/** A height and a width: of a kernel, a stride, a padding, a window. */
public record Size(int height, int width) {

    public static Size of(int side) {
        return new Size(side, side);
    }

    @Override
    public String toString() {
        return height + " x " + width;
    }
}
