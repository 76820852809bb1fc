package io.ocelli.boxes;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Map;

/** The twelve figures of COCO from the counts of its classes. */
final class CocoFigures {
    /** What stands where there was nothing to find. */
    private static final double NOTHING = -1;

    private static final int AT_50 = 0;
    private static final int AT_75 = 5;

    /** A mean over classes, of those that had something to find. */
    private static final class Mean {
        private double sum;
        private int count;

        void add(double value) {
            sum += value;
            count++;
        }

        double value() {
            return count == 0 ? NOTHING : sum / count;
        }
    }

    private final Mean precision50 = new Mean();
    private final Mean precision75 = new Mean();
    private final Mean[] precisions = means(CocoArea.COUNT);
    private final Mean[] recalls = means(CocoArea.COUNT);
    private final Mean recallOf1 = new Mean();
    private final Mean recallOf10 = new Mean();
    private final ImmutableMap.Builder<Integer, Double> perClass = ImmutableMap.builder();

    private CocoFigures() {}

    private static Mean[] means(int count) {
        Mean[] means = new Mean[count];
        for (int i = 0; i < count; i++) {
            means[i] = new Mean();
        }
        return means;
    }

    static CocoEvaluation of(Map<Integer, ClassTally> tallies) {
        CocoFigures figures = new CocoFigures();
        tallies.forEach(figures::add);
        return figures.evaluation();
    }

    private void add(Integer category, ClassTally tally) {
        Integer[] order = tally.falling();
        Mean own = new Mean();
        for (int threshold = 0; threshold < ClassTally.THRESHOLDS.length; threshold++) {
            for (CocoArea area : CocoArea.values()) {
                if (tally.has(area)) {
                    ClassTally.Curve curve = tally.curve(order, area, threshold, ClassTally.MOST);
                    precisions[area.ordinal()].add(curve.averagePrecision());
                    recalls[area.ordinal()].add(curve.recall());
                    if (area == CocoArea.ALL) {
                        own.add(curve.averagePrecision());
                        recallOf1.add(tally.curve(order, area, threshold, 1).recall());
                        recallOf10.add(tally.curve(order, area, threshold, 10).recall());
                        if (threshold == AT_50) {
                            precision50.add(curve.averagePrecision());
                        } else if (threshold == AT_75) {
                            precision75.add(curve.averagePrecision());
                        }
                    }
                }
            }
        }
        perClass.put(category, own.value());
    }

    private CocoEvaluation evaluation() {
        return new CocoEvaluation(
                ImmutableList.of(
                        precisions[CocoArea.ALL.ordinal()].value(),
                        precision50.value(),
                        precision75.value(),
                        precisions[CocoArea.SMALL.ordinal()].value(),
                        precisions[CocoArea.MEDIUM.ordinal()].value(),
                        precisions[CocoArea.LARGE.ordinal()].value(),
                        recallOf1.value(),
                        recallOf10.value(),
                        recalls[CocoArea.ALL.ordinal()].value(),
                        recalls[CocoArea.SMALL.ordinal()].value(),
                        recalls[CocoArea.MEDIUM.ordinal()].value(),
                        recalls[CocoArea.LARGE.ordinal()].value()),
                perClass.build());
    }
}
