package io.ocelli.boxes;

import java.util.ArrayList;
import java.util.List;

/**
 * What a picture shows of one class, matched with what was detected of it: the surest detection takes the thing that it
 * overlaps most, and what is taken is gone for the next, but for crowds.
 */
final class PictureMatching {
    /** The bit of an outcome that says a detection is right, shifted by a threshold's index. */
    static final int RIGHT = 1;

    /** The bit that says it is wrong; without either it does not count. */
    static final int WRONG = 1 << 16;

    /** Just below 1, so that an IoU of 1 is reached. */
    private static final double HIGHEST = 1 - 1e-10;

    private final List<GroundTruth> truths;
    private final List<Detection> detections;
    private final double[][] overlaps;

    PictureMatching(List<GroundTruth> truths, List<Detection> detections) {
        this.truths = truths;
        List<Detection> falling = new ArrayList<>(detections);
        falling.sort((a, b) -> a.score() > b.score() ? -1 : a.score() < b.score() ? 1 : 0);
        this.detections = falling.subList(0, Math.min(ClassTally.MOST, falling.size()));
        this.overlaps = new double[this.detections.size()][truths.size()];
        for (int i = 0; i < overlaps.length; i++) {
            for (int j = 0; j < truths.size(); j++) {
                GroundTruth truth = truths.get(j);
                overlaps[i][j] = this.detections.get(i).bbox().overlap(truth.bbox(), truth.crowd());
            }
        }
    }

    /** The detections that count at most, from the surest to the least sure. */
    List<Detection> detections() {
        return detections;
    }

    /** How many things there are to find. */
    int positives(CocoArea area) {
        int count = 0;
        for (GroundTruth truth : truths) {
            if (counts(truth, area)) {
                count++;
            }
        }
        return count;
    }

    private static boolean counts(GroundTruth truth, CocoArea area) {
        return !truth.ignored() && area.holds(truth.area());
    }

    /** What becomes of each detection, a bit for each threshold. */
    int[] outcomes(CocoArea area) {
        int[] outcomes = new int[detections.size()];
        for (int threshold = 0; threshold < ClassTally.THRESHOLDS.length; threshold++) {
            boolean[] taken = new boolean[truths.size()];
            for (int i = 0; i < outcomes.length; i++) {
                int match = match(i, area, threshold, taken, true);
                if (match >= 0) {
                    outcomes[i] |= RIGHT << threshold;
                } else {
                    match = match(i, area, threshold, taken, false);
                    if (match < 0 && area.holds(detections.get(i).bbox().area())) {
                        outcomes[i] |= WRONG << threshold;
                    }
                }
                if (match >= 0) {
                    taken[match] = true;
                }
            }
        }
        return outcomes;
    }

    /** The thing that a detection overlaps most and enough, the last of several; -1 if there is none. */
    private int match(int detection, CocoArea area, int threshold, boolean[] taken, boolean counting) {
        double most = Math.min(ClassTally.THRESHOLDS[threshold], HIGHEST);
        int match = -1;
        for (int j = 0; j < taken.length; j++) {
            GroundTruth truth = truths.get(j);
            if (overlaps[detection][j] >= most && counts(truth, area) == counting && (!taken[j] || truth.crowd())) {
                most = overlaps[detection][j];
                match = j;
            }
        }
        return match;
    }
}
