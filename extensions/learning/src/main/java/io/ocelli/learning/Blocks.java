package io.ocelli.learning;

/**
 * A stage of a {@link Candidate}: residual blocks of one width, the first of which halves the map, but in the first stage.
 *
 * @param depth blocks, 1 or more
 * @param width channels that a block gives, 1 or more
 * @param kernel side of its spatial convolutions, odd
 * @param expansion 1 for two dense convolutions (He et al. 2016); above it, for a depthwise convolution of so many times the
 *     block's channels between two of 1x1 (Sandler et al. 2018)
 * @param squeeze whether channels are weighed by what all of the map is (Hu et al. 2018), through a quarter of the block's channels
 */
public record Blocks(int depth, int width, int kernel, int expansion, boolean squeeze) {
    /**
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Blocks {
        if (depth < 1 || width < 1 || kernel < 1 || kernel % 2 == 0 || expansion < 1) {
            throw new IllegalArgumentException(
                    "A stage has a depth, a width and an expansion of 1 or more and an odd kernel," + " received "
                            + depth + ", " + width + ", " + expansion + " and " + kernel);
        }
    }

    /** Such as {@code 3x16k3e1} or {@code 2x24k5e4s}. */
    @Override
    public String toString() {
        return depth + "x" + width + "k" + kernel + "e" + expansion + (squeeze ? "s" : "");
    }
}
