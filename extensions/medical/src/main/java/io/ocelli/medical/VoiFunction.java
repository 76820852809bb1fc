package io.ocelli.medical;

/** The shape of a window (PS3.3, C.11.2.1.2 and C.11.2.1.3). */
public enum VoiFunction {
    /** A ramp of the width less 1 about the center less 0.5, as whole numbers want it. */
    LINEAR {
        @Override
        double at(double value, double center, double width) {
            double middle = center - 0.5;
            double reach = (width - 1) / 2;
            if (value <= middle - reach) {
                return 0;
            }
            return value > middle + reach ? 1 : (value - middle) / (width - 1) + 0.5;
        }
    },
    /** A ramp of the width about the center. */
    LINEAR_EXACT {
        @Override
        double at(double value, double center, double width) {
            if (value <= center - width / 2) {
                return 0;
            }
            return value > center + width / 2 ? 1 : (value - center) / width + 0.5;
        }
    },
    /** 1 / (1 + exp(-4 (value - center) / width)). */
    SIGMOID {
        @Override
        double at(double value, double center, double width) {
            return 1 / (1 + Math.exp(-4 * (value - center) / width));
        }
    };

    /** 0 to 1 for a value. */
    abstract double at(double value, double center, double width);
}
