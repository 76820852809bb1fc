package io.ocelli.explanation;

/** The first principal component, by power iteration. */
final class PrincipalComponent {
    /** Two components whose strengths differ by a thousandth come apart to a millionth in so many steps. */
    private static final int STEPS = 20_000;

    private static final double CLOSE = 1e-10;

    private PrincipalComponent() {}

    /**
     * The samples' coordinates along the direction in which they vary most: X v, where v is the first right singular vector of the
     * centred samples, with the sign that makes the sum of its entries 0 or more. Zeros where they do not vary.
     *
     * @param variables the value of each variable for each sample; they are centred in place
     */
    static double[] of(double[][] variables) {
        int samples = variables[0].length;
        for (double[] each : variables) {
            centre(each);
        }
        // Of the smaller of the two matrices of products; both have the same first component.
        boolean few = samples <= variables.length;
        double[][] rows = few ? transposed(variables) : variables;
        double[] first = first(products(rows));
        // of samples: u, and X v = s u; of variables: v itself
        double[] v = few ? times(variables, first) : first;
        double length = Math.sqrt(dot(v, v));
        double[] map = new double[samples];
        if (!(length > 0)) {
            return map;
        }
        double sum = 0;
        for (double each : v) {
            sum += each;
        }
        double scale = (sum >= 0 ? 1 : -1) / length;
        for (int k = 0; k < variables.length; k++) {
            for (int p = 0; p < samples; p++) {
                map[p] += scale * v[k] * variables[k][p];
            }
        }
        return map;
    }

    private static void centre(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] -= mean;
        }
    }

    private static double[][] transposed(double[][] rows) {
        double[][] turned = new double[rows[0].length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < turned.length; j++) {
                turned[j][i] = rows[i][j];
            }
        }
        return turned;
    }

    private static double[][] products(double[][] rows) {
        double[][] products = new double[rows.length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j <= i; j++) {
                products[i][j] = dot(rows[i], rows[j]);
                products[j][i] = products[i][j];
            }
        }
        return products;
    }

    /** The eigenvector of the largest eigenvalue of a matrix without negative ones. */
    private static double[] first(double[][] matrix) {
        int start = 0;
        for (int i = 1; i < matrix.length; i++) {
            start = matrix[i][i] > matrix[start][start] ? i : start;
        }
        double[] vector = matrix[start].clone();
        for (int step = 0; step < STEPS && normalize(vector); step++) {
            double[] next = times(matrix, vector);
            normalize(next);
            double change = 0;
            for (int i = 0; i < next.length; i++) {
                change = Math.max(change, Math.abs(next[i] - vector[i]));
            }
            vector = next;
            if (change < CLOSE) {
                break;
            }
        }
        return vector;
    }

    private static boolean normalize(double[] vector) {
        double length = Math.sqrt(dot(vector, vector));
        for (int i = 0; i < vector.length && length > 0; i++) {
            vector[i] /= length;
        }
        return length > 0;
    }

    private static double[] times(double[][] rows, double[] vector) {
        double[] products = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            products[i] = dot(rows[i], vector);
        }
        return products;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
