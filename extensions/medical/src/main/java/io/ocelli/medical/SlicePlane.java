package io.ocelli.medical;

/**
 * Where a frame lies in the patient (PS3.3, C.7.6.2): millimetres to the left, to the back, to the head.
 *
 * @param position of the first pixel's centre
 * @param row the direction of a row, of length 1
 * @param column the direction of a column, of length 1
 * @param spacing between rows, and between columns
 */
record SlicePlane(double[] position, double[] row, double[] column, double[] spacing) {
    private static final double TOLERANCE = 1e-3;

    static SlicePlane of(DataSet data, DataSet positions, DataSet orientations, DataSet measures) {
        double[] position = required(data, positions, "ImagePositionPatient", 3);
        double[] orientation = required(data, orientations, "ImageOrientationPatient", 6);
        double[] spacing = required(data, measures, "PixelSpacing", 2);
        double[] row = {orientation[0], orientation[1], orientation[2]};
        double[] column = {orientation[3], orientation[4], orientation[5]};
        if (Math.abs(dot(row, row) - 1) > 0.01
                || Math.abs(dot(column, column) - 1) > 0.01
                || Math.abs(dot(row, column)) > 0.01) {
            throw data.bytes()
                    .malformed(
                            orientations.offset("ImageOrientationPatient"),
                            "the directions of rows and columns are of length 1 and at right angles, they are not");
        }
        return new SlicePlane(position, row, column, spacing);
    }

    private static double[] required(DataSet data, DataSet group, String keyword, int count) {
        double[] numbers = group.numbers(keyword);
        if (numbers.length == 0 && group != data) {
            numbers = data.numbers(keyword);
        }
        if (numbers.length != count) {
            throw data.bytes()
                    .malformed(
                            group.offset(keyword),
                            "a slice of a volume has " + keyword + " of " + count + " numbers, it has "
                                    + numbers.length);
        }
        return numbers;
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    /** Across the slice: rows' direction times columns'. */
    double[] normal() {
        return new double[] {
            row[1] * column[2] - row[2] * column[1],
            row[2] * column[0] - row[0] * column[2],
            row[0] * column[1] - row[1] * column[0]
        };
    }

    /** Millimetres along a normal. */
    double along(double[] normal) {
        return dot(position, normal);
    }

    boolean isParallelTo(SlicePlane other) {
        for (int i = 0; i < 3; i++) {
            if (Math.abs(row[i] - other.row[i]) > TOLERANCE || Math.abs(column[i] - other.column[i]) > TOLERANCE) {
                return false;
            }
        }
        return true;
    }

    boolean hasSpacingOf(SlicePlane other) {
        return Math.abs(spacing[0] - other.spacing[0]) <= TOLERANCE
                && Math.abs(spacing[1] - other.spacing[1]) <= TOLERANCE;
    }
}
