package io.ocelli.boxes;

import io.ocelli.image.Box;
import java.util.Arrays;
import java.util.List;

/**
 * Non-maximum suppression: of boxes that overlap, the one with the highest score stays. As torchvision's {@code nms} and
 * {@code batched_nms}. Thread-safe.
 */
public final class Nms {
    private Nms() {}

    /**
     * The boxes that stay, whatever their labels: those that overlap none of a higher score, which stays itself, by more than
     * a threshold.
     *
     * @param scores one a box; of equal ones the first counts as the highest
     * @param iouThreshold the {@link Overlap#IOU} up to which both stay, 0 to 1
     * @return their indexes, in falling order of the scores
     * @throws IllegalArgumentException if there is not a score for each box, one is NaN, or the threshold is out of range
     */
    public static int[] of(List<Box> boxes, float[] scores, double iouThreshold) {
        return staying(boxes, scores, iouThreshold, false);
    }

    /** As {@link #of}, among the boxes of each label alone. */
    public static int[] classWise(List<Box> boxes, float[] scores, double iouThreshold) {
        return staying(boxes, scores, iouThreshold, true);
    }

    private static int[] staying(List<Box> boxes, float[] scores, double iouThreshold, boolean classWise) {
        requireThreshold(iouThreshold);
        int[] staying = falling(boxes, scores);
        int count = 0;
        for (int candidate : staying) {
            boolean stays = true;
            for (int i = 0; i < count && stays; i++) {
                stays = !(overlap(boxes.get(staying[i]), boxes.get(candidate), classWise) > iouThreshold);
            }
            if (stays) {
                staying[count++] = candidate;
            }
        }
        return Arrays.copyOf(staying, count);
    }

    static double overlap(Box a, Box b, boolean classWise) {
        return classWise && a.label() != b.label() ? 0 : Overlap.IOU.of(a, b);
    }

    static void requireThreshold(double iouThreshold) {
        if (!(iouThreshold >= 0 && iouThreshold <= 1)) {
            throw new IllegalArgumentException("An IoU's threshold is from 0 to 1, received " + iouThreshold);
        }
    }

    /** The boxes' indexes in falling order of their scores; equal ones stay in their order. */
    static int[] falling(List<Box> boxes, float[] scores) {
        if (boxes.size() != scores.length) {
            throw new IllegalArgumentException(
                    "There is a score for each of the " + boxes.size() + " boxes, received " + scores.length);
        }
        Integer[] order = new Integer[scores.length];
        for (int i = 0; i < order.length; i++) {
            if (Float.isNaN(scores[i])) {
                throw new IllegalArgumentException("A box's score is a number, received NaN for box " + i);
            }
            order[i] = i;
        }
        Arrays.sort(order, (a, b) -> scores[a] > scores[b] ? -1 : scores[a] < scores[b] ? 1 : 0);
        int[] indexes = new int[order.length];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = order[i];
        }
        return indexes;
    }
}
