package io.ocelli.serving;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Floats;
import io.ocelli.error.EngineException;
import io.ocelli.image.Image;
import io.ocelli.image.Parameters;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Randomness;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * What a classifier said of a sample picture when it was made, with which it is compared whenever it is opened: so natives,
 * processors and devices that compute something else, as those of whole numbers do here and there, are refused before they answer.
 * What is said stays as it is.
 *
 * <p>The sample is noise of 256 x 256 pixels, drawn by a seed, which goes the way of every picture. An exported file does not hold
 * it.
 *
 * @param logits of the sample, one for each class
 * @param tolerance how far a logit may be from what it was, as a share of the largest of them without its sign, above 0
 */
public record Parity(List<Float> logits, double tolerance) implements Decorator {
    static final String NAME = "Parity";

    private static final int SIDE = 256;

    public Parity {
        logits = Collections.unmodifiableList(Floats.asList(Floats.toArray(logits)));
        if (logits.isEmpty()) {
            throw new IllegalArgumentException("A sample has a logit for each class, received none");
        }
        if (!(tolerance > 0) || Double.isInfinite(tolerance)) {
            throw new IllegalArgumentException("A tolerance is finite and above 0, received " + tolerance);
        }
    }

    /**
     * Of what is said now.
     *
     * @param preprocessing whose channels the sample has
     * @param logits what says the logits of a picture
     */
    public static Parity of(Preprocessing preprocessing, Function<Image, float[]> logits, double tolerance) {
        return new Parity(Floats.asList(logits.apply(sample(preprocessing))), tolerance);
    }

    private static Image sample(Preprocessing preprocessing) {
        Image image = Image.black(SIDE, SIDE, preprocessing.mean().size());
        Randomness randomness = Randomness.of(SIDE).split(NAME);
        for (int i = 0; i < image.samples().length; i++) {
            image.samples()[i] = (byte) randomness.nextInt(256);
        }
        return image;
    }

    @Override
    public Scorer around(Scorer inner) {
        return inner;
    }

    /**
     * Compares.
     *
     * @throws EngineException if the logits of the sample are not what they were
     */
    @Override
    public void opened(Scorer inner) {
        float[] now = inner.score(ImmutableList.of(View.of(sample(inner.preprocessing()))))
                .get(0)
                .logits();
        double largest = 0;
        double away = 0;
        for (int k = 0; k < logits.size(); k++) {
            largest = Math.max(largest, Math.abs(logits.get(k)));
            away = Math.max(away, k < now.length ? Math.abs(now[k] - logits.get(k)) : Double.POSITIVE_INFINITY);
        }
        if (now.length != logits.size() || !(away <= tolerance * largest)) {
            throw new EngineException("A classifier says of its sample what it said when it was saved, within "
                    + tolerance * largest + ", and here its " + now.length + " logits are " + away
                    + " away. Open it on another engine or device, or with the natives that it was made with; where its network was changed since, say"
                    + " undecorated() and checkedAtOpen(tolerance) anew.");
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("logits", Floats.toArray(logits)).with("tolerance", tolerance);
    }

    @Override
    public String toString() {
        return "Parity of " + logits.size() + " logits within " + tolerance;
    }
}
