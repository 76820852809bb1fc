package io.ocelli.dense;

import org.jspecify.annotations.Nullable;

/**
 * The pixels of a picture, or of several, by true and said class.
 *
 * @param group of the picture; null where nothing is said
 * @param classes K
 * @param pixels K x K, true classes by row
 */
record MaskCounts(@Nullable String group, int classes, long[] pixels) {
    static MaskCounts sum(int classes, Iterable<MaskCounts> all) {
        long[] sum = new long[classes * classes];
        for (MaskCounts each : all) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += each.pixels[i];
            }
        }
        return new MaskCounts(null, classes, sum);
    }

    long total() {
        long total = 0;
        for (long each : pixels) {
            total += each;
        }
        return total;
    }

    long hits(int label) {
        return pixels[label * classes + label];
    }

    long there(int label) {
        long sum = 0;
        for (int said = 0; said < classes; said++) {
            sum += pixels[label * classes + said];
        }
        return sum;
    }

    long said(int label) {
        long sum = 0;
        for (int there = 0; there < classes; there++) {
            sum += pixels[there * classes + label];
        }
        return sum;
    }

    /** Of one class against the rest. */
    double figure(MaskFigure figure, int label) {
        long tp = hits(label);
        long fp = said(label) - tp;
        long fn = there(label) - tp;
        return figure.of(tp, fp, fn, total() - tp - fp - fn);
    }

    /** Of the counts of all classes together. */
    double figure(MaskFigure figure) {
        long tp = 0;
        for (int label = 0; label < classes; label++) {
            tp += hits(label);
        }
        long wrong = total() - tp;
        return figure.of(tp, wrong, wrong, (classes - 2) * total() + tp);
    }
}
