package io.ocelli.transforms;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.List;
import java.util.Objects;

/** The operations that an automatic augmentation draws from, each with the scale of its magnitudes, as torchvision has them. */
final class AugmentationSpace {
    /** AutoAugment's (Cubuk et al. 2018): a translation goes up to 150 of the 331 pixels that it was searched at. */
    static final AugmentationSpace AUTO = mild(150 / 331.0, 8, true).with(AugmentOperation.INVERT, false, 0, 0);

    /** RandAugment's (Cubuk et al. 2019). */
    static final AugmentationSpace RAND = new AugmentationSpace(ImmutableMap.of())
            .with(AugmentOperation.IDENTITY, false, 0, 0)
            .with(mild(150 / 331.0, 8, true));

    /** AugMix's (Hendrycks et al. 2019) without, and with, what its benchmark corrupts by too. */
    static final AugmentationSpace MIX = mild(1 / 3.0, 4, false);

    static final AugmentationSpace MIX_ALL = mild(1 / 3.0, 4, true);

    /** TrivialAugment's wide one (Mueller and Hutter 2021). */
    static final AugmentationSpace TRIVIAL_WIDE = new AugmentationSpace(ImmutableMap.of())
            .with(AugmentOperation.IDENTITY, false, 0, 0)
            .with(AugmentOperation.SHEAR_X, true, 0, 0.99)
            .with(AugmentOperation.SHEAR_Y, true, 0, 0.99)
            .with(AugmentOperation.TRANSLATE_X, true, 0, 32)
            .with(AugmentOperation.TRANSLATE_Y, true, 0, 32)
            .with(AugmentOperation.ROTATE, true, 0, 135)
            .with(enhancing(0.99))
            .with(AugmentOperation.POSTERIZE, new Scale(false, bits(8, 6)))
            .with(AugmentOperation.SOLARIZE, false, 255, 0)
            .with(AugmentOperation.AUTO_CONTRAST, false, 0, 0)
            .with(AugmentOperation.EQUALIZE, false, 0, 0);

    private final ImmutableMap<AugmentOperation, Scale> scales;
    private final ImmutableList<AugmentOperation> operations;

    /** The magnitude at a bin of the scale. */
    private interface Magnitude {
        double at(int bin, int bins, Size size);
    }

    /**
     * What magnitudes an operation has.
     *
     * @param signed whether the sign is drawn too
     */
    private record Scale(boolean signed, Magnitude magnitude) {}

    private AugmentationSpace(ImmutableMap<AugmentOperation, Scale> scales) {
        this.scales = scales;
        this.operations = scales.keySet().asList();
    }

    private static AugmentationSpace mild(double translation, int bits, boolean enhanced) {
        AugmentationSpace space = new AugmentationSpace(ImmutableMap.of())
                .with(AugmentOperation.SHEAR_X, true, 0, 0.3)
                .with(AugmentOperation.SHEAR_Y, true, 0, 0.3)
                .with(
                        AugmentOperation.TRANSLATE_X,
                        new Scale(true, (bin, bins, size) -> even(0, translation * size.width(), bin, bins)))
                .with(
                        AugmentOperation.TRANSLATE_Y,
                        new Scale(true, (bin, bins, size) -> even(0, translation * size.height(), bin, bins)))
                .with(AugmentOperation.ROTATE, true, 0, 30)
                .with(AugmentOperation.POSTERIZE, new Scale(false, bits(bits, 4)))
                .with(AugmentOperation.SOLARIZE, false, 255, 0)
                .with(AugmentOperation.AUTO_CONTRAST, false, 0, 0)
                .with(AugmentOperation.EQUALIZE, false, 0, 0);
        return enhanced ? space.with(enhancing(0.9)) : space;
    }

    private static AugmentationSpace enhancing(double most) {
        return new AugmentationSpace(ImmutableMap.of())
                .with(AugmentOperation.BRIGHTNESS, true, 0, most)
                .with(AugmentOperation.COLOR, true, 0, most)
                .with(AugmentOperation.CONTRAST, true, 0, most)
                .with(AugmentOperation.SHARPNESS, true, 0, most);
    }

    /**
     * Bins at equal distances, in single precision and from both ends, as {@code torch.linspace} counts them: pixels hang on it.
     */
    private static double even(double from, double to, int bin, int bins) {
        double step = ((float) to - (float) from) / (bins - 1);
        return (float) (bin < bins / 2 ? (float) from + step * bin : (float) to - step * (bins - 1 - bin));
    }

    /** From {@code most} bits to {@code range} fewer. */
    private static Magnitude bits(int most, int range) {
        return (bin, bins, size) -> most - Math.rint(bin / (float) ((bins - 1) / (double) range));
    }

    private AugmentationSpace with(AugmentOperation operation, boolean signed, double from, double to) {
        return with(operation, new Scale(signed, (bin, bins, size) -> even(from, to, bin, bins)));
    }

    private AugmentationSpace with(AugmentOperation operation, Scale scale) {
        return with(new AugmentationSpace(ImmutableMap.of(operation, scale)));
    }

    private AugmentationSpace with(AugmentationSpace more) {
        return new AugmentationSpace(ImmutableMap.<AugmentOperation, Scale>builder()
                .putAll(scales)
                .putAll(more.scales)
                .build());
    }

    /** One of the operations, each as likely. */
    AugmentOperation operation(Randomness randomness) {
        return operations.get(randomness.nextInt(operations.size()));
    }

    /**
     * An operation at a bin of its scale, where a drawn one has a sign of its own.
     *
     * @param bin from 0, the weakest, to {@code bins - 1}
     */
    Transform at(
            AugmentOperation operation,
            int bin,
            int bins,
            Size size,
            Interpolation interpolation,
            List<Integer> fill,
            Randomness randomness) {
        Scale scale = Objects.requireNonNull(scales.get(operation));
        double magnitude = scale.magnitude().at(bin, bins, size);
        // Drawn for all, so that what comes after hangs on the number of operations alone.
        boolean negative = randomness.nextBoolean(0.5);
        return operation.at(scale.signed() && negative ? -magnitude : magnitude, size, interpolation, fill);
    }

    static int checkedBins(int bins) {
        if (bins < 2) {
            throw new IllegalArgumentException("A scale of magnitudes has 2 bins or more, received " + bins);
        }
        return bins;
    }
}
