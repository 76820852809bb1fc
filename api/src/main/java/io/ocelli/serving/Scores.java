package io.ocelli.serving;

import java.util.Arrays;

/** What is said of a picture: a logit and a probability for each class, in the order of the labels. Immutable. */
public final class Scores {
    private final float[] logits;
    private final float[] probabilities;

    private Scores(float[] logits, float[] probabilities) {
        this.logits = logits;
        this.probabilities = probabilities;
    }

    /**
     * Scores of these numbers, which are copied.
     *
     * @throws IllegalArgumentException if there are not as many logits as probabilities
     */
    public static Scores of(float[] logits, float[] probabilities) {
        if (logits.length != probabilities.length) {
            throw new IllegalArgumentException("Scores have a logit and a probability for each class, received "
                    + logits.length + " and " + probabilities.length);
        }
        return new Scores(logits.clone(), probabilities.clone());
    }

    /** One picture's share of a batch. */
    static Scores row(float[] logits, float[] probabilities, int row, int classes) {
        int from = row * classes;
        return new Scores(
                Arrays.copyOfRange(logits, from, from + classes),
                Arrays.copyOfRange(probabilities, from, from + classes));
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

    @Override
    public boolean equals(Object other) {
        return other instanceof Scores
                && Arrays.equals(logits, ((Scores) other).logits)
                && Arrays.equals(probabilities, ((Scores) other).probabilities);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(probabilities);
    }

    @Override
    public String toString() {
        return Arrays.toString(probabilities);
    }
}
