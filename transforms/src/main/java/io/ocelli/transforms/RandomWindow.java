package io.ocelli.transforms;

import io.ocelli.image.Parameters;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;

/**
 * Looks at a picture of 16 bits through a window that is drawn around one that the network looks through: what lies in the drawn
 * one comes to lie in the other. So a network of {@code Intensities.window(-160, 240)} learns by
 * {@code new RandomWindow(-160, 240, 20, 0.1)} not to rely on where exactly the window was. Immutable, safe for any number of
 * threads.
 *
 * @param low the least value of the network's window, a whole number of 16 bits
 * @param high its largest
 * @param shift how far the drawn window's centre lies to either side at most, in the unit of the values; 0 or more
 * @param stretch by which share its width differs at most, from 0 to below 1
 */
public record RandomWindow(int low, int high, double shift, double stretch) implements Random {
    /**
     * @throws IllegalArgumentException if the window is empty or none of 16 bits, or a number out of range
     */
    public RandomWindow {
        new Windowing(low, high, low, high);
        Factors.checkNotNegative("largest shift", shift);
        if (!(stretch >= 0 && stretch < 1)) {
            throw new IllegalArgumentException(
                    "A width's largest change is a share from 0 to below 1, received " + stretch);
        }
    }

    @Override
    public Windowing draw(Size size, Randomness randomness) {
        double centre = (low + (double) high) / 2 + randomness.nextDouble(-shift, shift);
        double half = ((double) high - low) / 2 * randomness.nextDouble(1 - stretch, 1 + stretch);
        return new Windowing(centre - half, centre + half, low, high);
    }

    @Override
    public String name() {
        return "RandomWindow";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("low", low)
                .with("high", high)
                .with("shift", shift)
                .with("stretch", stretch);
    }

    static RandomWindow read(Parameters saved) {
        return new RandomWindow(
                saved.integer("low"), saved.integer("high"), saved.number("shift"), saved.number("stretch"));
    }
}
