package io.ocelli.reports;

import io.ocelli.Answer;
import io.ocelli.Backbone;
import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.Sample;
import io.ocelli.data.SkippedPicture;
import io.ocelli.error.ImageException;
import io.ocelli.metrics.Evaluation;
import io.ocelli.metrics.LabelErrors;
import io.ocelli.serving.Tta;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is said of each picture of a data set, with its label: what an {@link Evaluation} counts, and what a report shows of
 * the pictures themselves. Immutable.
 */
public final class Predictions {
    private static final int FOLDS = 5;

    private final List<String> classes;
    private final List<Sample> samples = new ArrayList<>();
    /** Of each sample, of each class. */
    private final List<float[]> probabilities = new ArrayList<>();

    private final List<SkippedPicture> broken = new ArrayList<>();

    private Predictions(List<String> classes) {
        this.classes = List.copyOf(classes);
    }

    /**
     * What a classifier says of labelled pictures, each of which it sees once; those that cannot be read are {@link #broken}.
     *
     * @throws IllegalArgumentException if a class of the pictures is not one of the classifier's, or a picture has none
     */
    public static Predictions of(Classifier classifier, DataSet pictures) {
        Predictions predictions = new Predictions(classifier.labels());
        predictions.ask(classifier, pictures.relabel(classifier.labels()), picture -> 0);
        return predictions;
    }

    /**
     * As {@link #of}; and where the labels fit better, by their log loss, what the classifier says of each picture and its mirror
     * image together. It sees each picture three times: errors of labels are found the better for it.
     */
    public static Predictions steady(Classifier classifier, DataSet pictures) {
        Predictions plain = of(classifier, pictures);
        try (Classifier both = classifier.withTestTimeAugmentation(Tta.flip())) {
            Predictions mirrored = of(both, pictures);
            return mirrored.evaluation().logLoss() < plain.evaluation().logLoss() ? mirrored : plain;
        }
    }

    /** Whether {@link #of} takes them: all classes of the pictures are among the classifier's. */
    public static boolean fit(Classifier classifier, DataSet pictures) {
        return new HashSet<>(classifier.labels()).containsAll(pictures.classes());
    }

    /**
     * What heads on a frozen backbone say of pictures that they have not learnt from: of five parts, each head learns from four
     * and is asked about the fifth. All learn together, so that the backbone sees each picture twice in all.
     *
     * @param pictures that can all be read, with labels; two or more
     * @param backbone with weights, such as {@code Classifier.efficientnetLite0().pretrained()}
     * @throws IllegalArgumentException if there are fewer than two pictures, or one has no label
     */
    public static Predictions outOfFold(DataSet pictures, Backbone backbone, long seed) {
        if (pictures.size() < 2) {
            throw new IllegalArgumentException(
                    "Predictions out of fold take two pictures or more, received " + pictures.size());
        }
        Predictions predictions = new Predictions(pictures.classes());
        requireLabels(pictures);
        OutOfFold heads = new OutOfFold(pictures, Math.min(FOLDS, pictures.size()), seed);
        Training recipe = Training.defaults().cachedViews(1).seed(seed);
        try (Classifier classifier = heads.fit(backbone, recipe)) {
            predictions.ask(classifier, pictures, heads::part);
        }
        return predictions;
    }

    private static void requireLabels(DataSet pictures) {
        for (int i = 0; i < pictures.size(); i++) {
            if (!pictures.sample(i).labelled()) {
                throw new IllegalArgumentException("Predictions are compared with labels, and "
                        + pictures.sample(i).name() + " has none. Leave it out.");
            }
        }
    }

    /** @param part where in a picture's answer its classes begin */
    private void ask(Classifier classifier, DataSet pictures, IntUnaryOperator part) {
        requireLabels(pictures);
        try (Stream<Answer<Integer>> answers = classifier.classifyAll(
                IntStream.range(0, pictures.size()).boxed(),
                i -> pictures.sample(i).source())) {
            answers.forEachOrdered(answer -> {
                Sample sample = pictures.sample(answer.picture());
                ImageException error = answer.error();
                if (error != null) {
                    broken.add(new SkippedPicture(answer.picture(), sample.name(), String.valueOf(error.getMessage())));
                } else {
                    samples.add(sample);
                    probabilities.add(
                            normalised(answer.prediction().probabilities(), part.applyAsInt(answer.picture())));
                }
            });
        }
    }

