package io.ocelli.explanation;

/**
 * What is kept of normal pictures while they come, one after another, so that no more of them is in memory than is needed. For one
 * thread.
 */
interface Remembering {
    /** How one begins. */
    @FunctionalInterface
    interface Beginning {
        /**
         * For so many pictures.
         *
         * @param places P of a picture
         * @param width D of a place
         * @throws IllegalArgumentException if what would be kept is more than an array holds
         */
        Remembering of(int pictures, int places, int width);
    }

    /**
     * Sees the next one.
     *
     * @param embedding P D
     * @param average the last stage's mean, C
     */
    void see(float[] embedding, float[] average);

    /** What became of them. */
    AnomalyMemory memory();

    /** Refuses what is more numbers than an array holds. */
    static void requireRoom(long numbers, String what, String wayOut) {
        if (numbers > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    what + " are at most " + (Integer.MAX_VALUE - 8) + " numbers, received " + numbers + ". " + wayOut);
        }
    }
}
