package io.ocelli.metrics;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.ocelli.tensor.Tensor;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How good the predictions for labelled pictures are. Immutable. Figures are those of scikit-learn; what has no value,
 * such as the accuracy of no pictures, is NaN.
 *
 * <p>The predicted class is the one with the highest score, of equal ones the first. {@link #toString} is a table to read.
 *
 * <pre>{@code
 * Evaluation.Accumulator accumulator = Evaluation.accumulator(classes);
 * accumulator.add(scores, labels); // once for each batch
 * Evaluation evaluation = accumulator.evaluation();
 * }</pre>
 *
 * <p>Parts that were counted in other processes are added up by {@link #plus}: it is serialized between processes of one version,
 * where its own metrics are.
 */
public final class Evaluation implements Serializable {
    private static final long serialVersionUID = 1;

    /** The classes that {@link #confusion} makes a matrix of at most: 128 MB. */
    public static final int MOST_ROWS = 4096;

    private final Tally tally;

    private Evaluation(Tally tally) {
        this.tally = tally;
    }

    /**
     * Begins to count predictions of these classes.
     *
     * @param metrics figures of one's own, which {@link #metrics()} gives
     * @throws IllegalArgumentException if there is no class, or two metrics have one name
     */
    public static Accumulator accumulator(List<String> classes, Metric... metrics) {
        return new Accumulator(
                new Tally(ImmutableList.copyOf(classes), Maps.uniqueIndex(Arrays.asList(metrics), Metric::name)));
    }

    /**
     * The evaluation of some predictions.
     *
     * @param scores N K: the probability of each class for each picture
     * @param labels N: the index of the true class of each picture
     * @throws IllegalArgumentException if the lengths do not fit, a label is not of a class, or a score is NaN
     */
    public static Evaluation of(List<String> classes, Tensor scores, int... labels) {
        Accumulator accumulator = accumulator(classes);
        accumulator.add(scores, labels);
        return accumulator.evaluation();
    }

    /** The names of the classes, by label. */
    public List<String> classes() {
        return tally.classes;
    }

    /** The number of pictures. */
    public long count() {
        return tally.confusion.count();
    }

    /** The share of the pictures whose class was predicted, 0 to 1. */
    public double accuracy() {
        return (double) tally.confusion.correct() / count();
    }

    /**
     * The share of the pictures whose class is among the {@code k} with the highest scores, 0 to 1.
     *
     * @throws IllegalArgumentException if {@code k} is not positive
     */
    public double topK(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("topK counts the first k classes, k >= 1, received " + k);
        }
        long hits = 0;
        for (int rank = 0; rank < Math.min(k, tally.ranks.length); rank++) {
            hits += tally.ranks[rank];
        }
        return (double) hits / count();
    }

    /** {@link #topK} of 5, ImageNet's second measure. */
    public double top5() {
        return topK(5);
    }

    /** The mean recall of the classes that have pictures, 0 to 1. */
    public double balancedAccuracy() {
        return tally.confusion.balancedAccuracy();
    }

    /**
     * How many pictures of class {@code row} were predicted as class {@code column}; a copy.
     *
     * @throws IllegalStateException if there are more than {@value #MOST_ROWS} classes: {@link #confused} has the same numbers
     */
    public long[][] confusion() {
        requireMatrix();
        return tally.confusion.toArray();
    }

    /**
     * The {@linkplain #confusion() confusion matrix} as shares; 0 where they would be over nothing.
     *
     * @throws IllegalStateException as {@link #confusion()}
     */
    public double[][] confusion(Normalized by) {
        requireMatrix();
        return tally.confusion.normalized(by);
    }

    private void requireMatrix() {
        if (!hasMatrix()) {
            throw new IllegalStateException("A confusion matrix is made of up to " + MOST_ROWS
                    + " classes, and these are "
                    + tally.classes.size() + ": it would have " + 8L * tally.classes.size() * tally.classes.size()
                    + " bytes. confused() lists those of its numbers that are not 0.");
        }
    }

    /** Whether there are few enough classes for {@link #confusion}. */
    boolean hasMatrix() {
        return tally.classes.size() <= MOST_ROWS;
    }

    /** The confusion matrix's numbers that are not 0, row by row. */
    public List<Confused> confused() {
        return tally.confusion.pairs();
    }

    /** Precision, recall and F1 of each class, by label; a ratio over nothing is 0. */
    public List<ClassFigures> perClass() {
        return tally.confusion.perClass(tally.classes);
    }

    /** The plain mean over the classes that have pictures or were predicted. */
    public Figures macro() {
        return tally.confusion.macro(tally.classes);
    }

    /** Over all decisions at once: for one label a picture, each figure is the accuracy. */
    public Figures micro() {
        return new Figures(accuracy(), accuracy(), accuracy());
    }

    /** The mean over the classes, each as often as it has pictures. */
    public Figures weighted() {
        return tally.confusion.weighted(tally.classes);
    }

    /**
     * The F-score of a class in which recall counts {@code beta} times as much as precision (van Rijsbergen 1979), 0 to 1; 0 where
     * it is over nothing.
     *
     * @param beta above 0; 1 is {@link ClassFigures#f1}
     */
    public double fBeta(int label, double beta) {
        return tally.confusion.fBeta(label(label), beta);
    }

    /** As {@link #fBeta(int, double)}, of all classes. */
    public double fBeta(Averaging averaging, double beta) {
        return tally.confusion.fBeta(averaging, beta);
    }

    private int label(int label) {
        if (label < 0 || label >= tally.classes.size()) {
            throw new IllegalArgumentException("A label is 0 to " + (tally.classes.size() - 1) + ", received " + label);
        }
        return label;
    }

    /** Cohen's kappa (1960): the agreement beyond chance, at most 1. */
    public double cohenKappa() {
        return tally.confusion.kappa((i, j) -> i == j ? 0 : 1);
    }

    /** Cohen's kappa (1968) with the squared distance of the labels as weight, for classes that are grades. */
    public double quadraticKappa() {
        return tally.confusion.kappa((i, j) -> (double) (i - j) * (i - j));
    }

    /** Matthews' correlation coefficient for several classes (Gorodkin 2004), -1 to 1; 0 where it has no value. */
    public double matthews() {
        return tally.confusion.matthews();
    }

    /** The mean of -log of the true class's probability; NaN where scores were no probabilities. */
    public double logLoss() {
        return tally.calibration.logLoss();
    }

    /** Brier's score (1950): the mean over the pictures of the squared error summed over the classes, 0 to 2. */
    public double brier() {
        return tally.calibration.brier();
    }

    /**
     * The expected calibration error (Guo et al. 2017) of the predicted class, in 15 bins of equal width, 0 to 1; NaN where
     * scores were no probabilities.
     */
    public double expectedCalibrationError() {
        return tally.calibration.expectedCalibrationError();
    }

    /**
     * The mean over the classes of the calibration error of each's probability against whether it is the true one, in 15 bins of
     * equal width (Kull et al. 2019), 0 to 1; NaN where scores were no probabilities.
     */
    public double classwiseCalibrationError() {
        return tally.calibration.classwiseCalibrationError();
    }

    /**
     * The reliability of the predicted class in bins of equal width, (i/n, (i+1)/n].
     *
     * @param bins 1 or more
     * @throws IllegalStateException if scores were no probabilities, or pictures were more than {@value Calibration#MOST}
     */
    public Reliability reliability(int bins) {
        return tally.calibration.reliability(bins, false);
    }

    /** As {@link #reliability}, in bins of as many pictures each, the first of one more where they cannot be equal. */
    public Reliability reliabilityOfEqualMass(int bins) {
        return tally.calibration.reliability(bins, true);
    }

    /**
     * Whether every score was kept, up to {@value Ranking#MOST} of them; if not, the figures and curves that go by their order are
     * of bins, and lie between bounds.
     */
    public boolean hasScores() {
        return tally.ranking.isExact();
    }

    /** The area under the ROC curve of a class against the others, 0 to 1; NaN where one side has no pictures. */
    public double rocAuc(int label) {
        return ranked(label).rocAuc().value();
    }

    /** The average precision of a class against the others, without interpolation, 0 to 1; 0 without pictures of it. */
    public double averagePrecision(int label) {
        return ranked(label).averagePrecision().value();
    }

    /** The pictures by their score of a class: its curves, and what is known of the areas under them. */
    public Ranked ranked(int label) {
        return tally.ranking.of(label(label));
    }

    /** The figures of one's own by name. */
    public Map<String, Double> metrics() {
        return ImmutableMap.copyOf(Maps.transformValues(tally.sums, Metric.Sum::value));
    }

    /**
     * The evaluation of all pictures of both, as though they had been counted at once.
     *
     * @throws IllegalArgumentException if the classes or the metrics are not the same
     */
    public Evaluation plus(Evaluation other) {
        Tally both = tally.copy();
        both.add(other.tally);
        return new Evaluation(both);
    }

    /** Everything as JSON; what has no value is null. */
    public String toJson() {
        return EvaluationJson.write(this);
    }

    /** A table to read: the summary, each class (of many, the worst), and up to 20 classes the confusion matrix. */
    @Override
    public String toString() {
        return new EvaluationTable(this).toString();
    }

    /**
     * Counts predictions one by one. Its memory grows with the classes and, up to 192 MB, with the pictures, and not with the
     * square of either. One thread; what several have counted is {@linkplain #add(Evaluation) added up}.
     */
    public static final class Accumulator {
        private final Tally tally;

        private Accumulator(Tally tally) {
            this.tally = tally;
        }

        /**
         * Counts all pictures of another evaluation.
         *
         * @throws IllegalArgumentException if its classes or metrics are not the same; nothing is then counted
         */
        public void add(Evaluation other) {
            tally.add(other.tally);
        }

        /**
         * Counts the pictures of a batch, or one.
         *
         * @param scores N K, row-major: the probability of each class; other scores will do for what goes by their order
         *     alone. There may be more rows than labels, where a batch was padded
         * @param labels N: the index of the true class of each picture
         * @throws IllegalArgumentException if there is not one score for each class, one is NaN, or a label is of no class;
         *     nothing is then counted
         */
        public void add(float[] scores, int... labels) {
            tally.check(scores, labels);
            for (int i = 0; i < labels.length; i++) {
                tally.add(scores, i * tally.classes.size(), labels[i]);
            }
        }

        /**
         * Counts the pictures of a batch.
         *
         * @param scores as above, in a tensor N K
         */
        public void add(Tensor scores, int... labels) {
            int k = tally.classes.size();
            if (scores.shape().rank() != 2 || scores.shape().get(1) != k) {
                throw new IllegalArgumentException("The scores of " + labels.length + " pictures and " + k
                        + " classes are of shape [" + labels.length + ", " + k + "], received " + scores);
            }
            add(scores.toFloats(), labels);
        }

        /** The evaluation of what was counted so far. */
        public Evaluation evaluation() {
            return new Evaluation(tally.copy());
        }
    }
}