    private float[] normalised(float[] all, int from) {
        float[] own = new float[classes.size()];
        double sum = 0;
        for (int c = 0; c < own.length; c++) {
            sum += all[from + c];
        }
        for (int c = 0; c < own.length; c++) {
            own[c] = own.length == all.length ? all[c] : (float) (all[from + c] / sum);
        }
        return own;
    }

    /** The names of the classes, by label. */
    public List<String> classes() {
        return classes;
    }

    /** The number of pictures that could be read. */
    public int size() {
        return samples.size();
    }

    /** A picture with its label. */
    public Sample sample(int i) {
        return samples.get(i);
    }

    /** The probability of each class for a picture; a copy. */
    public float[] probabilities(int i) {
        return probabilities.get(i).clone();
    }

    /** The likeliest class of a picture, of equal ones the first. */
    public int predicted(int i) {
        return likeliest(probabilities.get(i));
    }

    /** The probability of the likeliest class of a picture. */
    public float confidence(int i) {
        return probabilities.get(i)[predicted(i)];
    }

    /** The pictures that could not be read. */
    public List<SkippedPicture> broken() {
        return List.copyOf(broken);
    }

    /** The figures of all. */
    public Evaluation evaluation() {
        Evaluation.Accumulator counts = Evaluation.accumulator(classes);
        for (int i = 0; i < size(); i++) {
            counts.add(probabilities.get(i), samples.get(i).label());
        }
        return counts.evaluation();
    }

    /**
     * All pictures, those first whose label is believed least, by {@link LabelErrors#beliefs}. The classes that no picture has are
     * no suggestions.
     */
    public List<LabelError> labelErrors() {
        double[][] beliefs = size() == 0 || classes.size() < 2 ? certain() : beliefs();
        List<LabelError> all = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            int given = samples.get(i).label();
            int likeliest = likeliest(beliefs[i]);
            int suggested = beliefs[i][likeliest] > beliefs[i][given] ? likeliest : given;
            all.add(new LabelError(samples.get(i), classes.get(given), classes.get(suggested), beliefs[i][given]));
        }
        all.sort(Comparator.comparingDouble(LabelError::score));
        return List.copyOf(all);
    }

    /** Where there is one class, it is believed. */
    private double[][] certain() {
        double[][] beliefs = new double[size()][classes.size()];
        for (double[] own : beliefs) {
            Arrays.fill(own, 1);
        }
        return beliefs;
    }

    private double[][] beliefs() {
        boolean[] present = new boolean[classes.size()];
        samples.forEach(sample -> present[sample.label()] = true);
        float[] shares = new float[size() * present.length];
        int[] labels = new int[size()];
        for (int i = 0; i < size(); i++) {
            double sum = 0;
            for (int c = 0; c < present.length; c++) {
                sum += present[c] ? probabilities.get(i)[c] : 0;
            }
            for (int c = 0; c < present.length; c++) {
                // nothing is known of a picture all of whose probability is of classes that none here has
                shares[i * present.length + c] =
                        sum > 0 ? (float) (present[c] ? probabilities.get(i)[c] / sum : 0) : 1f / present.length;
            }
            labels[i] = samples.get(i).label();
        }
        return LabelErrors.of(Tensor.of(Shape.of(size(), present.length), shares), labels)
                .beliefs();
    }

    private static int likeliest(double[] scores) {
        int best = 0;
        for (int c = 1; c < scores.length; c++) {
            best = scores[c] > scores[best] ? c : best;
        }
        return best;
    }

    private static int likeliest(float[] scores) {
        int best = 0;
        for (int c = 1; c < scores.length; c++) {
            best = scores[c] > scores[best] ? c : best;
        }
        return best;
    }
}
