package io.ocelli.learning;

/** What all temperatures keep to. */
final class Temperatures {
    private Temperatures() {}

    static void require(double temperature) {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("A temperature is above 0 and finite, received " + temperature);
        }
    }
}
