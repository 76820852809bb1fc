package io.ocelli.boxes;

import com.google.common.collect.ImmutableList;
import io.ocelli.image.Box;
import java.util.List;

/**
 * Soft non-maximum suppression (Bodla et al. 2017): a box that overlaps one of a higher score is not left out, but its score
 * falls, and it is left out once that is too low. A value: immutable, safe for any number of threads.
 *
 * @param decay how scores fall with the overlap
 * @param parameter of {@link Decay#LINEAR} the IoU up to which they do not, 0 to 1; of {@link Decay#GAUSSIAN} sigma, above 0
 * @param least boxes whose score falls below it are left out
 * @param classWise whether boxes of different labels leave each other alone
 */
public record SoftNms(Decay decay, double parameter, double least, boolean classWise) {
    private static final double LEAST = 0.001;

    /** How the score of a box falls with its IoU with one of a higher score. */
    public enum Decay {
        /** By the factor 1 - IoU, where the IoU is above a threshold. */
        LINEAR,
        /** By the factor exp(-IoU^2 / sigma). */
        GAUSSIAN
    }

    /** A box that stays, by its index, and its score afterwards. */
    public record Rescored(int index, double score) {}

    /**
     * @throws IllegalArgumentException if a parameter is out of its range
     */
    public SoftNms {
        if (decay == Decay.LINEAR) {
            Nms.requireThreshold(parameter);
        } else if (!(parameter > 0) || Double.isInfinite(parameter)) {
            throw new IllegalArgumentException("A Gaussian decay has a finite sigma above 0, received " + parameter);
        }
        if (!(least >= 0) || Double.isInfinite(least)) {
            throw new IllegalArgumentException("The least score is finite and not negative, received " + least);
        }
    }

    /** With a linear decay; boxes below a score of 0.001 are left out. */
    public static SoftNms linear(double iouThreshold) {
        return new SoftNms(Decay.LINEAR, iouThreshold, LEAST, false);
    }

    /** With a Gaussian decay, of sigma 0.5 in the paper; boxes below a score of 0.001 are left out. */
    public static SoftNms gaussian(double sigma) {
        return new SoftNms(Decay.GAUSSIAN, sigma, LEAST, false);
    }

    /** The same with another score below which boxes are left out. */
    public SoftNms withLeast(double score) {
        return new SoftNms(decay, parameter, score, classWise);
    }

    /** The same among the boxes of each label alone. */
    public SoftNms ofEachClass() {
        return new SoftNms(decay, parameter, least, true);
    }

    /**
     * The boxes that stay, in falling order of their new scores.
     *
     * @param scores one a box, 0 or more; of equal ones the first counts as the highest
     * @throws IllegalArgumentException if there is not a score for each box, or one is NaN or negative
     */
    public List<Rescored> of(List<Box> boxes, float[] scores) {
        int[] left = Nms.falling(boxes, scores);
        double[] fallen = new double[left.length];
        for (int i = 0; i < left.length; i++) {
            fallen[i] = scores[left[i]];
            if (fallen[i] < 0) {
                throw new IllegalArgumentException(
                        "A score that is to fall is not negative, received " + fallen[i] + " for box " + left[i]);
            }
        }
        ImmutableList.Builder<Rescored> staying = ImmutableList.builder();
        for (int count = left.length; count > 0; count--) {
            int best = highest(fallen, left, count);
            int index = left[best];
            if (fallen[best] < least) {
                break;
            }
            staying.add(new Rescored(index, fallen[best]));
            left[best] = left[count - 1];
            fallen[best] = fallen[count - 1];
            for (int i = 0; i < count - 1; i++) {
                fallen[i] *= factor(Nms.overlap(boxes.get(index), boxes.get(left[i]), classWise));
            }
        }
        return staying.build();
    }

    private static int highest(double[] scores, int[] indexes, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (scores[i] > scores[best] || (scores[i] == scores[best] && indexes[i] < indexes[best])) {
                best = i;
            }
        }
        return best;
    }

    private double factor(double iou) {
        if (decay == Decay.GAUSSIAN) {
            return Math.exp(-iou * iou / parameter);
        }
        return iou > parameter ? 1 - iou : 1;
    }
}
