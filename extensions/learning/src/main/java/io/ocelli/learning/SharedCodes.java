package io.ocelli.learning;

/** How many rectifiers are open, or closed, for both of each two pictures of a batch. For one thread. */
final class SharedCodes {
    private final double[][] kernel;

    SharedCodes(int pictures) {
        this.kernel = new double[pictures][pictures];
    }

    /** @param results of one layer's rectifiers, those of each picture in a row */
    void add(float[] results) {
        int n = kernel.length;
        int units = results.length / n;
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                int same = 0;
                for (int u = 0; u < units; u++) {
                    same += results[i * units + u] > 0 == results[j * units + u] > 0 ? 1 : 0;
                }
                kernel[i][j] += same;
                kernel[j][i] = kernel[i][j];
            }
        }
    }

    /** The logarithm of the determinant's absolute value, by elimination with pivots; minus infinity where it is 0. */
    double logDeterminant() {
        int n = kernel.length;
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            rows[i] = kernel[i].clone();
        }
        double log = 0;
        for (int i = 0; i < n; i++) {
            int pivot = i;
            for (int j = i + 1; j < n; j++) {
                pivot = Math.abs(rows[j][i]) > Math.abs(rows[pivot][i]) ? j : pivot;
            }
            double[] row = rows[pivot];
            rows[pivot] = rows[i];
            rows[i] = row;
            if (row[i] == 0) {
                return Double.NEGATIVE_INFINITY;
            }
            log += Math.log(Math.abs(row[i]));
            for (int j = i + 1; j < n; j++) {
                double factor = rows[j][i] / row[i];
                for (int k = i; k < n; k++) {
                    rows[j][k] -= factor * row[k];
                }
            }
        }
        return log;
    }
}
