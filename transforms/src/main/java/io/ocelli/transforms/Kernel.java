package io.ocelli.transforms;

import io.ocelli.image.Interpolation;

/**
 * The weights of one direction of a resize: for each output position the first input, how many, and their weights in fixed
 * point. The same numbers as Pillow's, so that the results are the same to the bit.
 */
final class Kernel {
    /** Fractional bits of a weight: of 32 bits, 8 for the sample and 2 for filters that overshoot are left. */
    static final int BITS = 32 - 8 - 2;

    final int taps;
    final int[] first;
    final int[] count;
    final int[] weights;
    /** The weights before they were rounded. */
    final double[] shares;

    private Kernel(int taps, int outputs) {
        this.taps = taps;
        this.first = new int[outputs];
        this.count = new int[outputs];
        this.weights = new int[Math.multiplyExact(outputs, taps)];
        this.shares = new double[weights.length];
    }

    /** The weights for outputs {@code from} to {@code from + outputs - 1} of a resize of {@code input} to {@code output}. */
    static Kernel of(int input, int output, int from, int outputs, Interpolation interpolation) {
        double scale = (double) input / output;
        double widening = Math.max(scale, 1);
        double support = support(interpolation) * widening;
        double narrowing = 1 / widening;
        Kernel kernel = new Kernel((int) Math.ceil(support) * 2 + 1, outputs);
        double[] taps = new double[kernel.taps];
        for (int i = 0; i < outputs; i++) {
            double center = (from + i + 0.5) * scale;
            int first = Math.max((int) (center - support + 0.5), 0);
            int count = Math.min((int) (center + support + 0.5), input) - first;
            double sum = 0;
            for (int j = 0; j < count; j++) {
                taps[j] = weight(interpolation, (j + first - center + 0.5) * narrowing);
                sum += taps[j];
            }
            for (int j = 0; j < count; j++) {
                double share = sum == 0 ? taps[j] : taps[j] / sum;
                double weight = share * (1 << BITS);
                kernel.shares[i * kernel.taps + j] = share;
                kernel.weights[i * kernel.taps + j] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
            }
            kernel.first[i] = first;
            kernel.count[i] = count;
        }
        return kernel;
    }

    /** The inputs that {@link #of} gives weights for: the first, and the one after the last. */
    static int[] span(int input, int output, int from, int outputs, Interpolation interpolation) {
        double scale = (double) input / output;
        double support = support(interpolation) * Math.max(scale, 1);
        int begin = Math.max((int) ((from + 0.5) * scale - support + 0.5), 0);
        int end = Math.min((int) ((from + outputs - 1 + 0.5) * scale + support + 0.5), input);
        return new int[] {begin, end};
    }

    /** The first input that any output takes. */
    int begin() {
        return first[0];
    }

    /** The input after the last that any output takes. */
    int end() {
        int last = first.length - 1;
        return first[last] + count[last];
    }

    private static double support(Interpolation interpolation) {
        return switch (interpolation) {
            case BOX -> 0.5;
            case BILINEAR, HAMMING -> 1;
            case BICUBIC -> 2;
            case LANCZOS -> 3;
            case NEAREST -> throw new IllegalArgumentException("nearest has no kernel");
        };
    }

    private static double weight(Interpolation interpolation, double x) {
        double distance = Math.abs(x);
        return switch (interpolation) {
            case BOX -> x > -0.5 && x <= 0.5 ? 1 : 0;
            case BILINEAR -> distance < 1 ? 1 - distance : 0;
            case HAMMING -> distance < 1 ? sinc(distance) * (0.54 + 0.46 * StrictMath.cos(distance * Math.PI)) : 0;
            case BICUBIC -> cubic(distance);
            case LANCZOS -> x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
            case NEAREST -> throw new IllegalArgumentException("nearest has no kernel");
        };
    }

    /** Keys' cubic with a = -1/2. */
    private static double cubic(double x) {
        double a = -0.5;
        if (x < 1) {
            return ((a + 2) * x - (a + 3)) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : StrictMath.sin(x * Math.PI) / (x * Math.PI);
    }
}
