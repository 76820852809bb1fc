package io.ocelli.boxes;

import io.ocelli.image.Box;
import java.util.List;

/**
 * How far two boxes overlap: 1 where they are the same. Computed in double precision; the boxes' labels do not matter.
 * Thread-safe.
 */
public enum Overlap {
    /** Intersection over union, 0 to 1 (Jaccard's index). */
    IOU {
        @Override
        public double of(Box a, Box b) {
            double intersection = intersection(a, b);
            return intersection / (area(a) + area(b) - intersection);
        }
    },
    /** {@link #IOU} less the share of the smallest box around both that neither covers, above -1 (Rezatofighi et al. 2019). */
    GIOU {
        @Override
        public double of(Box a, Box b) {
            double intersection = intersection(a, b);
            double union = area(a) + area(b) - intersection;
            double hull = hullWidth(a, b) * hullHeight(a, b);
            return intersection / union - (hull - union) / hull;
        }
    },
    /**
     * {@link #IOU} less the squared distance of the centres over that of the corners of the smallest box around both, above
     * -1 (Zheng et al. 2020).
     */
    DIOU {
        @Override
        public double of(Box a, Box b) {
            double x = ((double) a.left() + a.right() - b.left() - b.right()) / 2;
            double y = ((double) a.top() + a.bottom() - b.top() - b.bottom()) / 2;
            double width = hullWidth(a, b);
            double height = hullHeight(a, b);
            return IOU.of(a, b) - (x * x + y * y) / (width * width + height * height);
        }
    },
    /** {@link #DIOU} less a penalty for different proportions (Zheng et al. 2020). */
    CIOU {
        @Override
        public double of(Box a, Box b) {
            double angle = Math.atan(width(a) / height(a)) - Math.atan(width(b) / height(b));
            double difference = 4 / (Math.PI * Math.PI) * angle * angle;
            double penalty = difference == 0 ? 0 : difference * difference / (1 - IOU.of(a, b) + difference);
            return DIOU.of(a, b) - penalty;
        }
    };

    /** The overlap of two boxes. */
    public abstract double of(Box a, Box b);

    /** The overlap of each box of one list, by row, with each of another, by column. */
    public double[][] of(List<Box> rows, List<Box> columns) {
        double[][] overlaps = new double[rows.size()][columns.size()];
        for (int i = 0; i < overlaps.length; i++) {
            for (int j = 0; j < overlaps[i].length; j++) {
                overlaps[i][j] = of(rows.get(i), columns.get(j));
            }
        }
        return overlaps;
    }

    private static double width(Box box) {
        return (double) box.right() - box.left();
    }

    private static double height(Box box) {
        return (double) box.bottom() - box.top();
    }

    private static double area(Box box) {
        return width(box) * height(box);
    }

    private static double intersection(Box a, Box b) {
        double width = (double) Math.min(a.right(), b.right()) - Math.max(a.left(), b.left());
        double height = (double) Math.min(a.bottom(), b.bottom()) - Math.max(a.top(), b.top());
        return Math.max(0, width) * Math.max(0, height);
    }

    private static double hullWidth(Box a, Box b) {
        return (double) Math.max(a.right(), b.right()) - Math.min(a.left(), b.left());
    }

    private static double hullHeight(Box a, Box b) {
        return (double) Math.max(a.bottom(), b.bottom()) - Math.min(a.top(), b.top());
    }
}
