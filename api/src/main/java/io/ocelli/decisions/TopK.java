package io.ocelli.decisions;

import io.ocelli.image.Parameters;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Scorer;
import java.util.Arrays;

/**
 * Decides for the likeliest classes, in falling order.
 *
 * @param k how many, at least 1 and at most the classifier's classes
 */
public record TopK(int k) implements Decorator {
    static final String NAME = "TopK";

    /**
     * @throws IllegalArgumentException if it is not positive
     */
    public TopK {
        if (k < 1) {
            throw new IllegalArgumentException("Top k leaves at least 1 class, received " + k);
        }
    }

    @Override
    public Scorer around(Scorer inner) {
        if (k > inner.labels().size()) {
            throw new IllegalArgumentException(
                    "Top k leaves at most the classifier's " + inner.labels().size() + " classes, received " + k);
        }
        return inner.then(scores -> {
            double[] probabilities = Around.probabilities(scores);
            int[] first = Arrays.copyOf(Order.falling(probabilities), k);
            double sum = 0;
            for (int c : first) {
                sum += probabilities[c];
            }
            return scores.with(Around.decision(NAME, inner, first, "the likeliest " + k, sum));
        });
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("k", k);
    }

    static TopK read(Parameters parameters) {
        return new TopK(parameters.integer("k"));
    }
}
