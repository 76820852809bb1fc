package io.ocelli.model;

import io.ocelli.weights.Weights;
import org.jspecify.annotations.Nullable;

/**
 * A place where published weights may be: the class path, a folder, a download. Found by {@link java.util.ServiceLoader}
 * besides the library's own. Thread-safe.
 */
public interface WeightsSource {
    /** Places are asked in rising order: what costs nothing comes first. The class path is 0, the cache 100, downloads 200. */
    int order();

    /**
     * The weights of a row, or null where this place does not have them.
     *
     * @throws io.ocelli.error.WeightsException if it has them and they cannot be used
     */
    @Nullable
    Weights find(PublishedWeights row);

    /** Where it looks for a row, for the error of one that is nowhere. */
    String describe(PublishedWeights row);
}
