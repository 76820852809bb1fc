package io.ocelli.explanation;

/** Places between 0 and 1 and weights, by which the mean of a function there is its weighted sum. Immutable. */
final class Quadrature {
    private static final int STEPS = 100;

    private final double[] places;
    private final double[] weights;

    private Quadrature(double[] places, double[] weights) {
        this.places = places;
        this.weights = weights;
    }

    /** The rule of Gauss and Legendre: exact for polynomials of a degree below 2 n. */
    static Quadrature gaussLegendre(int n) {
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

    int size() {
        return places.length;
    }

    double place(int i) {
        return places[i];
    }

    double weight(int i) {
        return weights[i];
    }
}
