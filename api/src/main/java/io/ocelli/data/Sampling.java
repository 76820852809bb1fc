package io.ocelli.data;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Doubles;
import io.ocelli.image.Randomness;
import java.util.Arrays;
import java.util.List;

/**
 * Which pictures an epoch has, and how often each: all once, or by weights, with replacement or without (torchvision's and
 * PyTorch's {@code RandomSampler} and {@code WeightedRandomSampler}), and each several times in a row under different draws of
 * the augmentation (repeated augmentation, Hoffer et al. 2019). The order is random, and follows from a seed and the epoch. A
 * value: immutable, safe for any number of threads.
 *
 * <pre>{@code
 * Training.defaults().sampling(Sampling.balanced()); // each class as often as any other
 * }</pre>
 *
 * @param by whose weights these are
 * @param weights for each class, or for each picture; empty where none are given
 * @param replacement whether a picture that was drawn may be drawn again in the epoch
 * @param samples how many an epoch has, repeats among them; 0 for as many as there are pictures with a weight
 * @param repeats how often in a row each drawn picture comes, 1 or more
 */
public record Sampling(By by, List<Double> weights, boolean replacement, int samples, int repeats) {
    /** Whose weights there are. */
    public enum By {
        /** All pictures have the same. */
        UNIFORM,
        /** One over the number of pictures of its class; none without a class. */
        BALANCED,
        /** Given for each class; none without a class. */
        CLASS,
        /** Given for each picture. */
        SAMPLE
    }

