package io.ocelli.engine;

/** How much of a running average of the weights stays in an update: a function of how many there were. */
@FunctionalInterface
public interface Averaging {
    /**
     * The share of the average that stays; the rest is taken from the weights as the update leaves them.
     *
     * @param updates with this one, from 1; where parameters were updated differently often, the most
     * @return 0 to take the weights as they are, 1 to leave the average as it is
     */
    double kept(long updates);
}
