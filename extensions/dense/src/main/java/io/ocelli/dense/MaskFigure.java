package io.ocelli.dense;

/** How well the pixels of a class were found, from 0 to 1; not a number over nothing. */
public enum MaskFigure {
    /** 2 TP / (2 TP + FP + FN) (Dice 1945), which is the F1 score. */
    DICE {
        @Override
        double of(double tp, double fp, double fn, double tn) {
            return 2 * tp / (2 * tp + fp + fn);
        }
    },
    /** Intersection over union, TP / (TP + FP + FN) (Jaccard 1901). */
    IOU {
        @Override
        double of(double tp, double fp, double fn, double tn) {
            return tp / (tp + fp + fn);
        }
    },
    /** TP / (TP + FN): of what is there, how much was found; recall. */
    SENSITIVITY {
        @Override
        double of(double tp, double fp, double fn, double tn) {
            return tp / (tp + fn);
        }
    },
    /** TN / (TN + FP): of what is not there, how much was left alone. */
    SPECIFICITY {
        @Override
        double of(double tp, double fp, double fn, double tn) {
            return tn / (tn + fp);
        }
    },
    /** TP / (TP + FP): of what was found, how much is there. */
    PRECISION {
        @Override
        double of(double tp, double fp, double fn, double tn) {
            return tp / (tp + fp);
        }
    };

    abstract double of(double tp, double fp, double fn, double tn);
}