    /**
     * @throws IllegalArgumentException if a weight is negative or all are 0, or a number is out of range
     */
    public Sampling {
        weights = ImmutableList.copyOf(weights);
        double sum = 0;
        for (double weight : weights) {
            if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "Weights of a sampling are 0 or more and finite, received " + weight);
            }
            sum += weight;
        }
        boolean given = by == By.CLASS || by == By.SAMPLE;
        if (given ? !(sum > 0) : !weights.isEmpty()) {
            throw new IllegalArgumentException(
                    given
                            ? "Of the weights of a sampling one is over 0, received " + weights.size() + " that are not"
                            : "A sampling has weights for classes or for pictures, received some that are " + by);
        }
        if (samples < 0) {
            throw new IllegalArgumentException(
                    "An epoch has 1 sample or more, or 0 for as many as there are pictures, received " + samples);
        }
        if (repeats < 1) {
            throw new IllegalArgumentException("A picture comes once or more in a row, received " + repeats);
        }
    }

    /** All pictures once. */
    public static Sampling uniform() {
        return new Sampling(By.UNIFORM, ImmutableList.of(), false, 0, 1);
    }

    /** Each class as often as any other, its pictures drawn with replacement: a rare class is not overlooked. */
    public static Sampling balanced() {
        return new Sampling(By.BALANCED, ImmutableList.of(), true, 0, 1);
    }

    /**
     * Each picture as often as its class says, with replacement.
     *
     * @param weights for each class by its label, 0 or more: how often a picture of it is drawn beside one of another
     * @throws IllegalArgumentException if one is negative, or all are 0
     */
    public static Sampling byClass(double... weights) {
        return new Sampling(By.CLASS, Doubles.asList(weights), true, 0, 1);
    }

    /**
     * Each picture as often as is said, with replacement.
     *
     * @param weights for each picture by its index, 0 or more
     * @throws IllegalArgumentException if one is negative, or all are 0
     */
    public static Sampling bySample(double... weights) {
        return new Sampling(By.SAMPLE, Doubles.asList(weights), true, 0, 1);
    }

    /** Whether a picture may come again in the same epoch; without, the heavier ones come earlier. */
    public Sampling withReplacement(boolean replacement) {
        return new Sampling(by, weights, replacement, samples, repeats);
    }

    /**
     * So many samples an epoch.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Sampling withSamples(int samples) {
        return new Sampling(by, weights, replacement, samples, repeats);
    }

    /**
     * Each picture so often in a row, each time under another draw of the transform: batches of {@code batchSize / times}
     * pictures. An epoch stays as long, so that it has fewer pictures.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Sampling repeated(int times) {
        return new Sampling(by, weights, replacement, samples, times);
    }

    /**
     * How many samples an epoch has.
     *
     * @param labels of the pictures, -1 where the class is not known
     * @throws IllegalArgumentException if there is not a weight for each class or picture, none has one, or there are too few
     *     to draw so many without replacement
     */
    public int count(int... labels) {
        return count(weightsOf(labels));
    }

    private int count(double[] each) {
        int drawable = 0;
        for (double weight : each) {
            drawable += weight > 0 ? 1 : 0;
        }
        if (drawable == 0) {
            throw new IllegalArgumentException(
                    "Of the pictures of a sampling one has a weight, received " + each.length + " without for " + this);
        }
        int count = samples == 0 ? drawable : samples;
        if (!replacement && draws(count) > drawable) {
            throw new IllegalArgumentException("Without replacement an epoch draws at most the " + drawable
                    + " pictures that have a weight, received " + draws(count) + " to draw for " + this
                    + ". Say withReplacement(true), or fewer with withSamples.");
        }
        return count;
    }

    private int draws(int count) {
        return (count + repeats - 1) / repeats;
    }

    /**
     * The indexes of an epoch's pictures in their order.
     *
     * @param labels of the pictures, -1 where the class is not known
     * @throws IllegalArgumentException as {@link #count} throws it
     */
    public int[] order(long seed, int epoch, int... labels) {
        double[] each = weightsOf(labels);
        int count = count(each);
        int[] drawn = drawn(each, draws(count), seed, epoch);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = drawn[i / repeats];
        }
        return order;
    }

    /** The same sampling of some of the pictures. */
    public Sampling of(int... indexes) {
        if (by != By.SAMPLE) {
            return this;
        }
        double[] some = new double[indexes.length];
        for (int i = 0; i < some.length; i++) {
            some[i] = weights.get(indexes[i]);
        }
        return new Sampling(by, Doubles.asList(some), replacement, samples, repeats);
    }

    private int[] drawn(double[] each, int draws, long seed, int epoch) {
        if (by == By.UNIFORM && !replacement) {
            return Arrays.copyOf(BatchLoader.order(seed, epoch, each.length), draws);
        }
        Randomness randomness = Randomness.of(seed).split("sample").split(epoch);
        return replacement ? Draws.independent(each, draws, randomness) : Draws.distinct(each, draws, randomness);
    }

    private double[] weightsOf(int[] labels) {
        if (by == By.SAMPLE && weights.size() != labels.length) {
            throw new IllegalArgumentException("A sampling by picture has one weight for each, received "
                    + weights.size() + " weights for " + labels.length + " pictures");
        }
        int[] counts = new int[1 + Math.max(0, Arrays.stream(labels).max().orElse(0))];
        for (int label : labels) {
            counts[Math.max(0, label)] += label == Sample.UNLABELLED ? 0 : 1;
        }
        double[] each = new double[labels.length];
        for (int i = 0; i < each.length; i++) {
            each[i] = weight(i, labels[i], counts);
        }
        return each;
    }

    private double weight(int index, int label, int[] counts) {
        if (by == By.UNIFORM) {
            return 1;
        }
        if (by == By.SAMPLE) {
            return weights.get(index);
        }
        if (label == Sample.UNLABELLED) {
            return 0;
        }
        if (by == By.CLASS && label >= weights.size()) {
            throw new IllegalArgumentException("A sampling by class has one weight for each, received " + weights.size()
                    + " weights for the label " + label);
        }
        return by == By.CLASS ? weights.get(label) : 1.0 / counts[label];
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Sampling.");
        switch (by) {
            case UNIFORM -> text.append("uniform()");
            case BALANCED -> text.append("balanced()");
            case CLASS ->
                text.append("byClass(").append(Joiner.on(", ").join(weights)).append(')');
            case SAMPLE -> text.append("bySample(").append(weights.size()).append(" weights)");
        }
        if (replacement != (by != By.UNIFORM)) {
            text.append(".withReplacement(").append(replacement).append(')');
        }
        if (samples > 0) {
            text.append(".withSamples(").append(samples).append(')');
        }
        return repeats == 1 ? text.toString() : text + ".repeated(" + repeats + ")";
    }
}
