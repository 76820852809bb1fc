package io.ocelli.metrics;

import com.google.common.collect.ImmutableList;
import io.ocelli.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
 */
public final class Evaluation {
    /** The classes that {@link #confusion} makes a matrix of at most: 128 MB. */
    public static final int MOST_ROWS = 4096;

    private final ImmutableList<String> classes;
    private final Confusion confusion;
    /** ranks[r] pictures have r classes before their true one. */
    private final long[] ranks;

    private final Calibration calibration;
    /** Null where they were too many to keep. */
    private final @Nullable Ranking ranking;

    private Evaluation(
            ImmutableList<String> classes,
            Confusion confusion,
            long[] ranks,
            Calibration calibration,
            @Nullable Ranking ranking) {
        this.classes = classes;
        this.confusion = confusion;
        this.ranks = ranks;
        this.calibration = calibration;
        this.ranking = ranking;
    }

    /** Begins to count predictions of these classes. */
    public static Accumulator accumulator(List<String> classes) {
        return new Accumulator(classes);
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
        return classes;
    }

    /** The number of pictures. */
    public long count() {
        return confusion.count();
    }

    /** The share of the pictures whose class was predicted, 0 to 1. */
    public double accuracy() {
        return (double) confusion.correct() / count();
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
        for (int rank = 0; rank < Math.min(k, ranks.length); rank++) {
            hits += ranks[rank];
        }
        return (double) hits / count();
    }

    /** {@link #topK} of 5, ImageNet's second measure. */
    public double top5() {
        return topK(5);
    }

    /** The mean recall of the classes that have pictures, 0 to 1. */
    public double balancedAccuracy() {
        return confusion.balancedAccuracy();
    }

    /**
     * How many pictures of class {@code row} were predicted as class {@code column}; a copy.
     *
     * @throws IllegalStateException if there are more than {@value #MOST_ROWS} classes: {@link #confused} has the same numbers
     */
    public long[][] confusion() {
        if (!hasMatrix()) {
            throw new IllegalStateException(
                    "A confusion matrix is made of up to " + MOST_ROWS + " classes, and these are "
                            + classes.size() + ": it would have " + 8L * classes.size() * classes.size()
                            + " bytes. confused() lists those of its numbers that are not 0.");
        }
        return confusion.toArray();
    }

    /** Whether there are few enough classes for {@link #confusion}. */
    boolean hasMatrix() {
        return classes.size() <= MOST_ROWS;
    }

    /** The confusion matrix's numbers that are not 0, row by row. */
    public List<Confused> confused() {
        return confusion.pairs();
    }

    /** Precision, recall and F1 of each class, by label; a ratio over nothing is 0. */
    public List<ClassFigures> perClass() {
        return confusion.perClass(classes);
    }

    /** The plain mean over the classes that have pictures or were predicted. */
    public Figures macro() {
        return confusion.macro(classes);
    }

    /** Over all decisions at once: for one label a picture, each figure is the accuracy. */
    public Figures micro() {
        return new Figures(accuracy(), accuracy(), accuracy());
    }

    /** The mean over the classes, each as often as it has pictures. */
    public Figures weighted() {
        return confusion.weighted(classes);
    }

    /** Cohen's kappa (1960): the agreement beyond chance, at most 1. */
    public double cohenKappa() {
        return confusion.kappa((i, j) -> i == j ? 0 : 1);
    }

    /** Cohen's kappa (1968) with the squared distance of the labels as weight, for classes that are grades. */
    public double quadraticKappa() {
        return confusion.kappa((i, j) -> (double) (i - j) * (i - j));
    }

    /** Matthews' correlation coefficient for several classes (Gorodkin 2004), -1 to 1; 0 where it has no value. */
    public double matthews() {
        return confusion.matthews();
    }

    /** The mean of -log of the true class's probability; NaN where scores were no probabilities. */
    public double logLoss() {
        return calibration.logLoss();
    }

    /** Brier's score (1950): the mean over the pictures of the squared error summed over the classes, 0 to 2. */
    public double brier() {
        return calibration.brier();
    }

    /**
     * The expected calibration error (Guo et al. 2017) of the predicted class, in 15 bins of equal width, 0 to 1; NaN where
     * scores were no probabilities.
     */
    public double expectedCalibrationError() {
        return calibration.expectedCalibrationError();
    }

