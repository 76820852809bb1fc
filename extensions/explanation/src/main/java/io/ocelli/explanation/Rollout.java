package io.ocelli.explanation;

import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;

/** How attention becomes a map. */
enum Rollout {
    /** The product over the layers, by the mean of the heads. */
    MEAN,
    /** The product over the layers, by the largest of the heads. */
    LARGEST,
    /** The last layer alone, by the mean of the heads. */
    LAST;

    /** One attention N T S of the heads' N h T S. */
    Value fused(Value attention) {
        return attention.then(Reduce.of(this == LARGEST ? Reduce.Kind.MAX : Reduce.Kind.MEAN, 1));
    }

    /**
     * What reaches the first token from each.
     *
     * @param layers the attention of each layer, T T row by row, the first layer first
     */
    double[] row(double[][] layers, int tokens) {
        double[] row = new double[tokens];
        row[0] = 1;
        if (this == LAST) {
            return times(row, layers[layers.length - 1], 0, 1);
        }
        // The product's first row alone: from the last layer to the first.
        for (int i = layers.length - 1; i >= 0; i--) {
            row = times(row, layers[i], 0.5, 0.5);
        }
        return row;
    }

    /** A row times (a I + b attention), whose rows are brought to a sum of 1. */
    private static double[] times(double[] row, double[] attention, double a, double b) {
        int tokens = row.length;
        double[] product = new double[tokens];
        for (int t = 0; t < tokens; t++) {
            double sum = a;
            for (int s = 0; s < tokens; s++) {
                sum += b * attention[t * tokens + s];
            }
            for (int s = 0; s < tokens; s++) {
                product[s] += row[t] * (b * attention[t * tokens + s] + (s == t ? a : 0)) / sum;
            }
        }
        return product;
    }
}
