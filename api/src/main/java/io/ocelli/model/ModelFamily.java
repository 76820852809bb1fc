package io.ocelli.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A family of architectures, found by {@link java.util.ServiceLoader}. */
public interface ModelFamily {
    /** The family's members; names are unique among all families. */
    List<Model> models();

    /**
     * A member that is not listed, such as one whose dimensions are its name; null where the name means nothing to this
     * family, as it is for most.
     */
    default @Nullable Model unlisted(String name) {
        return null;
    }
}
