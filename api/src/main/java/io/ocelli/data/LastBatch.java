package io.ocelli.data;

/** What becomes of the last batch where the pictures do not fill it. */
public enum LastBatch {
    /** It is smaller. */
    KEEP,
    /** It is left out. */
    DROP,
    /**
     * Its pixels are filled up with black pictures, so that every batch has one shape; {@link Batch#size()} says how many count.
     */
    PAD
}
