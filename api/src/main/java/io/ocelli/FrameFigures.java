package io.ocelli;

import java.util.Arrays;
import java.util.Locale;

/**
 * How a stream of frames went.
 *
 * @param offered how many frames came
 * @param answered how many were classified
 * @param dropped how many a later one took the place of before they were looked at
 * @param failed how many could not be read or classified
 * @param latencies from the offer to the answer of the last up to 4096 that were answered, in nanoseconds, rising
 */
public record FrameFigures(long offered, long answered, long dropped, long failed, long[] latencies) {
    public FrameFigures {
        latencies = latencies.clone();
        Arrays.sort(latencies);
    }

    @Override
    public long[] latencies() {
        return latencies.clone();
    }

    /**
     * The latency that so many percent of the answers do not exceed (nearest rank), in milliseconds; not a number where there is
     * none.
     *
     * @param percent above 0, at most 100
     * @throws IllegalArgumentException if it is not
     */
    public double latency(double percent) {
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException("A percentile is above 0 and at most 100, received " + percent);
        }
        if (latencies.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(percent / 100 * latencies.length - 1e-9);
        return latencies[Math.max(1, rank) - 1] / 1e6;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d frames, %d answered, %d dropped, %d failed; latency %.1f ms (50 %%), %.1f ms (95 %%), %.1f ms (99 %%)",
                offered,
                answered,
                dropped,
                failed,
                latency(50),
                latency(95),
                latency(99));
    }
}
