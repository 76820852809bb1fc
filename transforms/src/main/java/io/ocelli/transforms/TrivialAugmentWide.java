package io.ocelli.transforms;

import io.ocelli.image.Interpolation;
import io.ocelli.image.Parameters;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.List;

/**
 * One operation of fourteen, as strong as is drawn from a wide scale (TrivialAugment, Mueller and Hutter 2021): nothing to tune.
 * Operations and scales are torchvision's, up to half of a picture's slope, 32 pixels, 135 degrees, two bits. It keeps a
 * picture's size, wants 8 bits, moves masks and boxes, and comes after the crop. Immutable, safe for any number of threads.
 *
 * @param numMagnitudeBins into how many the scale is divided, 2 or more; 31 is usual
 * @param interpolation of what moves pixels: nearest, bilinear or bicubic
 * @param fill the colour of what comes from outside: one value, or one for each channel
 */
public record TrivialAugmentWide(int numMagnitudeBins, Interpolation interpolation, List<Integer> fill)
        implements Random {
    /**
     * @throws IllegalArgumentException if there are fewer than 2 bins, the interpolation is another or the fill no colour
     */
    public TrivialAugmentWide {
        AugmentationSpace.checkedBins(numMagnitudeBins);
        Warp.checked(interpolation);
        fill = Fill.checked(fill);
    }

    /** Of 31 bins, nearest, and black from outside, as by default in torchvision. */
    public static TrivialAugmentWide of() {
        return new TrivialAugmentWide(31, Interpolation.NEAREST, Fill.NOTHING);
    }

    public TrivialAugmentWide withInterpolation(Interpolation interpolation) {
        return new TrivialAugmentWide(numMagnitudeBins, interpolation, fill);
    }

    public TrivialAugmentWide withFill(List<Integer> fill) {
        return new TrivialAugmentWide(numMagnitudeBins, interpolation, fill);
    }

    @Override
    public Transform draw(Size size, Randomness randomness) {
        AugmentOperation operation = AugmentationSpace.TRIVIAL_WIDE.operation(randomness);
        int bin = randomness.nextInt(numMagnitudeBins);
        return AugmentationSpace.TRIVIAL_WIDE.at(
                operation, bin, numMagnitudeBins, size, interpolation, fill, randomness);
    }

    @Override
    public String name() {
        return "TrivialAugmentWide";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("numMagnitudeBins", numMagnitudeBins)
                .with("interpolation", interpolation)
                .with("fill", fill);
    }

    static TrivialAugmentWide read(Parameters saved) {
        return new TrivialAugmentWide(
                saved.integer("numMagnitudeBins"), saved.interpolation("interpolation"), Fill.read(saved));
    }
}
