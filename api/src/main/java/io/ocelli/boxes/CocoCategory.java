package io.ocelli.boxes;

import java.util.Objects;

/** A class of a COCO file: its id, 0 or more, and its name. */
public record CocoCategory(int id, String name) {
    /**
     * @throws IllegalArgumentException if the id is negative
     */
    public CocoCategory {
        Objects.requireNonNull(name, "name");
        GroundTruth.requireCategory(id);
    }
}
