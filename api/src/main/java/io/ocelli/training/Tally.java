package io.ocelli.training;

/**
 * What an epoch under way has counted.
 *
 * @param losses their sum over its batches
 * @param updates in it
 * @param planned updates in it: as many as the epoch before it made, 0 where there was none
 * @param seconds that it took before the training was resumed
 */
record Tally(double losses, int updates, int planned, double seconds) {
    static Tally empty() {
        return new Tally(0, 0, 0, 0);
    }

    Tally with(double loss, boolean updated) {
        return new Tally(losses + loss, updated ? updates + 1 : updates, planned, seconds);
    }

    Tally nextEpoch() {
        return new Tally(0, 0, updates, 0);
    }
}
