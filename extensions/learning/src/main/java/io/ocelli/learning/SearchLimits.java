package io.ocelli.learning;

/**
 * What a network that is searched for may cost, each infinite where it may cost anything.
 *
 * @param latency milliseconds for a picture, measured on the engine
 * @param memory bytes, as {@link Footprint#memory}
 * @param products of one picture, each with its sum: multiply-adds
 */
public record SearchLimits(double latency, double memory, double products) {
    /**
     * @throws IllegalArgumentException if one is not above 0
     */
    public SearchLimits {
        if (!(latency > 0) || !(memory > 0) || !(products > 0)) {
            throw new IllegalArgumentException("Limits are above 0, received " + latency + " ms, " + memory
                    + " bytes and " + products + " products");
        }
    }

    /** None. */
    public static SearchLimits none() {
        return new SearchLimits(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /** With at most so many milliseconds. */
    public SearchLimits latency(double milliseconds) {
        return new SearchLimits(milliseconds, memory, products);
    }

    /** With at most so many bytes. */
    public SearchLimits memory(double bytes) {
        return new SearchLimits(latency, bytes, products);
    }

    /** With at most so many products. */
    public SearchLimits products(double most) {
        return new SearchLimits(latency, memory, most);
    }

    /** What can be told without running it. */
    boolean admitsUnmeasured(Candidate candidate, int classes) {
        return candidate.cost(classes).products() <= products
                && Footprint.memory(candidate.architecture(3, classes)) <= memory;
    }

    boolean admits(Footprint footprint) {
        return footprint.latency() <= latency
                && footprint.memory() <= memory
                && footprint.cost().products() <= products;
    }
}
