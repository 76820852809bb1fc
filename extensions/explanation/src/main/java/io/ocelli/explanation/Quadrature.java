package io.ocelli.explanation;

import java.util.Arrays;

/**
 * Places from 0 to 1 and weights, by which the mean of a function there is its weighted sum. Immutable, safe for any number of
 * threads.
 */
public final class Quadrature {
    private static final int STEPS = 100;

    private final double[] places;
    private final double[] weights;

    private Quadrature(double[] places, double[] weights) {
        this.places = places;
        this.weights = weights;
    }

    /**
     * The rule of Gauss and Legendre: exact for polynomials of a degree below 2 n.
     *
     * @param n places, at least 1
     */
    public static Quadrature gaussLegendre(int n) {
        requirePlaces(n);
        double[] places = new double[n];
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            // The i-th root of the Legendre polynomial by Newton's method, from Tricomi's estimate.
            double root = Math.cos(Math.PI * (n - i - 0.25) / (n + 0.5));
            double slope = 0;
            for (int step = 0; step < STEPS; step++) {
                double before = 1;
                double value = root;
                for (int k = 2; k <= n; k++) {
                    double next = ((2 * k - 1) * root * value - (k - 1) * before) / k;
                    before = value;
                    value = next;
                }
                slope = n * (root * value - before) / (root * root - 1);
                double change = value / slope;
                root -= change;
                if (Math.abs(change) < 1e-15) {
                    break;
                }
            }
            places[i] = (1 + root) / 2;
            weights[i] = 1 / ((1 - root * root) * slope * slope);
        }
        return new Quadrature(places, weights);
    }

    /**
     * Riemann's sum at the right ends: i / n for i from 1 to n, each with the same weight. Its error falls by n alone; it is what
     * some references take.
     *
     * @param n places, at least 1
     */
    public static Quadrature riemannRight(int n) {
        requirePlaces(n);
        double[] places = new double[n];
        double[] weights = new double[n];
        Arrays.setAll(places, i -> (i + 1.0) / n);
        Arrays.fill(weights, 1.0 / n);
        return new Quadrature(places, weights);
    }

    private static void requirePlaces(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("A mean is of at least 1 place, received " + n);
        }
    }

    /** How many places. */
    public int size() {
        return places.length;
    }

    /** One of the places, from 0 to 1; rising. */
    public double place(int i) {
        return places[i];
    }

    /** Its weight; together they are 1. */
    public double weight(int i) {
        return weights[i];
    }
}
