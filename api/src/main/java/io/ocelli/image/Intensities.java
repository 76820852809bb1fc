package io.ocelli.image;

import java.util.Arrays;

/**
 * How samples of 16 bits, such as Hounsfield units, become the numbers that a network takes, without 8 bits in between. It is
 * a part of a {@link Preprocessing} and saved with a model; the preprocessing's means and deviations are then of these numbers.
 * Statistics are those of the picture that goes to the network, resized and cropped, over all channels. A value: immutable.
 *
 * @param kind which way
 * @param low of a window its least value, of percentiles the lower percentage; else 0
 * @param high of a window its largest value, of percentiles the upper percentage; else 0
 */
public record Intensities(Kind kind, double low, double high) {
    /** The ways there are. */
    public enum Kind {
        /** 0 to 1 between two values, and no further. */
        WINDOW,
        /** 0 to 1 between two percentiles of the picture's samples, and no further. */
        PERCENTILES,
        /** Minus the picture's mean, by its standard deviation. */
        Z_SCORE
    }

    /**
     * @throws IllegalArgumentException if low is not below high, or a percentage is not one
     */
    public Intensities {
        boolean range = low < high && !Double.isInfinite(low) && !Double.isInfinite(high);
        boolean percentages = kind != Kind.PERCENTILES || low >= 0 && high <= 100;
        if (kind == Kind.Z_SCORE ? low != 0 || high != 0 : !range || !percentages) {
            throw new IllegalArgumentException(
                    "Intensities are window(low, high) and percentiles(lower, upper) with the"
                            + " first below the second, percentages from 0 to 100, or zScore(); received " + kind + ", "
                            + low
                            + ", " + high);
        }
    }

    /** From 0 at {@code low} or less to 1 at {@code high} or more, evenly between; such as -160 to 240 HU for soft tissue. */
    public static Intensities window(double low, double high) {
        return new Intensities(Kind.WINDOW, low, high);
    }

    /** The same between two percentiles of each picture, interpolated linearly; such as 1 and 99. */
    public static Intensities percentiles(double lower, double upper) {
        return new Intensities(Kind.PERCENTILES, lower, upper);
    }

    /** Minus each picture's mean, by its standard deviation (that of all its samples, not of a draw of them). */
    public static Intensities zScore() {
        return new Intensities(Kind.Z_SCORE, 0, 0);
    }

    /**
     * The numbers of a picture, in the order of its samples; 0 where percentiles or samples are all alike.
     *
     * @throws IllegalArgumentException if the picture has 8 bits, whose values are no physical ones
     */
    public float[] of(Image image) {
        double[] values = Arrays.stream(samples(image)).asDoubleStream().toArray();
        switch (kind) {
            case WINDOW:
                return scaled(values, low, high);
            case PERCENTILES:
                double[] sorted = values.clone();
                Arrays.sort(sorted);
                return scaled(values, percentile(sorted, low), percentile(sorted, high));
            default:
                return standardized(values);
        }
    }

    /**
     * The samples of a picture as they are, in their order.
     *
     * @throws IllegalArgumentException if the picture has 8 bits, whose values are no physical ones
     */
    public int[] samples(Image image) {
        if (image.depth() == Image.Depth.UINT8) {
            throw new IllegalArgumentException("A network of " + this + " takes pictures of 16 bits, received " + image
                    + " of 8. Read it by ImageSource.whole(file), or Images.readWhole(file), from a file that has 16.");
        }
        boolean signed = image.depth() == Image.Depth.INT16;
        short[] words = image.words();
        int[] samples = new int[words.length];
        for (int i = 0; i < words.length; i++) {
            samples[i] = signed ? words[i] : words[i] & 65535;
        }
        return samples;
    }

    private static double percentile(double[] sorted, double percentage) {
        double place = percentage / 100 * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }

    private static float[] scaled(double[] values, double from, double to) {
        float[] scaled = new float[values.length];
        for (int i = 0; i < scaled.length && from < to; i++) {
            scaled[i] = (float) Math.max(0, Math.min(1, (values[i] - from) / (to - from)));
        }
        return scaled;
    }

    private static float[] standardized(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double deviation = Math.sqrt(squares / values.length);
        float[] scores = new float[values.length];
        for (int i = 0; i < scores.length && deviation > 0; i++) {
            scores[i] = (float) ((values[i] - mean) / deviation);
        }
        return scores;
    }
}
