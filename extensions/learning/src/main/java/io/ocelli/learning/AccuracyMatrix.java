package io.ocelli.learning;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Doubles;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What tasks that are learnt one after the other do to each other, by the accuracy on each task after each training. Immutable and
 * safe for any number of threads.
 *
 * @param rows T rows of T accuracies: row i has those on every task after task i was learnt
 */
public record AccuracyMatrix(List<List<Double>> rows) {
    /**
     * @throws IllegalArgumentException if it is not square, or empty
     */
    public AccuracyMatrix {
        rows = rows.stream().map(ImmutableList::copyOf).collect(ImmutableList.toImmutableList());
        for (List<Double> row : rows) {
            if (row.size() != rows.size()) {
                throw new IllegalArgumentException("After each of " + rows.size()
                        + " tasks there is an accuracy on each, received " + row.size() + " in a row");
            }
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("A matrix of accuracies has a task or more, received none");
        }
    }

    /** Of rows. */
    public static AccuracyMatrix of(double[]... rows) {
        return new AccuracyMatrix(Arrays.stream(rows).map(Doubles::asList).collect(ImmutableList.toImmutableList()));
    }

    private int tasks() {
        return rows.size();
    }

    private double at(int after, int on) {
        return rows.get(after).get(on);
    }

    private double last(int on) {
        return at(tasks() - 1, on);
    }

    /** The mean over tasks after the last was learnt. */
    public double averageAccuracy() {
        return mean(IntStream.range(0, tasks()).mapToDouble(this::last).toArray());
    }

    /** The mean over trainings of the mean accuracy on the tasks that were learnt until then. */
    public double averageIncrementalAccuracy() {
        return mean(IntStream.range(0, tasks())
                .mapToDouble(i -> mean(
                        IntStream.rangeClosed(0, i).mapToDouble(j -> at(i, j)).toArray()))
                .toArray());
    }

    /** The mean of each task's accuracy right after it was learnt. */
    public double learningAccuracy() {
        return mean(IntStream.range(0, tasks()).mapToDouble(i -> at(i, i)).toArray());
    }

    /**
     * The mean, over all tasks but the last, of the accuracy at the end less that right after the task was learnt (Lopez-Paz and
     * Ranzato 2017): below 0 where it was forgotten; not a number for one task.
     */
    public double backwardTransfer() {
        return mean(IntStream.range(0, tasks() - 1)
                .mapToDouble(j -> last(j) - at(j, j))
                .toArray());
    }

    /**
     * The mean, over all tasks but the first, of the accuracy just before the task was learnt less that of an untrained network.
     *
     * @param baseline an untrained network's accuracy on each task
     * @throws IllegalArgumentException if there are not as many as tasks
     */
    public double forwardTransfer(double... baseline) {
        if (baseline.length != tasks()) {
            throw new IllegalArgumentException(
                    "There is a baseline for each of " + tasks() + " tasks, received " + baseline.length);
        }
        return mean(IntStream.range(1, tasks())
                .mapToDouble(i -> at(i - 1, i) - baseline[i])
                .toArray());
    }

    /**
     * For all tasks but the last, the highest accuracy before the last training less that at the end (Chaudhry et al. 2018): below
     * 0 where the last training was the best.
     */
    public double[] forgettingByTask() {
        return forgetting(false);
    }

    /** The mean of {@link #forgettingByTask}; not a number for one task. */
    public double forgetting() {
        return mean(forgetting(false));
    }

    /** As {@link #forgetting}, where a task's highest counts from its own training on. */
    public double forgettingSinceLearned() {
        return mean(forgetting(true));
    }

    private double[] forgetting(boolean sinceLearned) {
        return IntStream.range(0, tasks() - 1)
                .mapToDouble(j -> IntStream.range(sinceLearned ? j : 0, tasks() - 1)
                                .mapToDouble(i -> at(i, j))
                                .max()
                                .orElse(Double.NaN)
                        - last(j))
                .toArray();
    }

    private static double mean(double[] numbers) {
        return Arrays.stream(numbers).average().orElse(Double.NaN);
    }
}
