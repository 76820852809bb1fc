package io.ocelli.learning;

import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Node;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.Map;

/** What the batches so far make of one norm's statistics, in each way of counting. For one thread. */
final class NormStatistics {
    private final String meanName;
    private final String varianceName;
    private final double momentum;
    private final double[] running;
    private final double[] runningVariance;
    private final double[] meanSum;
    private final double[] varianceSum;
    /** Over all values so far. */
    private final double[] mean;

    private final double[] squares;
    private double values;
    private int batches;

    private NormStatistics(Node norm, double[] running, double[] runningVariance) {
        this.meanName = norm.parameter("running_mean");
        this.varianceName = norm.parameter("running_var");
        this.momentum = ((BatchNorm2d) norm.operation()).momentum();
        this.running = running;
        this.runningVariance = runningVariance;
        this.meanSum = new double[running.length];
        this.varianceSum = new double[running.length];
        this.mean = new double[running.length];
        this.squares = new double[running.length];
    }

    static NormStatistics begin(Node norm, Weights weights) {
        return new NormStatistics(
                norm,
                weights.get(norm.parameter("running_mean")).toDoubles(),
                weights.get(norm.parameter("running_var")).toDoubles());
    }

    /**
     * @param variance of the batch's values about its own mean, divided by their number
     * @param count how many values a channel has
     */
    void add(double[] batchMean, double[] variance, double count) {
        batches++;
        double all = values + count;
        for (int c = 0; c < mean.length; c++) {
            double unbiased = count > 1 ? variance[c] * count / (count - 1) : variance[c];
            running[c] += momentum * (batchMean[c] - running[c]);
            runningVariance[c] += momentum * (unbiased - runningVariance[c]);
            meanSum[c] += batchMean[c];
            varianceSum[c] += unbiased;
            double way = batchMean[c] - mean[c];
            mean[c] += way * count / all;
            squares[c] += variance[c] * count + way * way * values * count / all;
        }
        values = all;
    }

    /** @throws IllegalArgumentException if there was no batch */
    void into(Map<String, Tensor> weights, AdaBn.Counting counting) {
        if (batches == 0) {
            throw new IllegalArgumentException("Batch norms are adapted to 2 pictures or more, received fewer");
        }
        switch (counting) {
            case POOLED:
                put(weights, mean, divided(squares, values));
                break;
            case CUMULATIVE:
                put(weights, divided(meanSum, batches), divided(varianceSum, batches));
                break;
            case RUNNING:
                put(weights, running, runningVariance);
                break;
        }
    }

    private void put(Map<String, Tensor> weights, double[] means, double[] variances) {
        weights.put(meanName, tensor(means));
        weights.put(varianceName, tensor(variances));
    }

    private static double[] divided(double[] sums, double divisor) {
        double[] divided = sums.clone();
        for (int i = 0; i < divided.length; i++) {
            divided[i] /= divisor;
        }
        return divided;
    }

    private static Tensor tensor(double[] numbers) {
        float[] narrow = new float[numbers.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) numbers[i];
        }
        return Tensor.of(Shape.of(narrow.length), narrow);
    }
}
