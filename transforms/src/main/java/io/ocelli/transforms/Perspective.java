package io.ocelli.transforms;

import io.ocelli.image.Box;
import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Parameters;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves four points of a picture, of 8 bits or 16, to four others, and the rest in perspective.
 *
 * @param start four points before, x and y in turn, in pixels
 * @param end the same points after
 * @param interpolation nearest, bilinear or bicubic
 * @param fill the colour outside: one value, or one for each channel
 */
public record Perspective(List<Double> start, List<Double> end, Interpolation interpolation, List<Integer> fill)
        implements Transform {
    /**
     * @throws IllegalArgumentException if there are not four points each, the interpolation is another or the fill no colour
     */
    public Perspective {
        if (start.size() != 8 || end.size() != 8) {
            throw new IllegalArgumentException(
                    "A perspective has four points before and four after, x and y each, received " + start + " and "
                            + end);
        }
        start = Collections.unmodifiableList(new ArrayList<>(start));
        end = Collections.unmodifiableList(new ArrayList<>(end));
        Warp.checked(interpolation);
        fill = Fill.checkedWide(fill);
    }

    /**
     * @throws IllegalArgumentException if three of the points after lie on a line, or the horizon goes through the origin
     */
    @Override
    public Image apply(Image image) {
        return Warp.perspective(image, image.size(), coefficients(), interpolation, fill);
    }

    /** Solves for the eight numbers that map each point after to the point before; rounded to floats, as torchvision's are. */
    private double[] coefficients() {
        double[] solution = solution();
        if (solution == null) {
            throw new IllegalArgumentException("No three points of a perspective lie on a line, nor does its horizon go"
                    + " through the corner at the origin, received " + end);
        }
        return solution;
    }

    /** Whether there is such a perspective. */
    boolean exists() {
        return solution() != null;
    }

    private double @Nullable [] solution() {
        double[][] rows = new double[8][];
        for (int i = 0; i < 4; i++) {
            double x = end.get(2 * i);
            double y = end.get(2 * i + 1);
            double u = start.get(2 * i);
            double v = start.get(2 * i + 1);
            rows[2 * i] = new double[] {x, y, 1, 0, 0, 0, -u * x, -u * y, u};
            rows[2 * i + 1] = new double[] {0, 0, 0, x, y, 1, -v * x, -v * y, v};
        }
        for (int k = 0; k < 8; k++) {
            int pivot = k;
            for (int i = k + 1; i < 8; i++) {
                pivot = Math.abs(rows[i][k]) > Math.abs(rows[pivot][k]) ? i : pivot;
            }
            double[] row = rows[pivot];
            rows[pivot] = rows[k];
            rows[k] = row;
            if (Math.abs(row[k]) < 1e-12) {
                return null;
            }
            for (int i = 0; i < 8; i++) {
                double factor = i == k ? 0 : rows[i][k] / row[k];
                for (int j = k; j < 9 && factor != 0; j++) {
                    rows[i][j] -= factor * row[j];
                }
            }
        }
        double[] solution = new double[8];
        for (int k = 0; k < 8; k++) {
            solution[k] = (float) (rows[k][8] / rows[k][k]);
        }
        return solution;
    }

    @Override
    public Image mask(Image mask) {
        return new Perspective(start, end, Interpolation.NEAREST, Fill.NOTHING).apply(mask);
    }

    @Override
    public List<Box> boxes(List<Box> boxes, Size size) {
        return Boxes.unwarped(boxes, coefficients(), size);
    }

    @Override
    public String name() {
        return "Perspective";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("start", start)
                .with("end", end)
                .with("interpolation", interpolation)
                .with("fill", fill);
    }

    static Perspective read(Parameters saved) {
        return new Perspective(
                saved.numbers("start"), saved.numbers("end"), saved.interpolation("interpolation"), Fill.read(saved));
    }
}
