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
        for (boolean counts : counting(area)) {
            count += counts ? 1 : 0;
        }
        return count;
    }

    /** Whether each thing is to be found, or ignored. */
    private boolean[] counting(CocoArea area) {
        boolean[] counting = new boolean[truths.size()];
        for (int i = 0; i < counting.length; i++) {
            counting[i] = !truths.get(i).ignored() && area.holds(truths.get(i).area());
        }
        return counting;
    }

    /** What becomes of each detection, a bit for each threshold. */
    int[] outcomes(CocoArea area) {
        boolean[] counting = counting(area);
        int[] outcomes = new int[detections.size()];
        for (int threshold = 0; threshold < ClassTally.THRESHOLDS.length; threshold++) {
            boolean[] taken = new boolean[counting.length];
            for (int i = 0; i < outcomes.length; i++) {
                double least = Math.min(ClassTally.THRESHOLDS[threshold], HIGHEST);
                int match = match(overlaps[i], least, counting, true, taken);
                if (match >= 0) {
                    outcomes[i] |= RIGHT << threshold;
                } else {
                    match = match(overlaps[i], least, counting, false, taken);
                    if (match < 0 && area.holds(detections.get(i).bbox().area())) {
                        outcomes[i] |= WRONG << threshold;
                    }
                }
                if (match >= 0) {
                    taken[match] = !truths.get(match).crowd();
                }
            }
        }
        return outcomes;
    }

    /** The thing that is overlapped most and enough, the last of several, of those that count or of the others; -1 if none. */
    private static int match(double[] overlaps, double least, boolean[] counting, boolean among, boolean[] taken) {
        double most = least;
        int match = -1;
        for (int j = 0; j < overlaps.length; j++) {
            if (overlaps[j] >= most && counting[j] == among && !taken[j]) {
                most = overlaps[j];
                match = j;
            }
        }
        return match;
    }
}
