package io.ocelli.transforms;

import io.ocelli.image.Interpolation;
import io.ocelli.image.Parameters;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;

/**
 * Cuts a rectangle of random area, proportion and place out of a picture and resizes it (Szegedy et al. 2014). Where ten
 * draws do not fit into the picture, the largest centre of an allowed proportion is taken, as torchvision does.
 *
 * @param height height of the result
 * @param width width of the result
 * @param minArea least share of the picture's area, over 0
 * @param maxArea largest share of the picture's area, at most 1
 * @param minRatio least width of the rectangle over its height
 * @param maxRatio largest width of the rectangle over its height; the logarithm is drawn evenly
 */
public record RandomResizedCrop(
        int height,
        int width,
        double minArea,
        double maxArea,
        double minRatio,
        double maxRatio,
        Interpolation interpolation)
        implements Random {
    private static final int DRAWS = 10;

    /**
     * @throws IllegalArgumentException if an extent is not positive or a range is empty
     */
    public RandomResizedCrop {
        new Size(height, width);
        checkRanges(minArea, maxArea, minRatio, maxRatio);
    }

    static void checkRanges(double minArea, double maxArea, double minRatio, double maxRatio) {
        if (!(minArea > 0 && minArea <= maxArea && maxArea <= 1)) {
            throw new IllegalArgumentException(
                    "The shares of area have 0 < least <= largest <= 1, received " + minArea + " to " + maxArea);
        }
        if (!(minRatio > 0 && minRatio <= maxRatio && maxRatio < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "The ratios have 0 < least <= largest, received " + minRatio + " to " + maxRatio);
        }
    }

    /** 8 to 100 % of the area, 3:4 to 4:3. */
    public static RandomResizedCrop of(int height, int width, Interpolation interpolation) {
        return new RandomResizedCrop(height, width, 0.08, 1, 3 / 4.0, 4 / 3.0, interpolation);
    }

    public RandomResizedCrop withArea(double least, double largest) {
        return new RandomResizedCrop(height, width, least, largest, minRatio, maxRatio, interpolation);
    }

    public RandomResizedCrop withRatio(double least, double largest) {
        return new RandomResizedCrop(height, width, minArea, maxArea, least, largest, interpolation);
    }

    @Override
    public ResizedCrop draw(Size size, Randomness randomness) {
        double area = (double) size.height() * size.width();
        double logLeast = StrictMath.log(minRatio);
        double logLargest = StrictMath.log(maxRatio);
        for (int i = 0; i < DRAWS; i++) {
            double target = area * randomness.nextDouble(minArea, maxArea);
            double ratio = StrictMath.exp(randomness.nextDouble(logLeast, logLargest));
            int w = (int) Math.rint(Math.sqrt(target * ratio));
            int h = (int) Math.rint(Math.sqrt(target / ratio));
            if (w > 0 && w <= size.width() && h > 0 && h <= size.height()) {
                int top = randomness.nextInt(size.height() - h + 1);
                int left = randomness.nextInt(size.width() - w + 1);
                return new ResizedCrop(top, left, h, w, height, width, interpolation);
            }
        }
        double ratio = (double) size.width() / size.height();
        int w = size.width();
        int h = size.height();
        if (ratio < minRatio) {
            h = Math.min(h, (int) Math.rint(w / minRatio));
        } else if (ratio > maxRatio) {
            w = Math.min(w, (int) Math.rint(h * maxRatio));
        }
        w = Math.max(w, 1);
        h = Math.max(h, 1);
        return new ResizedCrop((size.height() - h) / 2, (size.width() - w) / 2, h, w, height, width, interpolation);
    }

    @Override
    public Size size(Size input) {
        return new Size(height, width);
    }

    @Override
    public String name() {
        return "RandomResizedCrop";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("height", height)
                .with("width", width)
                .with("minArea", minArea)
                .with("maxArea", maxArea)
                .with("minRatio", minRatio)
                .with("maxRatio", maxRatio)
                .with("interpolation", interpolation);
    }

    static RandomResizedCrop read(Parameters saved) {
        return new RandomResizedCrop(
                saved.integer("height"),
                saved.integer("width"),
                saved.number("minArea"),
                saved.number("maxArea"),
                saved.number("minRatio"),
                saved.number("maxRatio"),
                saved.interpolation("interpolation"));
    }
}
