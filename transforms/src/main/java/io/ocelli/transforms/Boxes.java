package io.ocelli.transforms;

import io.ocelli.image.Box;
import io.ocelli.image.Size;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Boxes moved with a picture, cut off at its edge, and left out where less than a thousandth of a pixel is left. */
final class Boxes {
    private static final float LEAST = 1e-3f;

    private Boxes() {}

    /** To x' = (x - left) scaleX, y' = (y - top) scaleY. */
    static List<Box> scaled(List<Box> boxes, double left, double top, double scaleX, double scaleY, Size result) {
        return warped(boxes, new double[] {scaleX, 0, -left * scaleX, 0, scaleY, -top * scaleY, 0, 0, 1}, result);
    }

    /**
     * As {@link Warp#perspective} moves a picture.
     *
     * @param m from the result to the source, six numbers or eight
     */
    static List<Box> unwarped(List<Box> boxes, double[] m, Size result) {
        double g = m.length > 6 ? m[6] : 0;
        double h = m.length > 6 ? m[7] : 0;
        // The adjugate, over the determinant: what has a positive weight afterwards lay before the horizon.
        double[] inverse = {
            m[4] - m[5] * h,
            m[2] * h - m[1],
            m[1] * m[5] - m[2] * m[4],
            m[5] * g - m[3],
            m[0] - m[2] * g,
            m[2] * m[3] - m[0] * m[5],
            m[3] * h - m[4] * g,
            m[1] * g - m[0] * h,
            m[0] * m[4] - m[1] * m[3]
        };
        double determinant = m[0] * inverse[0] + m[1] * inverse[3] + m[2] * inverse[6];
        for (int i = 0; i < inverse.length; i++) {
            inverse[i] /= determinant;
        }
        return warped(boxes, inverse, result);
    }

    private static List<Box> warped(List<Box> boxes, double[] m, Size result) {
        List<Box> moved = new ArrayList<>(boxes.size());
        for (Box box : boxes) {
            double[][] corners = {
                {box.left(), box.top()},
                {box.right(), box.top()},
                {box.right(), box.bottom()},
                {box.left(), box.bottom()}
            };
            double left = Double.POSITIVE_INFINITY;
            double top = Double.POSITIVE_INFINITY;
            double right = Double.NEGATIVE_INFINITY;
            double bottom = Double.NEGATIVE_INFINITY;
            for (double[] corner : corners) {
                // A corner at or beyond the horizon of a perspective lies as far away as makes no difference.
                double weight = Math.max(1e-6, m[6] * corner[0] + m[7] * corner[1] + m[8]);
                double x = (m[0] * corner[0] + m[1] * corner[1] + m[2]) / weight;
                double y = (m[3] * corner[0] + m[4] * corner[1] + m[5]) / weight;
                left = Math.min(left, x);
                right = Math.max(right, x);
                top = Math.min(top, y);
                bottom = Math.max(bottom, y);
            }
            float l = (float) Math.max(0, left);
            float t = (float) Math.max(0, top);
            float r = (float) Math.min(result.width(), right);
            float b = (float) Math.min(result.height(), bottom);
            if (r - l > LEAST && b - t > LEAST) {
                moved.add(new Box(l, t, r, b, box.label()));
            }
        }
        return Collections.unmodifiableList(moved);
    }
}
