package io.ocelli.metrics;

import com.google.common.collect.ImmutableList;
import io.ocelli.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How good predictions are where a picture has any number of the classes. Immutable; safe for any number of threads. Figures are
 * those of scikit-learn, with 0 for a ratio over nothing; what has no value, such as the loss of no pictures, is NaN.
 *
 * <pre>{@code
 * MultiLabelEvaluation.Accumulator accumulator = MultiLabelEvaluation.accumulator(classes);
 * accumulator.add(scores, targets); // once for each batch
 * MultiLabelEvaluation evaluation = accumulator.evaluation();
 * double map = evaluation.meanAveragePrecision();
 * double f1 = evaluation.at(0.5f).micro().f1();
 * }</pre>
 */
public final class MultiLabelEvaluation {
    private final MultiLabelTally tally;

    private MultiLabelEvaluation(MultiLabelTally tally) {
        this.tally = tally;
    }

    /**
     * Begins to count predictions of these classes.
     *
     * @throws IllegalArgumentException if there is no class
     */
    public static Accumulator accumulator(List<String> classes) {
        return new Accumulator(new MultiLabelTally(ImmutableList.copyOf(classes)));
    }

    /**
     * The evaluation of some predictions.
     *
     * @param scores N K: of each class for each picture, higher where the picture has it
     * @param targets N K: 1 where the picture has the class, else 0
     * @throws IllegalArgumentException if the shapes do not fit, a score is NaN, or a target is neither 0 nor 1
     */
    public static MultiLabelEvaluation of(List<String> classes, Tensor scores, Tensor targets) {
        Accumulator accumulator = accumulator(classes);
        accumulator.add(scores, targets);
        return accumulator.evaluation();
    }

    /** The names of the classes. */
    public List<String> classes() {
        return tally.classes;
    }

    /** The number of pictures. */
    public int count() {
        return tally.count();
    }

    /** {@link #averagePrecision} by {@link Averaging#MACRO}: mAP. */
    public double meanAveragePrecision() {
        return averagePrecision(Averaging.MACRO);
    }

    /**
     * The average precision, without interpolation, 0 to 1: by {@link Averaging#MACRO} the mean of all classes', in which one
     * without pictures counts as 0; by {@link Averaging#MICRO} that of all scores in one order; by {@link Averaging#WEIGHTED} the
     * mean of the classes', each as often as it has pictures.
     */
    public double averagePrecision(Averaging averaging) {
        if (averaging == Averaging.MICRO) {
            return tally.ranked().averagePrecision().value();
        }
        double sum = 0;
        double weights = 0;
        for (int c = 0; c < tally.classes.size(); c++) {
            double weight = averaging == Averaging.MACRO ? 1 : tally.support(c);
            sum += weight * averagePrecision(c);
            weights += weight;
        }
        return weights == 0 ? 0 : sum / weights;
    }

    /**
     * The average precision of one class; 0 where no picture has it.
     *
     * @throws IllegalArgumentException if there is no such class
     */
    public double averagePrecision(int label) {
        return ranked(label).averagePrecision().value();
    }

    /**
     * The pictures in the order of their scores of a class: its curves, and the area under the one.
     *
     * @throws IllegalArgumentException if there is no such class
     */
    public Ranked ranked(int label) {
        if (label < 0 || label >= tally.classes.size()) {
            throw new IllegalArgumentException("A label is 0 to " + (tally.classes.size() - 1) + ", received " + label);
        }
        return tally.ranked(label);
    }

    /**
     * The decisions by thresholds: a picture has a class if its score is over it, as floats compare.
     *
     * @param thresholds one for all classes, or one for each
     * @throws IllegalArgumentException if there are others, or one is NaN
     */
    public MultiLabelDecisions at(float... thresholds) {
        int k = tally.classes.size();
        if (thresholds.length != 1 && thresholds.length != k) {
            throw new IllegalArgumentException("Decisions take one threshold for all of " + k
                    + " classes, or one for each, received " + thresholds.length);
        }
        for (float threshold : thresholds) {
            if (Float.isNaN(threshold)) {
                throw new IllegalArgumentException("A threshold is a number, received " + Arrays.toString(thresholds));
            }
        }
        float[] each = new float[k];
        for (int c = 0; c < k; c++) {
            each[c] = thresholds[thresholds.length == 1 ? 0 : c];
        }
        return tally.decide(each);
    }

    /**
     * The evaluation of all pictures of both, as though they had been counted at once.
     *
     * @throws IllegalArgumentException if the classes are not the same
     */
    public MultiLabelEvaluation plus(MultiLabelEvaluation other) {
        MultiLabelTally both = tally.copy();
        both.add(other.tally);
        return new MultiLabelEvaluation(both);
    }

    /** Such as {@code 300 pictures of 6 classes, mAP 0.3502 (micro 0.3411)}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d pictures of %d classes, mAP %.4f (micro %.4f)",
                count(),
                tally.classes.size(),
                meanAveragePrecision(),
                averagePrecision(Averaging.MICRO));
    }

    /**
     * Counts predictions. It keeps each score, of which thresholds are wanted later: 5 bytes or so for each picture and class.
     * One thread; what several have counted is {@linkplain #add(MultiLabelEvaluation) added up}.
     */
    public static final class Accumulator {
        private final MultiLabelTally tally;

        private Accumulator(MultiLabelTally tally) {
            this.tally = tally;
        }

        /**
         * Counts all pictures of another evaluation.
         *
         * @throws IllegalArgumentException if its classes are not the same; nothing is then counted
         */
        public void add(MultiLabelEvaluation other) {
            tally.add(other.tally);
        }

        /**
         * Counts the pictures of a batch, or one.
         *
         * @param scores N K, row-major
         * @param targets N K: whether the picture has the class
         * @throws IllegalArgumentException if the lengths do not fit, or a score is NaN; nothing is then counted
         */
        public void add(float[] scores, boolean... targets) {
            tally.add(scores, targets);
        }

        /**
         * Counts the pictures of a batch.
         *
         * @param scores N K
         * @param targets N K: 1 where the picture has the class, else 0
         * @throws IllegalArgumentException as {@link #of}; nothing is then counted
         */
        public void add(Tensor scores, Tensor targets) {
            int k = tally.classes.size();
            if (scores.shape().rank() != 2
                    || scores.shape().get(1) != k
                    || !scores.shape().equals(targets.shape())) {
                throw new IllegalArgumentException("Scores and targets of " + k + " classes are both of shape [N, " + k
                        + "], received " + scores.shape() + " and " + targets.shape());
            }
            double[] values = targets.toDoubles();
            boolean[] flags = new boolean[values.length];
            for (int i = 0; i < values.length; i++) {
                if (values[i] != 0 && values[i] != 1) {
                    throw new IllegalArgumentException(
                            "A target is 1 where the picture has the class, else 0, received " + values[i]
                                    + " for class " + tally.classes.get(i % k));
                }
                flags[i] = values[i] == 1;
            }
            add(scores.toFloats(), flags);
        }

        /** The evaluation of what was counted so far. */
        public MultiLabelEvaluation evaluation() {
            return new MultiLabelEvaluation(tally.copy());
        }
    }
}
