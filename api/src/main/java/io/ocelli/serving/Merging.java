package io.ocelli.serving;

import com.google.common.collect.ImmutableList;
import io.ocelli.image.Parameters;
import io.ocelli.model.Scoring;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/**
 * How one answer is made of several: of the views of a picture, or of the members of an ensemble. A value: immutable, safe for
 * any number of threads.
 *
 * @param kind how
 * @param weights one for each of the several, 0 or more and not all 0, of which only the proportion matters; empty where all
 *     count alike
 */
public record Merging(Kind kind, List<Double> weights) {
    /** How one answer is made of several. */
    public enum Kind {
        /** The mean of the probabilities. */
        PROBABILITIES,
        /** The probabilities of the mean logits: of a softmax the geometric mean of the probabilities, normalised. */
        LOGITS,
        /** The largest probability of any, of a softmax normalised. */
        MAXIMUM,
        /** The share of those whose likeliest class it is; where classes do not exclude each other, that find it 1/2 at least. */
        VOTE
    }

    private static final String KIND = "merging";
    private static final String WEIGHTS = "weights";

    /** Where a probability is 0 or 1, its logit is that of one which is this far from it. */
    private static final double LEAST = Float.MIN_NORMAL;

    /**
     * @throws IllegalArgumentException if a weight is negative or not finite, all are 0, or there are some for a maximum
     */
    public Merging {
        Objects.requireNonNull(kind, "kind");
        weights = ImmutableList.copyOf(weights);
        double sum = 0;
        for (double weight : weights) {
            sum += weight >= 0 ? weight : Double.NaN;
        }
        if (!weights.isEmpty() && !(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("Weights are finite, 0 or more, and not all 0, received " + weights);
        }
        if (!weights.isEmpty() && kind == Kind.MAXIMUM) {
            throw new IllegalArgumentException("A maximum has no weights, received " + weights);
        }
    }

    /** By the mean of the probabilities. */
    public static Merging probabilities() {
        return new Merging(Kind.PROBABILITIES, ImmutableList.of());
    }

    /** By the mean of the logits. */
    public static Merging logits() {
        return new Merging(Kind.LOGITS, ImmutableList.of());
    }

    /** By the largest probability. */
    public static Merging maximum() {
        return new Merging(Kind.MAXIMUM, ImmutableList.of());
    }

    /** By a vote. */
    public static Merging vote() {
        return new Merging(Kind.VOTE, ImmutableList.of());
    }

    /** The same with a weight for each of the several. */
    public Merging withWeights(double... values) {
        ImmutableList.Builder<Double> list = ImmutableList.builder();
        for (double value : values) {
            list.add(value);
        }
        return new Merging(kind, list.build());
    }

    /**
     * Requires a weight for each of so many, or none at all.
     *
     * @param what what there are so many of, for the message
     */
    void requireWeights(int count, String what) {
        if (!weights.isEmpty() && weights.size() != count) {
            throw new IllegalArgumentException(
                    "There is a weight for each of the " + count + " " + what + ", received " + weights);
        }
    }

    /**
     * One answer made of several, without their decisions. Its logits are those of its probabilities; of a softmax they are
     * as large together as those of the several in the mean (their log-sum-exp), for what takes them as an energy.
     *
     * @param scoring how the logits became probabilities
     * @throws IllegalArgumentException if there is none, they are of different classes, or there is not a weight for each
     */
    public Scores of(List<Scores> several, Scoring scoring) {
        requireWeights(several.size(), "answers");
        Scores.mean(several); // refuses none, and different classes
        switch (kind) {
            case LOGITS:
                return Scores.of(floats(mean(several, Scores::logits)), scoring);
            case MAXIMUM:
                return scores(largest(several, scoring), several, scoring);
            case VOTE:
                return scores(mean(several, scores -> vote(scores, scoring)), several, scoring);
            default:
                return scores(mean(several, Scores::probabilities), several, scoring);
        }
    }

    private double[] mean(List<Scores> several, Function<Scores, float[]> numbers) {
        double total = 0;
        for (int i = 0; i < several.size(); i++) {
            total += weight(i);
        }
        double[] mean = new double[several.get(0).classes()];
        for (int i = 0; i < several.size(); i++) {
            float[] values = numbers.apply(several.get(i));
            for (int k = 0; k < mean.length; k++) {
                mean[k] += weight(i) / total * values[k];
            }
        }
        return mean;
    }

    private double weight(int place) {
        return weights.isEmpty() ? 1 : weights.get(place);
    }

    private static double[] largest(List<Scores> several, Scoring scoring) {
        double[] largest = new double[several.get(0).classes()];
        for (Scores scores : several) {
            float[] probabilities = scores.probabilities();
            for (int k = 0; k < largest.length; k++) {
                largest[k] = Math.max(largest[k], probabilities[k]);
            }
        }
        double sum = 0;
        for (double each : largest) {
            sum += each;
        }
        for (int k = 0; k < largest.length && scoring == Scoring.SOFTMAX; k++) {
            largest[k] /= sum;
        }
        return largest;
    }

    private static float[] vote(Scores scores, Scoring scoring) {
        float[] vote = scores.probabilities();
        int best = scores.best();
        for (int k = 0; k < vote.length; k++) {
            vote[k] = (scoring == Scoring.SOFTMAX ? k == best : vote[k] >= 0.5f) ? 1 : 0;
        }
        return vote;
    }

    private Scores scores(double[] probabilities, List<Scores> several, Scoring scoring) {
        double size = 0;
        for (int i = 0; i < several.size() && scoring == Scoring.SOFTMAX; i++) {
            size += logSumExp(several.get(i).logits()) / several.size();
        }
        double[] logits = new double[probabilities.length];
        for (int k = 0; k < logits.length; k++) {
            logits[k] = Math.log(Math.max(LEAST, probabilities[k])) + size;
            if (scoring == Scoring.SIGMOID) {
                logits[k] -= Math.log(Math.max(LEAST, 1 - probabilities[k]));
            }
        }
        return Scores.of(floats(logits), floats(probabilities));
    }

    private static double logSumExp(float[] logits) {
        double most = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            most = Math.max(most, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - most);
        }
        return most + Math.log(sum);
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** These parameters with what this is saved as. */
    Parameters saved(Parameters parameters) {
        Parameters kinded = parameters.with(KIND, kind.name().toLowerCase(Locale.ROOT));
        return weights.isEmpty() ? kinded : kinded.with(WEIGHTS, weights);
    }

    /** What was saved. */
    static Merging read(Parameters parameters) {
        String name = parameters.text(KIND);
        for (Kind kind : Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                return new Merging(kind, parameters.has(WEIGHTS) ? parameters.numbers(WEIGHTS) : ImmutableList.of());
            }
        }
        throw new IllegalArgumentException(
                "A merging is probabilities, logits, maximum or vote, received '" + name + "'");
    }
}
