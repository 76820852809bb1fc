package io.ocelli.learning;

/** How rows go together: their correlations with each other, N N, and the eigenvalues of these. */
final class Correlations {
    private static final int SWEEPS = 60;

    private Correlations() {}

    /** Of rows that are not constant; one that is has not a number with each. */
    static double[][] of(double[]... rows) {
        int n = rows.length;
        double[][] directions = new double[n][];
        for (int i = 0; i < n; i++) {
            directions[i] = centredDirection(rows[i]);
        }
        double[][] correlations = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                double product = NeighbourVotes.dot(directions[i], directions[j]);
                correlations[i][j] = product;
                correlations[j][i] = product;
            }
        }
        return correlations;
    }

    private static double[] centredDirection(double... row) {
        double mean = 0;
        for (double value : row) {
            mean += value / row.length;
        }
        double[] direction = new double[row.length];
        for (int d = 0; d < row.length; d++) {
            direction[d] = row[d] - mean;
        }
        double length = Math.sqrt(NeighbourVotes.dot(direction, direction));
        for (int d = 0; d < row.length; d++) {
            direction[d] /= length;
        }
        return direction;
    }

    /** The eigenvalues of a symmetric matrix, in no order, by turns in planes (Jacobi 1846). */
    static double[] eigenvalues(double[]... symmetric) {
        int n = symmetric.length;
        double[][] a = new double[n][];
        for (int i = 0; i < n; i++) {
            a[i] = symmetric[i].clone();
        }
        for (int sweep = 0; sweep < SWEEPS && aside(a) > 0; sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    turn(a, p, q);
                }
            }
        }
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = a[i][i];
        }
        return values;
    }

    /** The sum of the squares off the diagonal. */
    private static double aside(double[]... a) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += a[i][j] * a[i][j];
            }
        }
        return sum;
    }

    /** Makes a number off the diagonal 0. */
    private static void turn(double[][] a, int p, int q) {
        if (a[p][q] == 0) {
            return;
        }
        double half = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double tangent = (half < 0 ? -1 : 1) / (Math.abs(half) + Math.hypot(half, 1));
        double cosine = 1 / Math.hypot(tangent, 1);
        double sine = tangent * cosine;
        for (int k = 0; k < a.length; k++) {
            double inP = a[k][p];
            double inQ = a[k][q];
            a[k][p] = cosine * inP - sine * inQ;
            a[k][q] = sine * inP + cosine * inQ;
        }
        for (int k = 0; k < a.length; k++) {
            double inP = a[p][k];
            double inQ = a[q][k];
            a[p][k] = cosine * inP - sine * inQ;
            a[q][k] = sine * inP + cosine * inQ;
        }
        a[p][q] = 0;
        a[q][p] = 0;
    }
}
