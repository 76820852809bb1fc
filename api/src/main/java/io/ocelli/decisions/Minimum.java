package io.ocelli.decisions;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** The minimum of a smooth convex function by L-BFGS with halved steps (Nocedal and Wright, algorithm 7.4). */
final class Minimum {
    private static final int MEMORY = 20;
    private static final int STEPS = 5000;
    private static final double SMALL = 1e-12;
    private static final double SHORTEST = 1e-10;
    private static final double DIGITS = 1e-12;

    private final double[] at;
    private final double value;

    private Minimum(double[] at, double value) {
        this.at = at;
        this.value = value;
    }

    /** A function that writes its gradient beside. */
    interface Function {
        double at(double[] point, double[] gradient);
    }

    /** A step, the change of the gradient on it, and their product. */
    private record Pair(double[] step, double[] change, double product) {}

    double[] at() {
        return at;
    }

    double value() {
        return value;
    }

    static Minimum of(Function function, double[] start) {
        double[] at = start.clone();
        double[] gradient = new double[at.length];
        double value = function.at(at, gradient);
        Deque<Pair> pairs = new ArrayDeque<>();
        for (int step = 0; step < STEPS && Math.sqrt(dot(gradient, gradient)) > SMALL; step++) {
            double[] direction = direction(gradient, pairs);
            double slope = dot(direction, gradient);
            double length = 1;
            double[] next = moved(at, direction, length);
            double[] there = new double[at.length];
            double reached = function.at(next, there);
            boolean lower = isLower(value, reached, length * slope, length * dot(direction, there));
            while (!lower && length > SHORTEST) {
                length /= 2;
                next = moved(at, direction, length);
                reached = function.at(next, there);
                lower = isLower(value, reached, length * slope, length * dot(direction, there));
            }
            if (!lower) {
                if (pairs.isEmpty()) {
                    break; // no digit is left to gain
                }
                pairs.clear(); // rounding spoilt the direction: down the gradient once more
                continue;
            }
            double[] moved = moved(next, at, -1);
            double[] change = moved(there, gradient, -1);
            double product = dot(moved, change);
            if (product > 0) {
                pairs.addLast(new Pair(moved, change, product));
                if (pairs.size() > MEMORY) {
                    pairs.removeFirst();
                }
            }
            at = next;
            gradient = there;
            value = reached;
        }
        return new Minimum(at, value);
    }

    /** By the value; and by the slope where the value's digits are used up, which is long before the gradient's are. */
    private static boolean isLower(double value, double reached, double slope, double slopeThere) {
        return reached <= value + 1e-4 * slope && -slope > DIGITS * Math.abs(value)
                || reached <= value + DIGITS * Math.abs(value) && Math.abs(slopeThere) <= 0.5 * Math.abs(slope);
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
