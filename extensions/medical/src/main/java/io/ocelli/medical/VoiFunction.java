package io.ocelli.medical;

/** The shape of a window (PS3.3, C.11.2.1.2 and C.11.2.1.3). */
public enum VoiFunction {
    /** A ramp of the width less 1 about the center less 0.5, as whole numbers want it. */
    LINEAR,
    /** A ramp of the width about the center. */
    LINEAR_EXACT,
    /** 1 / (1 + exp(-4 (value - center) / width)). */
    SIGMOID;

    /** 0 to 1 for a value. */
    double at(double value, double center, double width) {
        return switch (this) {
            case LINEAR -> ramp(value, center - 0.5, width - 1);
            case LINEAR_EXACT -> ramp(value, center, width);
            case SIGMOID -> 1 / (1 + Math.exp(-4 * (value - center) / width));
        };
    }

    private static double ramp(double value, double middle, double width) {
        if (value <= middle - width / 2) {
            return 0;
        }
        return value > middle + width / 2 ? 1 : (value - middle) / width + 0.5;
    }
}
