package io.ocelli.decisions;

import io.ocelli.image.Parameters;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Scorer;

/**
 * Decides for the likeliest class where its probability is at least a threshold, and refuses the picture otherwise: a class of
 * its own for what is rejected. Where each class stands by itself ({@code SIGMOID}), it decides for all that reach it.
 *
 * @param least 0 to 1
 */
public record Threshold(double least) implements Decorator {
    static final String NAME = "Threshold";

    /**
     * @throws IllegalArgumentException if it is not from 0 to 1
     */
    public Threshold {
        if (!(least >= 0 && least <= 1)) {
            throw new IllegalArgumentException("A threshold of probabilities is 0 to 1, received " + least);
        }
    }

    /**
     * The lowest threshold whose answers are right in a wanted share.
     *
     * @param accuracy above 0, at most 1
     * @throws IllegalArgumentException now if it is not, or when it is fitted if no threshold reaches it
     */
    public static Fit accuracy(double accuracy) {
        if (!(accuracy > 0 && accuracy <= 1)) {
            throw new IllegalArgumentException("A wanted accuracy is above 0 and at most 1, received " + accuracy);
        }
        return validation -> {
            RiskCoverage curve = RiskCoverage.of(validation);
            return new Threshold(curve.threshold(accuracy)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "An accuracy of " + accuracy + " is out of reach for a threshold: the best reaches "
                                    + curve.mostAccurate() + " on these " + validation.size() + " pictures")));
        };
    }

    @Override
    public Scorer around(Scorer inner) {
        return ClassThresholds.around(inner, NAME, c -> least);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("least", least);
    }

    static Threshold read(Parameters parameters) {
        return new Threshold(parameters.number("least"));
    }
}
