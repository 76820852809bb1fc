package io.ocelli.image;

import java.util.Arrays;
import java.util.Locale;

/**
 * How a resized picture takes its values from the source. All but {@link #NEAREST} are antialiased when they shrink: the
 * filter widens with the scale, as Pillow's.
 */
public enum Interpolation {
    NEAREST,
    BOX,
    BILINEAR,
    HAMMING,
    BICUBIC,
    LANCZOS;

    /** The name that torchvision, timm and Pillow use, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The interpolation of a name, in any case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Interpolation named(String label) {
        for (Interpolation interpolation : values()) {
            if (interpolation.name().equalsIgnoreCase(label)) {
                return interpolation;
            }
        }
        throw new IllegalArgumentException("An interpolation is one of "
                + Arrays.toString(values()).toLowerCase(Locale.ROOT) + ", received '" + label + "'");
    }
}
