package io.ocelli.transforms;

import io.ocelli.image.Box;
import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Parameters;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.List;

/**
 * Turns, moves, scales and shears a picture around its centre, as torchvision's {@code affine} does.
 *
 * @param degrees the angle, with the clock
 * @param translateX how far it moves to the right, in pixels
 * @param translateY how far it moves down, in pixels
 * @param scale the factor of its size, over 0
 * @param shearX the angle of the shear along x, in degrees
 * @param shearY the angle of the shear along y, in degrees
 * @param interpolation nearest, bilinear or bicubic
 * @param fill the colour outside: one value, or one for each channel
 */
public record Affine(
        double degrees,
        double translateX,
        double translateY,
        double scale,
        double shearX,
        double shearY,
        Interpolation interpolation,
        List<Integer> fill)
        implements Transform {
    /**
     * @throws IllegalArgumentException if a number is not finite, the scale not positive, the interpolation another or the
     *     fill no colour
     */
    public Affine {
        Factors.checkFinite("angle", degrees);
        Factors.checkFinite("translation", translateX);
        Factors.checkFinite("translation", translateY);
        Factors.checkFinite("shear", shearX);
        Factors.checkFinite("shear", shearY);
        if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("A scale is positive, received " + scale);
        }
        Warp.checked(interpolation);
        fill = Fill.checkedWide(fill);
    }

    @Override
    public Image apply(Image image) {
        return Warp.affine(image, image.size(), inverse(image.size()), interpolation, fill);
    }

    /** From a place of the result to the place of the source that it shows. */
    private double[] inverse(Size size) {
        double turn = StrictMath.toRadians(degrees);
        double sx = StrictMath.toRadians(shearX);
        double sy = StrictMath.toRadians(shearY);
        double a = StrictMath.cos(turn - sy) / StrictMath.cos(sy);
        double b = -StrictMath.cos(turn - sy) * StrictMath.tan(sx) / StrictMath.cos(sy) - StrictMath.sin(turn);
        double c = StrictMath.sin(turn - sy) / StrictMath.cos(sy);
        double d = -StrictMath.sin(turn - sy) * StrictMath.tan(sx) / StrictMath.cos(sy) + StrictMath.cos(turn);
        double[] m = {d / scale, -b / scale, 0, -c / scale, a / scale, 0};
        double x = size.width() * 0.5;
        double y = size.height() * 0.5;
        m[2] = m[0] * (-x - translateX) + m[1] * (-y - translateY) + x;
        m[5] = m[3] * (-x - translateX) + m[4] * (-y - translateY) + y;
        return m;
    }

    @Override
    public Image mask(Image mask) {
        return new Affine(degrees, translateX, translateY, scale, shearX, shearY, Interpolation.NEAREST, Fill.NOTHING)
                .apply(mask);
    }

    @Override
    public List<Box> boxes(List<Box> boxes, Size size) {
        return Boxes.unwarped(boxes, inverse(size), size);
    }

    @Override
    public String name() {
        return "Affine";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("degrees", degrees)
                .with("translateX", translateX)
                .with("translateY", translateY)
                .with("scale", scale)
                .with("shearX", shearX)
                .with("shearY", shearY)
                .with("interpolation", interpolation)
                .with("fill", fill);
    }

    static Affine read(Parameters saved) {
        return new Affine(
                saved.number("degrees"),
                saved.number("translateX"),
                saved.number("translateY"),
                saved.number("scale"),
                saved.number("shearX"),
                saved.number("shearY"),
                saved.interpolation("interpolation"),
                Fill.read(saved));
    }
}
