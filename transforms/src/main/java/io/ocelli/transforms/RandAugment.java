package io.ocelli.transforms;

import io.ocelli.image.Interpolation;
import io.ocelli.image.Parameters;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.ArrayList;
import java.util.List;

/**
 * Some operations one after the other, each drawn from fourteen and as strong as all others (RandAugment, Cubuk et al. 2019),
 * with torchvision's operations and scales: nothing, shear, translation and rotation, brightness, colour, contrast and
 * sharpness to either side, posterize, solarize, auto contrast and equalize. It keeps a picture's size, wants 8 bits, and moves
 * masks and boxes. Immutable, safe for any number of threads.
 *
 * <p>It comes after the crop, as published recipes have it:
 *
 * <pre>{@code
 * Pipeline.of(RandomResizedCrop.of(224, 224, BILINEAR), new RandomHorizontalFlip(0.5), RandAugment.of(2, 9))
 * }</pre>
 *
 * @param numOps how many operations, 0 or more; 2 is usual
 * @param magnitude how strong, from 0 to {@code numMagnitudeBins - 1}; 9 of 31 is usual
 * @param numMagnitudeBins into how many the scale is divided, 2 or more
 * @param interpolation of what moves pixels: nearest, bilinear or bicubic
 * @param fill the colour of what comes from outside: one value, or one for each channel
 */
public record RandAugment(
        int numOps, int magnitude, int numMagnitudeBins, Interpolation interpolation, List<Integer> fill)
        implements Random {
    /**
     * @throws IllegalArgumentException if a number is out of range, the interpolation another or the fill no colour
     */
    public RandAugment {
        if (numOps < 0) {
            throw new IllegalArgumentException("RandAugment has 0 operations or more, received " + numOps);
        }
        AugmentationSpace.checkedBins(numMagnitudeBins);
        if (magnitude < 0 || magnitude >= numMagnitudeBins) {
            throw new IllegalArgumentException("A magnitude of RandAugment is from 0 to " + (numMagnitudeBins - 1)
                    + ", the last of " + numMagnitudeBins + " bins, received " + magnitude);
        }
        Warp.checked(interpolation);
        fill = Fill.checked(fill);
    }

    /** So many operations, so strong on a scale of 31; nearest, and black from outside, as by default in torchvision. */
    public static RandAugment of(int numOps, int magnitude) {
        return new RandAugment(numOps, magnitude, 31, Interpolation.NEAREST, Fill.NOTHING);
    }

    public RandAugment withInterpolation(Interpolation interpolation) {
        return new RandAugment(numOps, magnitude, numMagnitudeBins, interpolation, fill);
    }

    public RandAugment withFill(List<Integer> fill) {
        return new RandAugment(numOps, magnitude, numMagnitudeBins, interpolation, fill);
    }

    @Override
    public Pipeline draw(Size size, Randomness randomness) {
        List<Transform> steps = new ArrayList<>(numOps);
        for (int i = 0; i < numOps; i++) {
            AugmentOperation operation = AugmentationSpace.RAND.operation(randomness);
            steps.add(AugmentationSpace.RAND.at(
                    operation, magnitude, numMagnitudeBins, size, interpolation, fill, randomness));
        }
        return new Pipeline(steps);
    }

    @Override
    public String name() {
        return "RandAugment";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("numOps", numOps)
                .with("magnitude", magnitude)
                .with("numMagnitudeBins", numMagnitudeBins)
                .with("interpolation", interpolation)
                .with("fill", fill);
    }

    static RandAugment read(Parameters saved) {
        return new RandAugment(
                saved.integer("numOps"),
                saved.integer("magnitude"),
                saved.integer("numMagnitudeBins"),
                saved.interpolation("interpolation"),
                Fill.read(saved));
    }
}
