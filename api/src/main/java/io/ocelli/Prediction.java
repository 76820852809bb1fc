package io.ocelli;

import com.google.common.collect.ImmutableList;
import io.ocelli.serving.Decision;
import io.ocelli.serving.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a classifier says of a picture: a probability for each class, and what its decorators decided. Immutable. */
public final class Prediction {
    private final List<String> labels;
    private final float[] probabilities;
    private final List<Decision> decisions;

    Prediction(List<String> labels, Scores scores) {
        this.labels = labels;
        this.probabilities = scores.probabilities();
        this.decisions = scores.decisions();
    }

    /** One class and its probability, 0 to 1. */
    public record Guess(int index, String label, float confidence) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %.1f %%", label, 100 * confidence);
        }
    }

    /** The index of the likeliest class; the first of several. */
    public int index() {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            if (probabilities[i] > probabilities[best]) {
                best = i;
            }
        }
        return best;
    }

    /** The name of the likeliest class. */
    public String label() {
        return labels.get(index());
    }

    /** The probability of the likeliest class, 0 to 1. */
    public float confidence() {
        return probabilities[index()];
    }

    /** The probability of each class, in the order of the classifier's labels; a copy. */
    public float[] probabilities() {
        return probabilities.clone();
    }

    /** What the classifier's decorators decided about the picture, the innermost first; mostly empty. */
    public List<Decision> decisions() {
        return decisions;
    }

    /** What was decided last: that of the outermost decorator that decides; null where none does. */
    public @Nullable Decision decision() {
        return decisions.isEmpty() ? null : decisions.get(decisions.size() - 1);
    }

    /**
     * The likeliest classes, in falling order; all where there are fewer.
     *
     * @throws IllegalArgumentException if {@code count} is not positive
     */
    public List<Guess> top(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("top gives at least 1 class, received " + count);
        }
        List<Guess> guesses = new ArrayList<>();
        for (int i = 0; i < probabilities.length; i++) {
            guesses.add(new Guess(i, labels.get(i), probabilities[i]));
        }
        guesses.sort((a, b) -> Float.compare(b.confidence(), a.confidence()));
        return ImmutableList.copyOf(guesses.subList(0, Math.min(count, guesses.size())));
    }

    @Override
    public String toString() {
        return top(Math.min(5, probabilities.length)) + (decisions.isEmpty() ? "" : " " + decisions);
    }
}
