package io.ocelli.learning;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/**
 * A linear classifier on features that stay as they are: what can be read off them by a plane for each class. It is the minimum of
 * the summed cross-entropy and half the squares of the weights over {@code c}, the biases being free, as scikit-learn's logistic
 * regression; found by L-BFGS. Immutable and safe for any number of threads.
 */
public final class LinearProbe {
    private static final int MEMORY = 20;
    private static final int MOST_STEPS = 5000;
    private static final double SLOPE = 1e-10;

    private final int classes;
    private final int width;
    /** K D weights, then K biases. */
    private final double[] numbers;

    private LinearProbe(int classes, int width, double[] numbers) {
        this.classes = classes;
        this.width = width;
        this.numbers = numbers;
    }

    /**
     * Fits it.
     *
     * @param features N D
     * @param labels N classes, from 0 to {@code classes - 1}
     * @param c the less, the smaller the weights; 1 is usual
     */
    public static LinearProbe fit(float[][] features, int[] labels, int classes, double c) {
        if (features.length == 0 || features.length != labels.length || !(c > 0)) {
            throw new IllegalArgumentException(
                    "A probe is fitted on a label for each feature, and one or more, with c above" + " 0, received "
                            + features.length + " features, " + labels.length + " labels and c " + c);
        }
        SoftmaxLoss loss = new SoftmaxLoss(features, labels, classes, 1 / c);
        double[] found = minimum(loss, new double[classes * (features[0].length + 1)]);
        return new LinearProbe(classes, features[0].length, centred(found, classes));
    }

    /**
     * Plain gradient descent with momentum, as PyTorch's, on the mean cross-entropy of all features in one batch, from zero.
     *
     * @param losses is filled with the loss before each of as many steps
     */
    public static LinearProbe descend(
            float[][] features, int[] labels, int classes, double rate, double momentum, double[] losses) {
        SoftmaxLoss loss = new SoftmaxLoss(features, labels, classes, 0);
        int width = features[0].length;
        double[] at = new double[classes * (width + 1)];
        double[] speed = new double[at.length];
        double[] slope = new double[at.length];
        for (int step = 0; step < losses.length; step++) {
            losses[step] = loss.of(at, slope) / features.length;
            for (int i = 0; i < at.length; i++) {
                speed[i] = momentum * speed[i] + slope[i] / features.length;
                at[i] -= rate * speed[i];
            }
        }
        return new LinearProbe(classes, width, at);
    }

    /** Biases shifted to a mean of 0, which changes no probability. */
    private static double[] centred(double[] numbers, int classes) {
        int from = numbers.length - classes;
        double mean = Arrays.stream(numbers, from, numbers.length).average().orElse(0);
        for (int i = from; i < numbers.length; i++) {
            numbers[i] -= mean;
        }
        return numbers;
    }

    /** K D. */
    public double[][] weight() {
        double[][] weight = new double[classes][];
        for (int k = 0; k < classes; k++) {
            weight[k] = Arrays.copyOfRange(numbers, k * width, (k + 1) * width);
        }
        return weight;
    }

    /** K. */
    public double[] bias() {
        return Arrays.copyOfRange(numbers, classes * width, numbers.length);
    }

    /** K numbers for a feature. */
    public double[] logits(float[] feature) {
        return SoftmaxLoss.logits(numbers, feature, classes);
    }

    /** The share of features of which it says the right class. */
    public double accuracy(float[][] features, int[] labels) {
        int right = 0;
        for (int i = 0; i < features.length; i++) {
            right += NeighbourVotes.most(logits(features[i])) == labels[i] ? 1 : 0;
        }
        return (double) right / features.length;
    }

    /** A change of the numbers, and of the slope with it. */
    private record Pair(double[] way, double[] turn, double product) {}

    private static double[] minimum(SoftmaxLoss loss, double[] start) {
        double[] at = start;
        double[] slope = new double[at.length];
        double value = loss.of(at, slope);
        double scale = Math.max(1, Math.sqrt(NeighbourVotes.dot(slope, slope)));
        Deque<Pair> pairs = new ArrayDeque<>();
        for (int step = 0; step < MOST_STEPS; step++) {
            if (Math.sqrt(NeighbourVotes.dot(slope, slope)) < SLOPE * scale) {
                break;
            }
            double[] direction = direction(slope, pairs);
            double along = NeighbourVotes.dot(direction, slope);
            double size = pairs.isEmpty() ? 1 / scale : 1;
            double[] next = moved(at, direction, size);
            double[] turned = new double[at.length];
            double lower = loss.of(next, turned);
            while (lower > value + 1e-4 * size * along && size > 1e-12) {
                size /= 2;
                next = moved(at, direction, size);
                lower = loss.of(next, turned);
            }
            double[] way = moved(next, at, -1);
            double[] turn = moved(turned, slope, -1);
            double product = NeighbourVotes.dot(way, turn);
            if (product > 0) {
                pairs.addLast(new Pair(way, turn, product));
                if (pairs.size() > MEMORY) {
                    pairs.removeFirst();
                }
            }
            if (size <= 1e-12) {
                break;
            }
            at = next;
            slope = turned;
            value = lower;
        }
        return at;
    }

    /** The two loops of Nocedal (1980). */
    private static double[] direction(double[] slope, Deque<Pair> pairs) {
        double[] q = slope.clone();
        double[] shares = new double[pairs.size()];
        int i = pairs.size();
        for (Iterator<Pair> each = pairs.descendingIterator(); each.hasNext(); ) {
            Pair pair = each.next();
            i--;
            shares[i] = NeighbourVotes.dot(pair.way(), q) / pair.product();
            q = moved(q, pair.turn(), -shares[i]);
        }
        if (!pairs.isEmpty()) {
            Pair last = pairs.getLast();
            double factor = last.product() / NeighbourVotes.dot(last.turn(), last.turn());
            for (int j = 0; j < q.length; j++) {
                q[j] *= factor;
            }
        }
        for (Pair pair : pairs) {
            double back = NeighbourVotes.dot(pair.turn(), q) / pair.product();
            q = moved(q, pair.way(), shares[i++] - back);
        }
        for (int j = 0; j < q.length; j++) {
            q[j] = -q[j];
        }
        return q;
    }

    private static double[] moved(double[] from, double[] way, double size) {
        double[] moved = from.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += size * way[i];
        }
        return moved;
    }
}
