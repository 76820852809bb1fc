package io.ocelli.transforms;

import io.ocelli.image.Interpolation;
import io.ocelli.image.Parameters;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One of the 25 sub-policies that were searched on a data set: two operations, each with a probability and a strength of its
 * own (AutoAugment, Cubuk et al. 2018). Operations and scales are torchvision's. It keeps a picture's size, wants 8 bits, moves
 * masks and boxes, and comes after the crop. Immutable, safe for any number of threads.
 *
 * @param policy the data set that it was searched on
 * @param interpolation of what moves pixels: nearest, bilinear or bicubic
 * @param fill the colour of what comes from outside: one value, or one for each channel
 */
public record AutoAugment(AutoAugmentPolicy policy, Interpolation interpolation, List<Integer> fill) implements Random {
    private static final int BINS = 10;

    /**
     * @throws IllegalArgumentException if the interpolation is another or the fill no colour
     */
    public AutoAugment {
        Warp.checked(interpolation);
        fill = Fill.checked(fill);
    }

    /** Nearest, and black from outside, as by default in torchvision. */
    public static AutoAugment of(AutoAugmentPolicy policy) {
        return new AutoAugment(policy, Interpolation.NEAREST, Fill.NOTHING);
    }

    public AutoAugment withInterpolation(Interpolation interpolation) {
        return new AutoAugment(policy, interpolation, fill);
    }

    public AutoAugment withFill(List<Integer> fill) {
        return new AutoAugment(policy, interpolation, fill);
    }

    @Override
    public Pipeline draw(Size size, Randomness randomness) {
        List<AutoAugmentPolicy.Step> drawn =
                policy.subPolicies().get(randomness.nextInt(policy.subPolicies().size()));
        List<Transform> steps = new ArrayList<>(drawn.size());
        for (AutoAugmentPolicy.Step step : drawn) {
            boolean taken = randomness.nextBoolean(step.probability());
            Transform transform = AugmentationSpace.AUTO.at(
                    step.operation(), step.bin(), BINS, size, interpolation, fill, randomness);
            if (taken) {
                steps.add(transform);
            }
        }
        return new Pipeline(steps);
    }

    @Override
    public String name() {
        return "AutoAugment";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("policy", policy.name().toLowerCase(Locale.ROOT))
                .with("interpolation", interpolation)
                .with("fill", fill);
    }

    static AutoAugment read(Parameters saved) {
        return new AutoAugment(
                AutoAugmentPolicy.valueOf(saved.text("policy").toUpperCase(Locale.ROOT)),
                saved.interpolation("interpolation"),
                Fill.read(saved));
    }
}
