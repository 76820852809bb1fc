package io.ocelli.boxes;

import java.util.Arrays;
import java.util.List;

/**
 * What became of the detections of one class: for each range of areas and each threshold of IoU, whether it was matched and
 * whether it counts. Not thread-safe.
 */
final class ClassTally {
    /** Detections of a picture and a class that count at most: those of the highest scores. */
    static final int MOST = 100;

    /** The thresholds of IoU: .5, .55 ... .95, as numpy's linspace rounds them. */
    static final double[] THRESHOLDS = linspace(0.5, 0.95, 10);

    /** The recalls at which precision is read: 0, .01 ... 1. */
    private static final double[] RECALLS = linspace(0, 1, 101);

    /** The detections, as they came. */
    private double[] scores = new double[16];

    private long[] images = new long[16];
    private int[] ranks = new int[16];
    /** One of each range of areas a detection, side by side. */
    private int[] outcomes = new int[16 * CocoArea.COUNT];

    private int size;

    /** The things there were to find, of each range of areas. */
    private final long[] positives = new long[CocoArea.COUNT];

    private static double[] linspace(double from, double to, int count) {
        double[] values = new double[count];
        double step = (to - from) / (count - 1);
        for (int i = 0; i < count; i++) {
            values[i] = i * step + from;
        }
        values[count - 1] = to;
        return values;
    }

    /** Adds what a picture shows of this class, and what was detected of it. */
    void add(long image, List<GroundTruth> truths, List<Detection> detections) {
        PictureMatching matching = new PictureMatching(truths, detections);
        int first = size;
        reserve(size + matching.detections().size());
        for (Detection detection : matching.detections()) {
            scores[size] = detection.score();
            images[size] = image;
            ranks[size] = size - first;
            size++;
        }
        for (CocoArea area : CocoArea.values()) {
            positives[area.ordinal()] += matching.positives(area);
            int[] matched = matching.outcomes(area);
            for (int i = 0; i < matched.length; i++) {
                outcomes[(first + i) * CocoArea.COUNT + area.ordinal()] = matched[i];
            }
        }
    }

    /** Adds what another counted of other pictures. */
    void add(ClassTally other) {
        reserve(size + other.size);
        System.arraycopy(other.scores, 0, scores, size, other.size);
        System.arraycopy(other.images, 0, images, size, other.size);
        System.arraycopy(other.ranks, 0, ranks, size, other.size);
        System.arraycopy(other.outcomes, 0, outcomes, size * CocoArea.COUNT, other.size * CocoArea.COUNT);
        size += other.size;
        for (int i = 0; i < positives.length; i++) {
            positives[i] += other.positives[i];
        }
    }

    private void reserve(int count) {
        if (count > scores.length) {
            int room = Math.max(count, scores.length * 2);
            scores = Arrays.copyOf(scores, room);
            images = Arrays.copyOf(images, room);
            ranks = Arrays.copyOf(ranks, room);
            outcomes = Arrays.copyOf(outcomes, Math.multiplyExact(room, CocoArea.COUNT));
        }
    }

    /** Whether there was a thing to find of an area; without one there is no precision and no recall. */
    boolean has(CocoArea area) {
        return positives[area.ordinal()] > 0;
    }

    /**
     * The detections from the surest to the least sure. Equal ones lie as their pictures' ids do, and in a picture as they
     * came, whatever the order in which pictures were added.
     */
    Integer[] falling() {
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> {
            if (scores[a] != scores[b]) {
                return scores[a] > scores[b] ? -1 : 1;
            }
            int byImage = Long.compare(images[a], images[b]);
            return byImage != 0 ? byImage : Integer.compare(ranks[a], ranks[b]);
        });
        return order;
    }

    /**
     * The mean of precision over recall, and the recall of all detections.
     *
     * @param order what {@link #falling} gives
     * @param threshold the index of an IoU
     * @param most detections of a picture that count at most
     */
    Curve curve(Integer[] order, CocoArea area, int threshold, int most) {
        long things = positives[area.ordinal()];
        double[] precision = new double[size];
        int right = 0;
        int wrong = 0;
        for (int i : order) {
            if (ranks[i] < most) {
                int outcome = outcomes[i * CocoArea.COUNT + area.ordinal()] >> threshold;
                if ((outcome & PictureMatching.RIGHT) != 0) {
                    right++;
                    precision[right - 1] = right / ((double) wrong + right + Math.ulp(1.0));
                } else if ((outcome & PictureMatching.WRONG) != 0) {
                    wrong++;
                }
            }
        }
        for (int i = right - 1; i > 0; i--) {
            precision[i - 1] = Math.max(precision[i - 1], precision[i]);
        }
        double sum = 0;
        int found = 1;
        for (double recall : RECALLS) {
            while (found <= right && (double) found / things < recall) {
                found++;
            }
            if (found > right) {
                break; // a recall that is never reached has a precision of 0
            }
            sum += precision[found - 1];
        }
        return new Curve(sum / RECALLS.length, (double) right / things);
    }

    /** What is read off a curve of precision over recall. */
    record Curve(double averagePrecision, double recall) {}
}
