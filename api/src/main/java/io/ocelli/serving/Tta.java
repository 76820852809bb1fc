package io.ocelli.serving;

import com.google.common.collect.ImmutableList;
import io.ocelli.image.Parameters;

/**
 * Test-time augmentation: a picture is looked at in several ways, all of which the network scores together, and one answer is
 * made of what is said of them. A value: immutable, safe for any number of threads.
 *
 * <pre>{@code
 * Classifier steady = classifier.with(Tta.flips());
 * Classifier steadier = classifier.with(Tta.tenCrop().by(Merging.logits()));
 * }</pre>
 *
 * <p>Flips and rotations are those of the picture as the network takes it; crops and scales are taken of the whole picture,
 * or of what a decorator outside shows of it. It is saved with the classifier.
 *
 * @param views the ways to look at a picture
 * @param merging how one answer is made
 */
public record Tta(Views views, Merging merging) implements Decorator {
    static final String NAME = "Tta";

    private static final String VIEWS = "views";

    /**
     * @throws IllegalArgumentException if there are weights, and not one for each view
     */
    public Tta {
        merging.requireWeights(views.count(), "views");
    }

    private static Tta of(Views views) {
        return new Tta(views, Merging.probabilities());
    }

    /** The picture, and its mirror image. */
    public static Tta flip() {
        return of(new FlippedViews(false));
    }

    /** The picture, mirrored, upside down, and both. */
    public static Tta flips() {
        return of(new FlippedViews(true));
    }

    /** The picture turned counter-clockwise by 0, 90, 180 and 270 degrees, for networks that take squares. */
    public static Tta rotations() {
        return of(new RotatedViews());
    }

    /** The upper left, upper right, lower left and lower right corner, and the centre. */
    public static Tta fiveCrop() {
        return of(new CroppedViews(CroppedViews.Mirror.NONE));
    }

    /** The five crops of the picture, and of its mirror image. */
    public static Tta tenCrop() {
        return of(new CroppedViews(CroppedViews.Mirror.HORIZONTAL));
    }

    /** The five crops of the picture, and of it upside down. */
    public static Tta tenCropVertical() {
        return of(new CroppedViews(CroppedViews.Mirror.VERTICAL));
    }

    /**
     * The centre of the picture resized by factors. Where a factor leaves less than the network takes, the rest is black.
     *
     * @param factors above 0; 1 is the picture as it is scored otherwise
     * @throws IllegalArgumentException if there is none, or one is not above 0 or not finite
     */
    public static Tta scales(double... factors) {
        ImmutableList.Builder<Double> list = ImmutableList.builder();
        for (double factor : factors) {
            list.add(factor);
        }
        return of(new ScaledViews(list.build()));
    }

    /**
     * The same, with another way to make one answer; by default it is {@link Merging#probabilities}.
     *
     * @throws IllegalArgumentException if there are weights, and not one for each view
     */
    public Tta by(Merging other) {
        return new Tta(views, other);
    }

    @Override
    public Scorer around(Scorer inner) {
        views.requireFor(inner.preprocessing());
        return inner.over(view -> views.of(view, inner), several -> merging.of(several, inner.scoring()));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Parameters parameters() {
        return merging.saved(views.parameters().with(VIEWS, views.name()));
    }

    /** What was saved. */
    static Tta read(Parameters parameters) {
        String name = parameters.text(VIEWS);
        Merging merging = Merging.read(parameters);
        if (name.equals(ScaledViews.NAME)) {
            return new Tta(new ScaledViews(parameters.numbers(ScaledViews.NAME)), merging);
        }
        for (Tta tta : ImmutableList.of(flip(), flips(), rotations(), fiveCrop(), tenCrop(), tenCropVertical())) {
            if (tta.views.name().equals(name)) {
                return tta.by(merging);
            }
        }
        throw new IllegalArgumentException("No views are named '" + name + "'");
    }
}
