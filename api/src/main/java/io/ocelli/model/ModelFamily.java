package io.ocelli.model;

import java.util.List;

/** A family of architectures, found by {@link java.util.ServiceLoader}. */
public interface ModelFamily {
    /** The family's members; names are unique among all families. */
    List<Model> models();
}
