package io.ocelli.image;

import org.jspecify.annotations.Nullable;

/** Transforms of a module, found by {@link java.util.ServiceLoader}. Safe for any number of threads. */
public interface TransformProvider {
    /** The transform that was saved under a name; null if it is none of this module's. */
    @Nullable
    Transform read(String name, Parameters parameters);

    /** What evaluation and serving do to a picture; null if this module leaves that to others. */
    default @Nullable Transform evaluation(Preprocessing preprocessing) {
        return null;
    }

    /** What training does to a picture where the user asked for nothing else; null if this module leaves that to others. */
    default @Nullable Transform training(Preprocessing preprocessing) {
        return null;
    }
}
