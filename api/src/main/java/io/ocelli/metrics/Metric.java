package io.ocelli.metrics;

/**
 * A figure of one's own, counted beside those of an {@link Evaluation}. A value: safe for any number of threads; its sums are
 * for one.
 *
 * <pre>{@code
 * Evaluation evaluation = classifier.evaluate(pictures, new Profit(prices));
 * double profit = evaluation.metrics().get("profit");
 * }</pre>
 */
public interface Metric {
    /** What it is asked for by, and is called in reports. */
    String name();

    /** Begins to count. */
    Sum begin();

    /** What was counted so far. */
    interface Sum {
        /**
         * Counts a picture.
         *
         * @param scores of each class; they are not to be kept or changed
         * @param label the true class
         */
        void add(float[] scores, int label);

        /** Counts all that another sum of the same metric has counted. */
        void add(Sum other);

        /** The figure; NaN where it has no value. */
        double value();
    }
}
