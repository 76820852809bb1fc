package io.ocelli.explanation;

import io.ocelli.graph.Compare;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;
import io.ocelli.graph.Weight;
import io.ocelli.tensor.Tensor;
import java.util.Map;

/** What was kept of normal pictures, and how others are compared with it, as a part of a network. */
interface AnomalyMemory {
    /** Beyond all distances. */
    double FAR = 1e30;

    /**
     * What is said of pictures.
     *
     * @param map N P: how unusual each place is
     * @param score N 1: how unusual the whole picture
     */
    record Scored(Value map, Value score) {}

    /** The numbers, by the names of the nodes that {@link #score} reads. */
    Map<String, Tensor> weights();

    /**
     * Adds the comparison.
     *
     * @param embedding N P D
     * @param average N C: the last stage's mean
     */
    Scored score(Value embedding, Value average);

    /** A tensor of {@link #weights} as a value of the graph. */
    default Value kept(Graph.Builder graph, String name) {
        Tensor tensor = weights().get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("What is kept is " + weights().keySet() + ", received '" + name + "'");
        }
        return Value.of(
                graph,
                graph.add(name, Weight.of(Initialization.ZEROS, tensor.shape().toArray())));
    }

    /** The Euclidean distances N P M of N P D from M D. */
    static Value distances(Value points, Value kept) {
        Value squares = points.squared()
                .keeping(Reduce.Kind.SUM, -1)
                .plus(kept.squared().sum(1))
                .minus(points.matmul(kept.transpose()).times(2));
        return squares.relu().sqrt();
    }

    /** Rows that are compared with at a time at least: with 1,000 places of a picture, 16 MB of distances. */
    int PART = 4096;

    /** A graph has so many parts at most. */
    int PARTS = 64;

    /** How many rows are compared with at a time, so that memory does not grow with their number. */
    static int part(int rows) {
        return Math.max(PART, (rows + PARTS - 1) / PARTS);
    }

    /**
     * The distance N P of each of N P D to the nearest of M D, a part of these after the other.
     *
     * @param rows M
     * @param part how many at a time
     */
    static Value least(Value points, Value kept, int rows, int part) {
        if (rows <= part) {
            return distances(points, kept).min(2);
        }
        Value least = distances(points, kept.slice(0, 0, part)).min(2);
        for (int from = part; from < rows; from += part) {
            least = least.minimum(distances(points, kept.slice(0, from, Math.min(rows, from + part)))
                    .min(2));
        }
        return least;
    }

    /** 1 at the k smallest along the last dimension, and at what equals the last of them; 0 elsewhere. */
    static Value nearest(Value distances, int k) {
        Value left = distances;
        for (int i = 1; i < k; i++) {
            Value least = left.keeping(Reduce.Kind.MIN, -1);
            left = left.is(Compare.Kind.LESS_OR_EQUAL, least).where(left.constant(FAR), left);
        }
        return distances.is(Compare.Kind.LESS_OR_EQUAL, left.keeping(Reduce.Kind.MIN, -1));
    }

    /** The rows M D where a mask N M is 1; their mean where several are. */
    static Value picked(Value mask, Value rows) {
        return mask.dividedBy(mask.keeping(Reduce.Kind.SUM, -1)).matmul(rows);
    }
}
