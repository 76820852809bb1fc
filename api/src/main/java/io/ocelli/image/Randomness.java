package io.ocelli.image;

import java.nio.charset.StandardCharsets;

/**
 * A splittable source of random numbers, the same on every platform and in every version: SplitMix64 (Steele, Lea, Flood
 * 2014).
 *
 * <p>{@link #split} gives a child that depends on this source's seed and on the key only, never on what was drawn before;
 * so each sample of each epoch has numbers of its own, whatever thread asks first:
 *
 * <pre>{@code
 * Randomness.of(seed).split("augment").split(epoch).split(sample)
 * }</pre>
 *
 * <p>Not for secrets. One source is for one thread; splitting is safe from any.
 */
public final class Randomness {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long seed;
    private long state;

    private Randomness(long seed) {
        this.seed = seed;
        this.state = seed;
    }

    /** The source that belongs to a seed. */
    public static Randomness of(long seed) {
        return new Randomness(mix(seed + GOLDEN));
    }

    /** The child with a key: an epoch, a sample, a node. */
    public Randomness split(long key) {
        // The seed is mixed once more than the key: else seed a, key b would be seed b, key a.
        return new Randomness(mix(mix(seed + GOLDEN) + mix(key + GOLDEN)));
    }

    /** The child with a name. */
    public Randomness split(String key) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 255)) * 0x100000001B3L;
        }
        // The complement keeps names apart from the small numbers that other keys are.
        return split(~hash);
    }

    /** 64 random bits. */
    public long nextLong() {
        state += GOLDEN;
        return mix(state);
    }

    /**
     * A number from 0 to {@code bound - 1}, each equally likely.
     *
     * @throws IllegalArgumentException if the bound is not positive
     */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("A bound is positive, received " + bound);
        }
        // Multiply and shift; the few low products that would favour some results are drawn again.
        long threshold = (1L << 32) % bound;
        long product;
        do {
            product = (nextLong() >>> 32) * bound;
        } while ((product & 0xFFFFFFFFL) < threshold);
        return (int) (product >>> 32);
    }

    /** A number from 0 (included) to 1 (excluded), a multiple of 2^-53. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** A number from {@code low} (included) to {@code high} (excluded, but for rounding). */
    public double nextDouble(double low, double high) {
        return low + (high - low) * nextDouble();
    }

    /** True with a probability. */
    public boolean nextBoolean(double probability) {
        return nextDouble() < probability;
    }

    /** A number of the normal distribution with mean 0 and deviation 1 (Box and Muller, by StrictMath). */
    public double nextGaussian() {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * nextDouble());
    }

    /**
     * A share of the Beta distribution, from 0 to 1.
     *
     * @throws IllegalArgumentException if a parameter is not over 0 and finite
     */
    public double nextBeta(double alpha, double beta) {
        double a = nextLogGamma(alpha);
        double b = nextLogGamma(beta);
        return 1 / (1 + StrictMath.exp(b - a));
    }

    /**
     * Shares of the symmetric Dirichlet distribution, which add up to 1.
     *
     * @throws IllegalArgumentException if {@code alpha} is not over 0 and finite
     */
    public double[] nextDirichlet(double alpha, int count) {
        double[] shares = new double[count];
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            shares[i] = nextLogGamma(alpha);
            largest = Math.max(largest, shares[i]);
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            shares[i] = StrictMath.exp(shares[i] - largest);
            sum += shares[i];
        }
        for (int i = 0; i < count; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    /**
     * The logarithm of a number of the Gamma distribution (Marsaglia and Tsang 2000): of a small shape the numbers themselves are
     * too small for a double.
     */
    private double nextLogGamma(double shape) {
        if (!(shape > 0 && shape < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "A parameter of the Beta distribution is over 0 and finite, received " + shape);
        }
        if (shape < 1) {
            return nextLogGamma(shape + 1) + StrictMath.log(1 - nextDouble()) / shape;
        }
        double d = shape - 1 / 3.0;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = nextGaussian();
            double v = 1 + c * x;
            if (v > 0) {
                v = v * v * v;
                if (StrictMath.log(1 - nextDouble()) < 0.5 * x * x + d * (1 - v + StrictMath.log(v))) {
                    return StrictMath.log(d) + StrictMath.log(v);
                }
            }
        }
    }

    /** The numbers from 0 to {@code count - 1} in random order (Fisher and Yates). */
    public int[] permutation(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
