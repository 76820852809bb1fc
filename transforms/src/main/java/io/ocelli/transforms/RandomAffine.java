package io.ocelli.transforms;

import io.ocelli.image.Interpolation;
import io.ocelli.image.Parameters;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import java.util.List;

/**
 * Turns, moves, scales and shears a picture around its centre by what is drawn evenly, as torchvision's {@code RandomAffine}.
 * It keeps the size, and moves masks and boxes. Immutable, safe for any number of threads.
 *
 * @param degrees the largest angle to either side, 0 or more
 * @param translateX the farthest move to either side, as a share of the width from 0 to 1; whole pixels are drawn
 * @param translateY the farthest move up and down, as a share of the height from 0 to 1
 * @param minScale the least factor of its size, over 0
 * @param maxScale the largest
 * @param shearX the largest shear along x to either side, in degrees from 0 to below 90
 * @param shearY the largest shear along y to either side, in degrees from 0 to below 90
 * @param interpolation nearest, bilinear or bicubic
 * @param fill the colour outside: one value, or one for each channel
 */
public record RandomAffine(
        double degrees,
        double translateX,
        double translateY,
        double minScale,
        double maxScale,
        double shearX,
        double shearY,
        Interpolation interpolation,
        List<Integer> fill)
        implements Random {
    /**
     * @throws IllegalArgumentException if a number is out of range, the interpolation another or the fill no colour
     */
    public RandomAffine {
        Factors.checkNotNegative("largest angle", degrees);
        if (!(translateX >= 0 && translateX <= 1 && translateY >= 0 && translateY <= 1)) {
            throw new IllegalArgumentException("A random translation is a share of the picture from 0 to 1, received "
                    + translateX + " and " + translateY);
        }
        if (!(minScale > 0 && minScale <= maxScale && maxScale < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "The scales have 0 < least <= largest, received " + minScale + " to " + maxScale);
        }
        if (!(shearX >= 0 && shearX < 90 && shearY >= 0 && shearY < 90)) {
            throw new IllegalArgumentException(
                    "A random shear is from 0 to below 90 degrees, received " + shearX + " and " + shearY);
        }
        Warp.checked(interpolation);
        fill = Fill.checkedWide(fill);
    }

    /** Turned by up to so many degrees to either side; nearest, and black from outside, as by default in torchvision. */
    public static RandomAffine of(double degrees) {
        return new RandomAffine(degrees, 0, 0, 1, 1, 0, 0, Interpolation.NEAREST, Fill.NOTHING);
    }

    public RandomAffine withTranslate(double x, double y) {
        return new RandomAffine(degrees, x, y, minScale, maxScale, shearX, shearY, interpolation, fill);
    }

    public RandomAffine withScale(double least, double largest) {
        return new RandomAffine(degrees, translateX, translateY, least, largest, shearX, shearY, interpolation, fill);
    }

    public RandomAffine withShear(double x, double y) {
        return new RandomAffine(degrees, translateX, translateY, minScale, maxScale, x, y, interpolation, fill);
    }

    public RandomAffine withInterpolation(Interpolation interpolation) {
        return new RandomAffine(
                degrees, translateX, translateY, minScale, maxScale, shearX, shearY, interpolation, fill);
    }

    public RandomAffine withFill(List<Integer> fill) {
        return new RandomAffine(
                degrees, translateX, translateY, minScale, maxScale, shearX, shearY, interpolation, fill);
    }

    @Override
    public Affine draw(Size size, Randomness randomness) {
        double angle = randomness.nextDouble(-degrees, degrees);
        double x = translateX * size.width();
        double y = translateY * size.height();
        double dx = Math.rint(randomness.nextDouble(-x, x));
        double dy = Math.rint(randomness.nextDouble(-y, y));
        double scale = randomness.nextDouble(minScale, maxScale);
        double alongX = randomness.nextDouble(-shearX, shearX);
        return new Affine(angle, dx, dy, scale, alongX, randomness.nextDouble(-shearY, shearY), interpolation, fill);
    }

    @Override
    public String name() {
        return "RandomAffine";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("degrees", degrees)
                .with("translateX", translateX)
                .with("translateY", translateY)
                .with("minScale", minScale)
                .with("maxScale", maxScale)
                .with("shearX", shearX)
                .with("shearY", shearY)
                .with("interpolation", interpolation)
                .with("fill", fill);
    }

    static RandomAffine read(Parameters saved) {
        return new RandomAffine(
                saved.number("degrees"),
                saved.number("translateX"),
                saved.number("translateY"),
                saved.number("minScale"),
                saved.number("maxScale"),
                saved.number("shearX"),
                saved.number("shearY"),
                saved.interpolation("interpolation"),
                Fill.read(saved));
    }
}
