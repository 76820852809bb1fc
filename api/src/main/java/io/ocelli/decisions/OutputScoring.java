package io.ocelli.decisions;

import com.google.common.collect.ImmutableList;
import io.ocelli.image.Parameters;
import io.ocelli.model.Scoring;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Scorer;
import io.ocelli.serving.Scores;
import java.util.Objects;

/**
 * Takes probabilities from the logits in another way than the classifier does: by a softmax, of which one class is true, or by
 * a sigmoid for each class, of which any number may be.
 */
public record OutputScoring(Scoring scoring) implements Decorator {
    static final String NAME = "OutputScoring";

    public OutputScoring {
        Objects.requireNonNull(scoring, "scoring");
    }

    @Override
    public Scorer around(Scorer inner) {
        return inner.scoringBy(scoring, views -> {
            ImmutableList.Builder<Scores> scored = ImmutableList.builder();
            inner.score(views).forEach(scores -> scored.add(scores.with(Scores.of(scores.logits(), scoring))));
            return scored.build();
        });
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("scoring", scoring.name());
    }

    static OutputScoring read(Parameters parameters) {
        return new OutputScoring(Scoring.valueOf(parameters.text("scoring")));
    }
}
