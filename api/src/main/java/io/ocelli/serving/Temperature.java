package io.ocelli.serving;

import io.ocelli.image.Parameters;

/**
 * Divides logits by a temperature before they become probabilities, so that a confidence is as often right as it says
 * (Guo et al. 2017): above 1 the classifier is less sure, below 1 more. The order of the classes stays.
 *
 * @param temperature finite and above 0; 1 changes nothing
 */
public record Temperature(double temperature) implements Decorator {
    static final String NAME = "Temperature";

    /**
     * @throws IllegalArgumentException if it is not finite and above 0
     */
    public Temperature {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("A temperature is finite and above 0, received " + temperature);
        }
    }

    @Override
    public Scorer around(Scorer inner) {
        return inner.then(scores -> {
            float[] logits = scores.logits();
            for (int i = 0; i < logits.length; i++) {
                logits[i] = (float) (logits[i] / temperature);
            }
            return scores.with(Scores.of(logits, inner.scoring()));
        });
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("temperature", temperature);
    }
}
