package io.ocelli.decisions;

import com.google.common.collect.ImmutableList;
import io.ocelli.image.Parameters;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Scorer;
import java.util.Arrays;
import java.util.List;

/**
 * Decides for the set of classes whose score is at most a bound, the likeliest first. {@link Conformal} fits it.
 *
 * @param score how badly a class fits
 * @param bounds one for all classes, or one for each; infinite for a class that is in every set
 * @param neverEmpty whether the likeliest class is always in the set; without, a picture that no class fits is refused
 */
public record ConformalSets(Nonconformity score, List<Double> bounds, boolean neverEmpty) implements Decorator {
    static final String NAME = "ConformalSets";

    /**
     * @throws IllegalArgumentException if there is no bound, or one is no number
     */
    public ConformalSets {
        bounds = ImmutableList.copyOf(bounds);
        boolean fits = !bounds.isEmpty();
        for (double bound : bounds) {
            fits &= bound >= 0;
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "Conformal sets have a bound from 0, for all classes or for each, received " + bounds);
        }
    }

    /** The indexes of the classes in the set of a picture's probabilities, K, the likeliest first. */
    public int[] set(double[] probabilities) {
        double[] scores = score.of(probabilities);
        int best = LabelledScores.best(probabilities);
        return Arrays.stream(Order.falling(probabilities))
                .filter(c -> scores[c] <= bound(c) || (neverEmpty && c == best))
                .toArray();
    }

    private double bound(int c) {
        return bounds.size() == 1 ? bounds.get(0) : bounds.get(c);
    }

    @Override
    public Scorer around(Scorer inner) {
        Around.softmax(inner, "A conformal set");
        if (bounds.size() > 1) {
            Around.classes(inner, "A conformal set", bounds.size());
        }
        return inner.then(scores -> {
            double[] probabilities = Around.probabilities(scores);
            int best = LabelledScores.best(probabilities);
            double least = score.of(probabilities)[best];
            String reason = "the likeliest class has the score " + least + ", the bound is " + bound(best);
            return scores.with(Around.decision(NAME, inner, set(probabilities), reason, least));
        });
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("cumulative", score.cumulative())
                .with("penalty", score.penalty())
                .with("free", score.free())
                .with("bounds", bounds)
                .with("neverEmpty", neverEmpty);
    }

    static ConformalSets read(Parameters parameters) {
        return new ConformalSets(
                new Nonconformity(
                        parameters.flag("cumulative"), parameters.number("penalty"), parameters.integer("free")),
                parameters.numbers("bounds"),
                parameters.flag("neverEmpty"));
    }
}
