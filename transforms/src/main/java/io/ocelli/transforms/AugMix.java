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
 * A picture mixed with several chains of operations on it (AugMix, Hendrycks et al. 2019), which makes networks surer of
 * pictures that are corrupted. Operations and scales are torchvision's. It keeps a picture's size, wants 8 bits and leaves masks
 * and boxes where they are, as the picture itself is in the mix. Immutable, safe for any number of threads.
 *
 * @param severity how strong the operations may be, from 1 to 10; 3 is usual
 * @param mixtureWidth how many chains, 1 or more; 3 is usual
 * @param chainDepth how many operations a chain has, or 0: 1 to 3 are drawn
 * @param alpha of the distributions that the weights are drawn from (Dirichlet, Beta), over 0; 1 is usual
 * @param allOps whether brightness, colour, contrast and sharpness are among the operations, which the benchmark ImageNet-C
 *     corrupts by too
 * @param interpolation of what moves pixels: nearest, bilinear or bicubic
 * @param fill the colour of what comes from outside: one value, or one for each channel
 */
public record AugMix(
        int severity,
        int mixtureWidth,
        int chainDepth,
        double alpha,
        boolean allOps,
        Interpolation interpolation,
        List<Integer> fill)
        implements Random {
    private static final int BINS = 10;
    private static final int MOST_DRAWN = 3;

    /**
     * @throws IllegalArgumentException if a number is out of range, the interpolation another or the fill no colour
     */
    public AugMix {
        if (severity < 1 || severity > BINS) {
            throw new IllegalArgumentException("AugMix's severity is from 1 to " + BINS + ", received " + severity);
        }
        if (mixtureWidth < 1 || chainDepth < 0) {
            throw new IllegalArgumentException("AugMix has 1 chain or more of 0 operations (drawn) or more, received "
                    + mixtureWidth + " of " + chainDepth);
        }
        if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("AugMix's alpha is over 0 and finite, received " + alpha);
        }
        Warp.checked(interpolation);
        fill = Fill.checked(fill);
    }

    /** Severity 3, three chains of 1 to 3 operations of all, alpha 1, bilinear, as by default in torchvision. */
    public static AugMix of() {
        return new AugMix(3, 3, 0, 1, true, Interpolation.BILINEAR, Fill.NOTHING);
    }

    public AugMix withSeverity(int severity) {
        return new AugMix(severity, mixtureWidth, chainDepth, alpha, allOps, interpolation, fill);
    }

    public AugMix withAllOps(boolean allOps) {
        return new AugMix(severity, mixtureWidth, chainDepth, alpha, allOps, interpolation, fill);
    }

    /** The picture itself comes first. */
    @Override
    public Blend draw(Size size, Randomness randomness) {
        AugmentationSpace space = allOps ? AugmentationSpace.MIX_ALL : AugmentationSpace.MIX;
        double mixed = randomness.nextBeta(alpha, alpha);
        double[] shares = randomness.nextDirichlet(alpha, mixtureWidth);
        List<Transform> transforms = new ArrayList<>(mixtureWidth + 1);
        List<Double> weights = new ArrayList<>(mixtureWidth + 1);
        transforms.add(Pipeline.empty());
        weights.add(1 - mixed);
        for (double share : shares) {
            int depth = chainDepth > 0 ? chainDepth : 1 + randomness.nextInt(MOST_DRAWN);
            List<Transform> chain = new ArrayList<>(depth);
            for (int i = 0; i < depth; i++) {
                AugmentOperation operation = space.operation(randomness);
                int bin = randomness.nextInt(severity);
                chain.add(space.at(operation, bin, BINS, size, interpolation, fill, randomness));
            }
            transforms.add(new Pipeline(chain));
            weights.add(mixed * share);
        }
        return new Blend(transforms, weights);
    }

    @Override
    public String name() {
        return "AugMix";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("severity", severity)
                .with("mixtureWidth", mixtureWidth)
                .with("chainDepth", chainDepth)
                .with("alpha", alpha)
                .with("allOps", allOps)
                .with("interpolation", interpolation)
                .with("fill", fill);
    }

    static AugMix read(Parameters saved) {
        return new AugMix(
                saved.integer("severity"),
                saved.integer("mixtureWidth"),
                saved.integer("chainDepth"),
                saved.number("alpha"),
                saved.flag("allOps"),
                saved.interpolation("interpolation"),
                Fill.read(saved));
    }
}
