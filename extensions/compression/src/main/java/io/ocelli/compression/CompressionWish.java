package io.ocelli.compression;

import com.google.common.collect.ImmutableList;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * What a smaller classifier may cost, and how much worse it may be; each infinite where nothing is wished. Immutable.
 *
 * <pre>{@code
 * CompressionWish.none().latency(2).bytes(1_000_000).drop(0.01)
 * }</pre>
 *
 * @param latency the most milliseconds that the network may take for one picture on this machine
 * @param bytes the most that its files may take
 * @param products the most of one picture, each with its sum: multiply-adds
 * @param drop the largest share of the pictures to validate with by which it may be less accurate than the original: 0.01 for a
 *     point
 */
public record CompressionWish(double latency, double bytes, double products, double drop) {
    private static final double NONE = Double.POSITIVE_INFINITY;
    private static final int DIGITS = 4;

    /**
     * @throws IllegalArgumentException if the drop is below 0, or another number not above 0
     */
    public CompressionWish {
        if (!(latency > 0) || !(bytes > 0) || !(products > 0) || !(drop >= 0)) {
            throw new IllegalArgumentException("A wish is of numbers above 0, and of a drop of 0 or more, received "
                    + latency + " ms, " + bytes + " bytes, " + products + " products and a drop of " + drop);
        }
    }

    /** None. */
    public static CompressionWish none() {
        return new CompressionWish(NONE, NONE, NONE, NONE);
    }

    /** With at most so many milliseconds for one picture. */
    public CompressionWish latency(double milliseconds) {
        return new CompressionWish(milliseconds, bytes, products, drop);
    }

    /** With files of at most so many bytes. */
    public CompressionWish bytes(double most) {
        return new CompressionWish(latency, most, products, drop);
    }

    /** With at most so many multiply-adds for one picture. */
    public CompressionWish products(double most) {
        return new CompressionWish(latency, bytes, most, drop);
    }

    /** With an accuracy that is lower by at most such a share. */
    public CompressionWish drop(double share) {
        return new CompressionWish(latency, bytes, products, share);
    }

    /** Whether it says more than how accurate the network is to be. */
    public boolean limitsCost() {
        return latency < NONE || bytes < NONE || products < NONE;
    }

    /**
     * How far a candidate is from the wish: the largest share by which it is above one of the numbers, for the drop as a share of
     * the original's accuracy. 0 or less where it keeps all that is known of it.
     */
    double excess(CompressionCandidate candidate, double accuracy) {
        double dropped = accuracy - candidate.accuracy();
        double lost = Double.isNaN(dropped) || drop == NONE ? -1 : (dropped - drop) / Math.max(accuracy, drop);
        return Math.max(lost, costExcess(candidate, 1));
    }

    /** As {@link #excess} of the costs alone, with a latency that may be so many times as long. */
    double costExcess(CompressionCandidate candidate, double patience) {
        double slow = candidate.single().milliseconds() / (patience * latency) - 1;
        double large = candidate.bytes() / bytes - 1;
        double busy = candidate.cost().products() / products - 1;
        return Math.max(slow, Math.max(large, busy));
    }

    /**
     * What a candidate does not keep, in words ({@code 2.31 ms where 2 are wished}); empty where it keeps everything.
     *
     * @param accuracy the original's, 0 to 1
     */
    List<String> missed(CompressionCandidate candidate, double accuracy) {
        ImmutableList.Builder<String> missed = ImmutableList.builder();
        above(missed, candidate.single().milliseconds(), latency, "ms");
        above(missed, candidate.bytes() / 1e6, bytes / 1e6, "MB");
        above(missed, candidate.cost().products() / 1e6, products / 1e6, "million MACs");
        if (!candidate.isTrained()) {
            missed.add("not trained, as it costs too much");
        } else {
            above(missed, 100 * (accuracy - candidate.accuracy()), 100 * drop, "points less accuracy");
        }
        return missed.build();
    }

    private static void above(ImmutableList.Builder<String> missed, double is, double wished, String unit) {
        if (is > wished) {
            missed.add(number(is) + " " + unit + " where " + number(wished) + " are wished");
        }
    }

    private static String number(double number) {
        return new BigDecimal(number)
                .round(new MathContext(DIGITS))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** What is wished, in words. */
    @Override
    public String toString() {
        ImmutableList.Builder<String> parts = ImmutableList.builder();
        if (latency < NONE) {
            parts.add(number(latency) + " ms");
        }
        if (bytes < NONE) {
            parts.add(number(bytes / 1e6) + " MB");
        }
        if (products < NONE) {
            parts.add(number(products / 1e6) + " million MACs");
        }
        if (drop < NONE) {
            parts.add(number(100 * drop) + " points less accuracy");
        }
        List<String> said = parts.build();
        return said.isEmpty() ? "nothing" : "at most " + String.join(", ", said);
    }
}
