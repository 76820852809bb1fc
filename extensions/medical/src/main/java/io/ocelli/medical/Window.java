package io.ocelli.medical;

/**
 * A window: the values that a doctor wants to tell apart, as black to white (PS3.3, C.11.2).
 *
 * @param center the value in the middle, in the unit of the picture's values (Hounsfield units of CT)
 * @param width how many values: at least 1 where the function is {@link VoiFunction#LINEAR}, else above 0
 * @param function its shape
 */
public record Window(double center, double width, VoiFunction function) {
    /**
     * @throws IllegalArgumentException if the width is less than its function allows, or a number is not finite
     */
    public Window {
        boolean wide = function == VoiFunction.LINEAR ? width >= 1 : width > 0;
        if (!wide || Double.isInfinite(width) || Double.isNaN(center) || Double.isInfinite(center)) {
            throw new IllegalArgumentException("A window has a center, and a width of at least 1 (LINEAR) or above 0"
                    + " (LINEAR_EXACT, SIGMOID), received center " + center + ", width " + width + ", " + function);
        }
    }

    /** A linear window. */
    public static Window of(double center, double width) {
        return new Window(center, width, VoiFunction.LINEAR);
    }

    /** 0 (black) to 255 (white) for a value, rounded to nearest. */
    public int level(double value) {
        return (int) Math.floor(function.at(value, center, width) * 255 + 0.5);
    }
}
