package io.ocelli.transforms;

import com.google.common.collect.ImmutableList;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Parameters;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.List;

/**
 * Pulls the four corners of a picture inwards by what is drawn evenly, with a probability, as torchvision's {@code
 * RandomPerspective}. It keeps the size, takes 8 bits or 16, and moves masks and boxes. Immutable, safe for any number of threads.
 *
 * @param distortionScale how far a corner moves at most, as a share of the way to the middle, from 0 to below 1
 * @param interpolation nearest, bilinear or bicubic
 * @param fill the colour outside: one value, or one for each channel
 */
public record RandomPerspective(
        double distortionScale, double probability, Interpolation interpolation, List<Integer> fill) implements Random {
    private static final int DRAWS = 10;

    /**
     * @throws IllegalArgumentException if a number is out of range, the interpolation another or the fill no colour
     */
    public RandomPerspective {
        // At 1 corners may meet in the middle, and there is no such perspective.
        if (!(distortionScale >= 0 && distortionScale < 1)) {
            throw new IllegalArgumentException(
                    "A perspective's distortionScale is from 0 to below 1, received " + distortionScale);
        }
        Random.checkProbability(probability);
        Warp.checked(interpolation);
        fill = Fill.checkedWide(fill);
    }

    /** Bilinear, and black from outside, as by default in torchvision. */
    public static RandomPerspective of(double distortionScale, double probability) {
        return new RandomPerspective(distortionScale, probability, Interpolation.BILINEAR, Fill.NOTHING);
    }

    public RandomPerspective withInterpolation(Interpolation interpolation) {
        return new RandomPerspective(distortionScale, probability, interpolation, fill);
    }

    public RandomPerspective withFill(List<Integer> fill) {
        return new RandomPerspective(distortionScale, probability, interpolation, fill);
    }

    @Override
    public Transform draw(Size size, Randomness randomness) {
        // A picture of one row has no four corners.
        if (!randomness.nextBoolean(probability) || size.height() < 2 || size.width() < 2) {
            return Pipeline.empty();
        }
        // Of tiny pictures some draws have their horizon at the origin, where there is no such perspective.
        for (int i = 0; i < DRAWS; i++) {
            Perspective perspective = perspective(size, randomness);
            if (perspective.exists()) {
                return perspective;
            }
        }
        return Pipeline.empty();
    }

    private Perspective perspective(Size size, Randomness randomness) {
        int x = (int) (distortionScale * (size.width() / 2)) + 1;
        int y = (int) (distortionScale * (size.height() / 2)) + 1;
        int right = size.width() - 1;
        int bottom = size.height() - 1;
        return new Perspective(
                corners(0, 0, right, 0, right, bottom, 0, bottom),
                corners(
                        randomness.nextInt(x),
                        randomness.nextInt(y),
                        right - randomness.nextInt(x),
                        randomness.nextInt(y),
                        right - randomness.nextInt(x),
                        bottom - randomness.nextInt(y),
                        randomness.nextInt(x),
                        bottom - randomness.nextInt(y)),
                interpolation,
                fill);
    }

    private static ImmutableList<Double> corners(int... places) {
        ImmutableList.Builder<Double> corners = ImmutableList.builder();
        for (int place : places) {
            corners.add((double) place);
        }
        return corners.build();
    }

    @Override
    public String name() {
        return "RandomPerspective";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("distortionScale", distortionScale)
                .with("probability", probability)
                .with("interpolation", interpolation)
                .with("fill", fill);
    }

    static RandomPerspective read(Parameters saved) {
        return new RandomPerspective(
                saved.number("distortionScale"),
                saved.number("probability"),
                saved.interpolation("interpolation"),
                Fill.read(saved));
    }
}
