package io.ocelli.decisions;

import com.google.common.collect.ImmutableList;
import io.ocelli.image.Parameters;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Scorer;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides for the class of least expected cost, and refuses the picture where even that costs more than a refusal (Chow 1970;
 * Elkan 2001). The probabilities are to be calibrated first.
 *
 * @param matrix K rows of K finite numbers: what it costs to decide for class j where the truth is i, row i and column j
 * @param refusal what a refusal costs; infinite where all pictures are answered
 */
public record Costs(List<List<Double>> matrix, double refusal) implements Decorator {
    static final String NAME = "Costs";

    /**
     * @throws IllegalArgumentException if the matrix is not square, or a cost is no number
     */
    public Costs {
        ImmutableList.Builder<List<Double>> rows = ImmutableList.builder();
        for (List<Double> row : matrix) {
            if (row.size() != matrix.size()) {
                throw new IllegalArgumentException("A cost matrix has a row and a column for each class, received "
                        + matrix.size() + " rows and one of " + row.size() + " numbers");
            }
            rows.add(Around.finite("Costs", row));
        }
        matrix = rows.build();
        if (matrix.isEmpty() || Double.isNaN(refusal) || refusal == Double.NEGATIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "Costs are of at least one class, and a refusal costs a number, received " + matrix.size()
                            + " classes and a refusal at " + refusal);
        }
    }

    /** Costs where all pictures are answered; row: truth, column: decision. */
    public static Costs of(double[][] matrix) {
        List<List<Double>> rows = new ArrayList<>();
        for (double[] row : matrix) {
            rows.add(Around.list(row));
        }
        return new Costs(rows, Double.POSITIVE_INFINITY);
    }

    /** The same, where a picture may be refused at a cost. */
    public Costs withRefusal(double cost) {
        return new Costs(matrix, cost);
    }

    /** The expected cost of deciding for each class, K, by a picture's probabilities, K. */
    public double[] expected(double[] probabilities) {
        int k = matrix.size();
        double[] costs = new double[k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                costs[j] += probabilities[i] * matrix.get(i).get(j);
            }
        }
        return costs;
    }

    /** The class of least expected cost, the first of several; -1 for a refusal. */
    public int decide(double[] probabilities) {
        double[] costs = expected(probabilities);
        int cheapest = cheapest(costs);
        return costs[cheapest] > refusal ? -1 : cheapest;
    }

    private static int cheapest(double[] costs) {
        int cheapest = 0;
        for (int j = 1; j < costs.length; j++) {
            if (costs[j] < costs[cheapest]) {
                cheapest = j;
            }
        }
        return cheapest;
    }

    @Override
    public Scorer around(Scorer inner) {
        Around.classes(Around.softmax(inner, "An expected cost"), "A cost matrix", matrix.size());
        return inner.then(scores -> {
            double[] probabilities = Around.probabilities(scores);
            double[] costs = expected(probabilities);
            double least = costs[cheapest(costs)];
            int decided = decide(probabilities);
            return scores.with(Around.decision(
                    NAME,
                    inner,
                    decided < 0 ? new int[0] : new int[] {decided},
                    "the least expected cost is " + least + (decided < 0 ? ", and a refusal costs " + refusal : ""),
                    least));
        });
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Parameters parameters() {
        List<Double> costs = new ArrayList<>();
        matrix.forEach(costs::addAll);
        Parameters parameters = Parameters.none().with("matrix", costs);
        return Double.isInfinite(refusal) ? parameters : parameters.with("refusal", refusal);
    }

    static Costs read(Parameters parameters) {
        List<Double> costs = parameters.numbers("matrix");
        int k = (int) Math.rint(Math.sqrt(costs.size()));
        if (k * k != costs.size()) {
            throw new IllegalArgumentException(
                    "A cost matrix has a row and a column for each class, received " + costs.size() + " numbers");
        }
        List<List<Double>> rows = new ArrayList<>();
        for (int i = 0; i < k; i++) {
            rows.add(costs.subList(i * k, (i + 1) * k));
        }
        return new Costs(rows, parameters.has("refusal") ? parameters.number("refusal") : Double.POSITIVE_INFINITY);
    }
}
