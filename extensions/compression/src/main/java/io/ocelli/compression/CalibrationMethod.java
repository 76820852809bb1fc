package io.ocelli.compression;

/**
 * How it is decided which numbers a tensor's levels cover: all that were seen, or fewer, so that those are told apart more
 * finely. A value, and a function of what is seen: an application's own is as good.
 */
public interface CalibrationMethod {
    /**
     * What looks at a tensor's numbers, after the spread of all of them is known.
     *
     * @param seen of the numbers that will be seen
     * @param levels what they become
     */
    Observer observer(Spread seen, Levels levels);

    /** Whether the range alone decides, so that nothing has to be looked at again. */
    default boolean isDecidedByRange() {
        return false;
    }

    /** Whether some numbers of each picture, evenly spread, are enough: where all of them cost too much. */
    default boolean isOfSome() {
        return false;
    }

    /** The name on the command line and in reports. */
    String name();

    /** What sees the numbers of one tensor, piece by piece. For one thread. */
    interface Observer {
        /** Some of the numbers; the array may be used again. */
        void add(float[] values);

        /** What came of it. */
        QuantizationParameters parameters();
    }

    /** From the smallest to the largest. */
    static CalibrationMethod minMax() {
        return new MinMax();
    }

    /** Without the outermost numbers: 99.99 % of them stay. */
    static CalibrationMethod percentile() {
        return new Percentile(99.99, Percentile.BINS);
    }

    /** The range whose levels tell most of the distribution (Kullback-Leibler divergence). */
    static CalibrationMethod entropy() {
        return new Entropy(Percentile.BINS);
    }

    /** The range with the least mean squared error. */
    static CalibrationMethod mse() {
        return new MeanSquaredError();
    }
}
