package io.ocelli.graph;

/**
 * How a convolution or a pooling extends its input.
 *
 * @param height rows added above and below; -1 with {@code width} -1 for {@link #SAME}
 * @param width columns added left and right
 */
public record Padding(int height, int width) {

    /**
     * TensorFlow's "same": as much as makes the output ceil(input / stride), the odd one below and right. How much depends
     * on the input's size.
     */
    public static final Padding SAME = new Padding(-1, -1);

    public static final Padding NONE = new Padding(0, 0);

    public Padding {
        if (Math.min(height, width) < 0 && (height != -1 || width != -1)) {
            throw new IllegalArgumentException("A padding is not negative, received " + height + " x " + width);
        }
    }

    public static Padding of(int side) {
        return new Padding(side, side);
    }

    /** Rows or columns before and after for one axis: {before, after}. */
    static int[] resolve(int padding, int extent, int kernel, int stride, int dilation) {
        if (padding >= 0) {
            return new int[] {padding, padding};
        }
        int outputs = (extent + stride - 1) / stride;
        int total = Math.max(0, (outputs - 1) * stride + dilation * (kernel - 1) + 1 - extent);
        return new int[] {total / 2, total - total / 2};
    }
}
