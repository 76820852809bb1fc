package io.ocelli.data;

/** What becomes of a picture that cannot be read. */
public enum OnBroken {
    /** An {@link io.ocelli.error.ImageException} that names it ends the loading. */
    FAIL,
    /** It is left out and listed in {@link Batches#skipped()}; the batches are filled with those that follow. */
    SKIP
}
