package io.ocelli.samples.surfaces;

import io.ocelli.image.Image;

/**
 * A rendered picture and what the renderer knows of it.
 *
 * @param picture red, green, blue
 * @param label what is wrong with it, or {@code clean}
 * @param defective for each pixel, row by row, whether the defect changed it; not copied
 */
public record Specimen(Image picture, String label, boolean[] defective) {
    /** Whether nothing is wrong with it. */
    public boolean clean() {
        return label.equals(Surfaces.CLEAN);
    }
}
