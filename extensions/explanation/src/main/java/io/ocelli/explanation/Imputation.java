package io.ocelli.explanation;

/**
 * Fills what was taken out of a picture by what is around it (Rong et al. 2022, without their noise): each pixel that is missing is
 * the mean of its neighbours, 1/6 for those beside it and 1/12 for those across, missing ones too. So the edge of what is missing
 * does not tell its shape.
 */
final class Imputation {
    private static final double CLOSE = 1e-8;
    private static final int STEPS = 10_000;

    private final int height;
    private final int width;
    private final boolean[] missing;

    /** @param missing row by row */
    Imputation(int height, int width, boolean[] missing) {
        this.height = height;
        this.width = width;
        this.missing = missing;
    }

    /** Fills planes, one after another; with zeros where nothing is left. */
    float[] of(float[] planes) {
        float[] filled = planes.clone();
        for (int plane = 0; plane < planes.length / missing.length; plane++) {
            fill(filled, plane * missing.length);
        }
        return filled;
    }

    /** By conjugate gradients: the weights are the same in both directions. */
    private void fill(float[] values, int from) {
        double[] known = new double[missing.length];
        for (int i = 0; i < known.length; i++) {
            known[i] = missing[i] ? 0 : values[from + i];
        }
        double[] solution = new double[known.length];
        double[] rest = applied(known);
        for (int i = 0; i < rest.length; i++) {
            rest[i] = -rest[i];
        }
        double[] direction = rest.clone();
        double square = dot(rest, rest);
        double enough = CLOSE * CLOSE * square;
        for (int step = 0; step < STEPS && square > enough; step++) {
            double[] image = applied(direction);
            double length = square / dot(direction, image);
            for (int i = 0; i < rest.length; i++) {
                solution[i] += length * direction[i];
                rest[i] -= length * image[i];
            }
            double next = dot(rest, rest);
            for (int i = 0; i < rest.length; i++) {
                direction[i] = rest[i] + next / square * direction[i];
            }
            square = next;
        }
        for (int i = 0; i < missing.length; i++) {
            if (missing[i]) {
                values[from + i] = (float) solution[i];
            }
        }
    }

    /** The weighted differences of each missing pixel from its neighbours; 0 elsewhere. */
    private double[] applied(double[] values) {
        double[] result = new double[missing.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (missing[y * width + x]) {
                    result[y * width + x] = difference(values, y, x);
                }
            }
        }
        return result;
    }

    private double difference(double[] values, int y, int x) {
        double own = values[y * width + x];
        double sum = 0;
        for (int row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
            for (int column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
                double weight = row == y || column == x ? 1 / 6.0 : 1 / 12.0;
                sum += weight * (own - values[row * width + column]);
            }
        }
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
