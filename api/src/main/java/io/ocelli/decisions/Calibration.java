package io.ocelli.decisions;

/**
 * Ways to make a confidence as often right as it says. {@link #temperature} suits most classifiers and needs the fewest
 * pictures; the others repair classes that are too sure in different measure.
 */
public final class Calibration {
    private Calibration() {}

    /**
     * A {@link io.ocelli.serving.Temperature}: one number that divides all logits, of least negative log likelihood. Of
     * pictures that are all classified right there is no best one; the bound 0.01 is taken and a warning logged, and 100
     * where the logits say nothing.
     */
    public static Fit temperature() {
        return TemperatureFit::of;
    }

    /** A {@link VectorScaling}: a factor and a bias for each class. */
    public static Fit vector() {
        return VectorScaling::fit;
    }

    /** An {@link IsotonicCalibration}: a curve for each class. */
    public static Fit isotonic() {
        return IsotonicCalibration::fit;
    }

    /** A {@link PlattScaling}: a sigmoid for each class. */
    public static Fit platt() {
        return PlattScaling::fit;
    }
}
