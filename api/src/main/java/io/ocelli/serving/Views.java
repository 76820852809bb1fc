package io.ocelli.serving;

import io.ocelli.image.Parameters;
import io.ocelli.image.Preprocessing;
import java.util.List;

/** Ways to look at a picture. A value: immutable, compared by its parameters, safe for any number of threads. */
public sealed interface Views permits FlippedViews, RotatedViews, CroppedViews, ScaledViews {
    /** The views of a picture for a scorer, in their order. */
    List<View> of(View view, Scorer scorer);

    /** How many views there are of a picture. */
    int count();

    /**
     * Requires that a network can look so.
     *
     * @throws IllegalArgumentException if it cannot
     */
    default void requireFor(Preprocessing preprocessing) {}

    /** The name these are saved under. */
    String name();

    /** The parameters these are saved with, beside their name. */
    default Parameters parameters() {
        return Parameters.none();
    }
}
