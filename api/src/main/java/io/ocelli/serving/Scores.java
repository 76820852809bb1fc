package io.ocelli.serving;

import com.google.common.collect.ImmutableList;
import io.ocelli.model.Scoring;
import java.util.Arrays;
import java.util.List;

/**
 * What is said of a picture: a logit and a probability for each class, in the order of the labels, and what was decided
 * about it. Immutable.
 */
public final class Scores {
    private final float[] logits;
    private final float[] probabilities;
    private final List<Decision> decisions;

    private Scores(float[] logits, float[] probabilities, List<Decision> decisions) {
        this.logits = logits;
        this.probabilities = probabilities;
        this.decisions = decisions;
    }

    /**
     * Scores of these numbers, which are copied.
     *
     * @throws IllegalArgumentException if there are not as many logits as probabilities, or there is none
     */
    public static Scores of(float[] logits, float[] probabilities) {
        if (logits.length != probabilities.length || logits.length == 0) {
            throw new IllegalArgumentException("Scores have a logit and a probability for each class, received "
                    + logits.length + " logits and " + probabilities.length + " probabilities");
        }
        return new Scores(logits.clone(), probabilities.clone(), ImmutableList.of());
    }

    /** Scores of these logits, and of the probabilities that they mean. */
    public static Scores of(float[] logits, Scoring scoring) {
        return of(logits, scoring.probabilities(logits));
    }

    /**
     * The mean of logits, and that of probabilities; without decisions.
     *
     * @throws IllegalArgumentException if there are none, or they are of different classes
     */
    public static Scores mean(List<Scores> several) {
        if (several.isEmpty()) {
            throw new IllegalArgumentException("A mean is of at least one picture's scores, received none");
        }
        int classes = several.get(0).classes();
        double[] logits = new double[classes];
        double[] probabilities = new double[classes];
        for (Scores each : several) {
            if (each.classes() != classes) {
                throw new IllegalArgumentException(
                        "A mean is of scores of the same classes, received " + classes + " and " + each.classes());
            }
            for (int i = 0; i < classes; i++) {
                logits[i] += each.logits[i] / several.size();
                probabilities[i] += each.probabilities[i] / several.size();
            }
        }
        return new Scores(floats(logits), floats(probabilities), ImmutableList.of());
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** One picture's share of a batch. */
    static Scores row(float[] logits, float[] probabilities, int row, int classes) {
        int from = row * classes;
        return new Scores(
                Arrays.copyOfRange(logits, from, from + classes),
                Arrays.copyOfRange(probabilities, from, from + classes),
                ImmutableList.of());
    }

    /** The number of classes. */
    public int classes() {
        return probabilities.length;
    }

    /** The raw outputs; a copy. */
    public float[] logits() {
        return logits.clone();
    }

    /** The probabilities, 0 to 1; a copy. */
    public float[] probabilities() {
        return probabilities.clone();
    }

    /** The index of the likeliest class; the first of several. */
    public int best() {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            if (probabilities[i] > probabilities[best]) {
                best = i;
            }
        }
        return best;
    }

    /** What decorators decided, the innermost first. */
    public List<Decision> decisions() {
        return decisions;
    }

    /** The same numbers with one more decision. */
    public Scores with(Decision decision) {
        return new Scores(
                logits,
                probabilities,
                ImmutableList.<Decision>builder()
                        .addAll(decisions)
                        .add(decision)
                        .build());
    }

    /** Other numbers with the decisions of these. */
    public Scores with(Scores numbers) {
        return new Scores(numbers.logits, numbers.probabilities, decisions);
    }

    /** Whether all numbers are: no NaN, no infinity. */
    boolean isFinite() {
        for (int i = 0; i < probabilities.length; i++) {
            if (!Float.isFinite(probabilities[i]) || Float.isNaN(logits[i])) {
                return false;
            }
        }
        return true;
    }

    /** The first number that is none. */
    float sample() {
        for (float probability : probabilities) {
            if (!Float.isFinite(probability)) {
                return probability;
            }
        }
        return Float.NaN;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scores
                && Arrays.equals(logits, ((Scores) other).logits)
                && Arrays.equals(probabilities, ((Scores) other).probabilities)
                && decisions.equals(((Scores) other).decisions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(probabilities);
    }

    @Override
    public String toString() {
        return Arrays.toString(probabilities) + (decisions.isEmpty() ? "" : " " + decisions);
    }
}
