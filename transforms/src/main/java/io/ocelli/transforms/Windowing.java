package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Parameters;
import io.ocelli.image.Transform;

/**
 * Spreads a window of the values of a picture of 16 bits over other values, evenly, and ends what lies outside at the nearest of
 * these; rounded to nearest. The result has 16 bits, signed where {@code toLow} is negative. Masks and boxes stay.
 *
 * @param low the value that becomes {@code toLow}, in the unit of the values, such as Hounsfield units
 * @param high the value that becomes {@code toHigh}; more than {@code low}
 * @param toLow -32768 to 65534
 * @param toHigh more than that, to 32767 where {@code toLow} is negative, otherwise to 65535
 */
public record Windowing(double low, double high, int toLow, int toHigh) implements Transform {
    /**
     * @throws IllegalArgumentException if a range is empty, or the new values are none of 16 bits
     */
    public Windowing {
        requireRange(low, high);
        Image.Depth depth = depth(toLow);
        if (toLow >= toHigh || toLow < depth.least() || toHigh > depth.largest()) {
            throw new IllegalArgumentException("A window is spread over 0 to 65535, -32768 to 32767 or a part of these,"
                    + " received " + toLow + " to " + toHigh);
        }
    }

    /** A window spread over all of 16 bits, 0 to 65535; the network's intensities are then {@code window(0, 65535)}. */
    public static Windowing of(double low, double high) {
        return new Windowing(low, high, Image.Depth.UINT16.least(), Image.Depth.UINT16.largest());
    }

    static void requireRange(double low, double high) {
        if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high)) {
            throw new IllegalArgumentException(
                    "A window goes from a value to a larger one, received " + low + " to " + high);
        }
    }

    private static Image.Depth depth(int least) {
        return least < 0 ? Image.Depth.INT16 : Image.Depth.UINT16;
    }

    /**
     * @throws IllegalArgumentException if the picture has 8 bits, whose values are in no unit
     */
    @Override
    public Image apply(Image image) {
        Depths.requireSixteenBits(this, image);
        Image windowed = Image.black(image.height(), image.width(), image.channels(), depth(toLow));
        double factor = (toHigh - toLow) / (high - low);
        for (int i = 0; i < windowed.words().length; i++) {
            double value = Math.max(low, Math.min(high, Depths.value(image, i)));
            Depths.put(windowed, i, Math.rint((value - low) * factor + toLow));
        }
        return windowed;
    }

    @Override
    public String name() {
        return "Windowing";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("low", low)
                .with("high", high)
                .with("toLow", toLow)
                .with("toHigh", toHigh);
    }

    static Windowing read(Parameters saved) {
        return new Windowing(
                saved.number("low"), saved.number("high"), saved.integer("toLow"), saved.integer("toHigh"));
    }
}
