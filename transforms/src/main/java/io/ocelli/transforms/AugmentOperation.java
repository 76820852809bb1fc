package io.ocelli.transforms;

import io.ocelli.image.Interpolation;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.List;

/** What AutoAugment and its successors do to a picture, by their names, and what a magnitude means to each. */
enum AugmentOperation {
    IDENTITY,
    SHEAR_X,
    SHEAR_Y,
    TRANSLATE_X,
    TRANSLATE_Y,
    ROTATE,
    BRIGHTNESS,
    COLOR,
    CONTRAST,
    SHARPNESS,
    POSTERIZE,
    SOLARIZE,
    AUTO_CONTRAST,
    EQUALIZE,
    INVERT;

    /** The transform at a magnitude: a slope, pixels, degrees, what is added to a factor of 1, bits or a threshold. */
    Transform at(double magnitude, Size size, Interpolation interpolation, List<Integer> fill) {
        double degrees = StrictMath.toDegrees(StrictMath.atan(magnitude));
        return switch (this) {
            case IDENTITY -> Pipeline.empty();
            // Sheared about the corner at the origin, as the paper's code does; Affine shears about the centre.
            case SHEAR_X -> new Affine(0, -magnitude * size.height() / 2, 0, 1, degrees, 0, interpolation, fill);
            case SHEAR_Y -> new Affine(0, 0, -magnitude * size.width() / 2, 1, 0, degrees, interpolation, fill);
            case TRANSLATE_X -> new Affine(0, (int) magnitude, 0, 1, 0, 0, interpolation, fill);
            case TRANSLATE_Y -> new Affine(0, 0, (int) magnitude, 1, 0, 0, interpolation, fill);
            case ROTATE -> new Rotate(magnitude, interpolation, false, fill);
            case BRIGHTNESS -> new Brightness(1 + magnitude);
            case COLOR -> new Saturation(1 + magnitude);
            case CONTRAST -> new Contrast(1 + magnitude);
            case SHARPNESS -> new Sharpness(1 + magnitude);
            case POSTERIZE -> new Posterize((int) magnitude);
            case SOLARIZE -> new Solarize((int) Math.ceil(magnitude));
            case AUTO_CONTRAST -> new AutoContrast();
            case EQUALIZE -> new Equalize();
            case INVERT -> new Invert();
        };
    }
}
