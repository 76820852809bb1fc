package io.ocelli.decisions;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The minimum of a smooth convex function by L-BFGS (Nocedal and Wright, algorithm 7.4). */
final class Minimum {
    private static final int MEMORY = 20;
    private static final int STEPS = 5000;
    private static final double SMALL = 1e-12;
    private static final int TRIALS = 60;
    private static final double DIGITS = 1e-12;

    private final double[] at;
    private final double value;

    private final double slope;

    private Minimum(double[] at, double value, double slope) {
        this.at = at;
        this.slope = slope;
        this.value = value;
    }

    /** A function that writes its gradient beside. */
    interface Function {
        double at(double[] point, double[] gradient);
    }

    private record Point(double[] at, double[] gradient, double value) {}

    /** A step, the change of the gradient on it, and their product. */
    private record Pair(double[] step, double[] change, double product) {}

    double[] at() {
        return at;
    }

    double value() {
        return value;
    }

    /** The gradient's length where it stopped: about 0, unless it did not come to an end. */
    double slope() {
        return slope;
    }

    static Minimum of(Function function, double[] start) {
        double[] at = start.clone();
        double[] gradient = new double[at.length];
        double value = function.at(at, gradient);
        Deque<Pair> pairs = new ArrayDeque<>();
        for (int step = 0; step < STEPS && Math.sqrt(dot(gradient, gradient)) > SMALL; step++) {
            Point next = along(function, new Point(at, gradient, value), direction(gradient, pairs));
            if (next == null) {
                if (pairs.isEmpty()) {
                    break; // no digit is left to gain
                }
                pairs.clear(); // rounding spoilt the direction: down the gradient once more
                continue;
            }
            double[] moved = moved(next.at(), at, -1);
            double[] change = moved(next.gradient(), gradient, -1);
            double product = dot(moved, change);
            if (product > 0) {
                pairs.addLast(new Pair(moved, change, product));
                if (pairs.size() > MEMORY) {
                    pairs.removeFirst();
                }
            }
            at = next.at();
            gradient = next.gradient();
            value = next.value();
        }
        return new Minimum(at, value, Math.sqrt(dot(gradient, gradient)));
    }

    /**
     * A point in a direction where the slope is half of what it was, or less. It is found by slopes, which rise along a line
     * of a convex function: the value's digits are used up long before the gradient's are. Null where rounding hides it.
     */
    private static @Nullable Point along(Function function, Point from, double[] direction) {
        double slope = dot(direction, from.gradient());
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double length = 1;
        for (int trial = 0; trial < TRIALS && slope < 0; trial++) {
            double[] at = moved(from.at(), direction, length);
            double[] gradient = new double[at.length];
            double value = function.at(at, gradient);
            double there = dot(direction, gradient);
            if (!(value <= from.value() + DIGITS * Math.abs(from.value())) || there > -0.5 * slope) {
                high = length;
            } else if (there < 0.5 * slope) {
                low = length;
            } else {
                return new Point(at, gradient, value);
            }
            length = high < Double.POSITIVE_INFINITY ? (low + high) / 2 : 2 * length;
        }
        return null;
    }

    private static double[] direction(double[] gradient, Deque<Pair> pairs) {
        double[] direction = moved(new double[gradient.length], gradient, -1);
        double[] shares = new double[pairs.size()];
        int i = shares.length;
        for (Iterator<Pair> latest = pairs.descendingIterator(); latest.hasNext(); ) {
            Pair pair = latest.next();
            shares[--i] = dot(pair.step(), direction) / pair.product();
            direction = moved(direction, pair.change(), -shares[i]);
        }
        if (!pairs.isEmpty()) {
            Pair last = pairs.getLast();
            double scale = last.product() / dot(last.change(), last.change());
            for (int d = 0; d < direction.length; d++) {
                direction[d] *= scale;
            }
        }
        for (Pair pair : pairs) {
            double back = dot(pair.change(), direction) / pair.product();
            direction = moved(direction, pair.step(), shares[i++] - back);
        }
        return direction;
    }

    private static double[] moved(double[] from, double[] direction, double length) {
        double[] to = new double[from.length];
        for (int i = 0; i < to.length; i++) {
            to[i] = from[i] + length * direction[i];
        }
        return to;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
