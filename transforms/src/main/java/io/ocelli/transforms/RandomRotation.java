package io.ocelli.transforms;

import io.ocelli.image.Interpolation;
import io.ocelli.image.Parameters;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import java.util.List;

/**
 * Turns a picture around its centre by an angle that is drawn evenly, as torchvision's {@code RandomRotation} that does not
 * expand. It keeps the size, and moves masks and boxes. Immutable, safe for any number of threads.
 *
 * @param degrees the largest angle to either side, 0 or more
 * @param interpolation nearest, bilinear or bicubic
 * @param fill the colour of the corners: one value, or one for each channel
 */
public record RandomRotation(double degrees, Interpolation interpolation, List<Integer> fill) implements Random {
    /**
     * @throws IllegalArgumentException if the angle is not finite or negative, the interpolation another or the fill no colour
     */
    public RandomRotation {
        Factors.checkNotNegative("largest angle", degrees);
        Warp.checked(interpolation);
        fill = Fill.checkedWide(fill);
    }

    /** By up to so many degrees to either side; nearest, and black from outside, as by default in torchvision. */
    public static RandomRotation of(double degrees) {
        return new RandomRotation(degrees, Interpolation.NEAREST, Fill.NOTHING);
    }

    public RandomRotation withInterpolation(Interpolation interpolation) {
        return new RandomRotation(degrees, interpolation, fill);
    }

    public RandomRotation withFill(List<Integer> fill) {
        return new RandomRotation(degrees, interpolation, fill);
    }

    @Override
    public Rotate draw(Size size, Randomness randomness) {
        return new Rotate(randomness.nextDouble(-degrees, degrees), interpolation, false, fill);
    }

    @Override
    public String name() {
        return "RandomRotation";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("degrees", degrees)
                .with("interpolation", interpolation)
                .with("fill", fill);
    }

    static RandomRotation read(Parameters saved) {
        return new RandomRotation(saved.number("degrees"), saved.interpolation("interpolation"), Fill.read(saved));
    }
}