    /** Whether all scores were kept, which the next figures need: at most {@value Ranking#MOST} of them. */
    public boolean hasScores() {
        return ranking != null;
    }

    /**
     * The area under the ROC curve of a class against the others, 0 to 1; NaN where one side has no pictures.
     *
     * @throws IllegalStateException if the scores were too many to keep
     */
    public double rocAuc(int label) {
        return ranking().rocAuc(label);
    }

    /**
     * The average precision of a class against the others, without interpolation, 0 to 1.
     *
     * @throws IllegalStateException if the scores were too many to keep
     */
    public double averagePrecision(int label) {
        return ranking().averagePrecision(label);
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

    private Ranking ranking() {
        if (ranking == null) {
            throw new IllegalStateException("Curves need every score, and these were more than " + Ranking.MOST
                    + ". Evaluate fewer pictures for them.");
        }
        return ranking;
    }

    /** Counts predictions one by one. Its memory grows with the classes and the pictures, not with the square of either. One thread. */
    public static final class Accumulator {
        private final ImmutableList<String> classes;
        private final Confusion confusion;
        private final long[] ranks;
        private final Calibration calibration;
        private @Nullable Ranking ranking;

        private Accumulator(List<String> classes) {
            if (classes.isEmpty()) {
                throw new IllegalArgumentException("An evaluation has a class or more, received none");
            }
            this.classes = ImmutableList.copyOf(classes);
            this.confusion = new Confusion(classes.size());
            this.ranks = new long[classes.size()];
            this.calibration = new Calibration();
            this.ranking = new Ranking(classes.size());
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
            int k = classes.size();
            if (scores.length % k != 0 || scores.length / k < labels.length) {
                throw new IllegalArgumentException("An evaluation takes one score for each of " + k + " classes and "
                        + labels.length + " pictures, " + (long) k * labels.length + ", received " + scores.length);
            }
            check(scores, labels);
            for (int i = 0; i < labels.length; i++) {
                add(scores, i * k, labels[i]);
            }
        }

        /**
         * Counts the pictures of a batch.
         *
         * @param scores as above, in a tensor N K
         */
        public void add(Tensor scores, int... labels) {
            if (scores.shape().rank() != 2 || scores.shape().get(1) != classes.size()) {
                throw new IllegalArgumentException("The scores of " + labels.length + " pictures and " + classes.size()
                        + " classes are of shape [" + labels.length + ", " + classes.size() + "], received " + scores);
            }
            add(scores.toFloats(), labels);
        }

        private void check(float[] scores, int[] labels) {
            int k = classes.size();
            for (int label : labels) {
                if (label < 0 || label >= k) {
                    throw new IllegalArgumentException("A label is 0 to " + (k - 1) + ", received " + label
                            + (label == -1 ? ": only pictures whose class is known can be evaluated" : ""));
                }
            }
            for (int i = 0; i < labels.length * k; i++) {
                if (Float.isNaN(scores[i])) {
                    throw new IllegalArgumentException("A score is a number, received NaN for class "
                            + classes.get(i % k) + ": the network's weights or input are not finite");
                }
            }
        }

        private void add(float[] scores, int at, int label) {
            int k = classes.size();
            float own = scores[at + label];
            int rank = 0;
            int best = 0;
            for (int c = 0; c < k; c++) {
                float score = scores[at + c];
                best = score > scores[at + best] ? c : best;
                rank += score > own || score == own && c < label ? 1 : 0;
            }
            confusion.add(label, best);
            ranks[rank]++;
            calibration.add(scores, at, k, label, best);
            if (ranking != null && !ranking.add(scores, at, label)) {
                ranking = null;
            }
        }

        /** The evaluation of what was counted so far. */
        public Evaluation evaluation() {
            return new Evaluation(
                    classes,
                    confusion.copy(),
                    ranks.clone(),
                    calibration.copy(),
                    ranking == null ? null : ranking.copy());
        }
    }

    /** The labels of the classes with the lowest F1 that have pictures, worst first. */
    List<ClassFigures> worst(int most) {
        List<ClassFigures> figures = new ArrayList<>(perClass());
        figures.removeIf(figure -> figure.support() == 0);
        figures.sort((a, b) -> Double.compare(a.f1(), b.f1()));
        return figures.subList(0, Math.min(most, figures.size()));
    }
}
