package io.ocelli.serving;

import io.ocelli.image.Image;
import io.ocelli.image.Parameters;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Decorators of each kind, as an application writes them, and what reads them back. */
public final class TestDecorators implements DecoratorProvider {
    /** Looks at the picture and at its negative, and takes the mean. */
    public record Negatives() implements Decorator {
        @Override
        public Scorer around(Scorer inner) {
            return inner.over(view -> List.of(view, view.with(negative(view.image()))), Scores::mean);
        }

        @Override
        public String name() {
            return "Negatives";
        }
    }

    static Image negative(Image image) {
        byte[] samples = image.samples().clone();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) ~samples[i];
        }
        return Image.of(image.height(), image.width(), image.channels(), samples);
    }

    /** Takes a class's logit down: a change of scores. */
    public record Bias(int index, double amount) implements Decorator {
        @Override
        public Scorer around(Scorer inner) {
            return inner.then(scores -> {
                float[] logits = scores.logits();
                logits[index] -= (float) amount;
                return scores.with(Scores.of(logits, inner.scoring()));
            });
        }

        @Override
        public String name() {
            return "Bias";
        }

        @Override
        public Parameters parameters() {
            return Parameters.none().with("index", index).with("amount", amount);
        }
    }

    /** Answers only where it is sure: a decision. */
    public record Sure(double least) implements Decorator {
        @Override
        public Scorer around(Scorer inner) {
            return inner.then(scores -> {
                float confidence = scores.probabilities()[scores.best()];
                boolean sure = confidence >= least;
                return scores.with(new Decision(
                        name(),
                        sure ? List.of(inner.labels().get(scores.best())) : List.of(),
                        String.format(Locale.ROOT, "%.2f is %s %.2f", confidence, sure ? "at least" : "below", least)));
            });
        }

        @Override
        public String name() {
            return "Sure";
        }

        @Override
        public Parameters parameters() {
            return Parameters.none().with("least", least);
        }
    }

    @Override
    public @Nullable Decorator read(String name, Parameters parameters) {
        return switch (name) {
            case "Negatives" -> new Negatives();
            case "Bias" -> new Bias(parameters.integer("index"), parameters.number("amount"));
            case "Sure" -> new Sure(parameters.number("least"));
            default -> null;
        };
    }
}
