package io.ocelli.transforms;

import io.ocelli.image.Parameters;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;

/**
 * Blurs by a deviation that is drawn evenly, as torchvision's {@code GaussianBlur} with a range of sigma. For pictures of 8 bits
 * that are larger than half the kernel. Immutable, safe for any number of threads.
 *
 * @param kernel how many rows and columns are mixed, odd
 * @param minSigma the least deviation in pixels, over 0; 0.1 is usual
 * @param maxSigma the largest; 2 is usual
 */
public record RandomGaussianBlur(int kernel, double minSigma, double maxSigma) implements Random {
    /**
     * @throws IllegalArgumentException if the kernel is not odd and positive, or the range of deviations empty
     */
    public RandomGaussianBlur {
        new GaussianBlur(kernel, kernel, minSigma, maxSigma);
        if (!(minSigma <= maxSigma && maxSigma < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "The deviations of a blur have 0 < least <= largest, received " + minSigma + " to " + maxSigma);
        }
    }

    @Override
    public GaussianBlur draw(Size size, Randomness randomness) {
        double sigma = randomness.nextDouble(minSigma, maxSigma);
        return new GaussianBlur(kernel, kernel, sigma, sigma);
    }

    @Override
    public String name() {
        return "RandomGaussianBlur";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("kernel", kernel)
                .with("minSigma", minSigma)
                .with("maxSigma", maxSigma);
    }

    static RandomGaussianBlur read(Parameters saved) {
        return new RandomGaussianBlur(saved.integer("kernel"), saved.number("minSigma"), saved.number("maxSigma"));
    }
}
