package io.ocelli.transforms;

import com.google.common.collect.ImmutableList;
import io.ocelli.image.Parameters;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.List;

/**
 * Paints a rectangle of random area, proportion and place over, with a probability (Random Erasing, Zhong et al. 2017); where
 * ten draws do not fit into the picture, nothing is erased, as in torchvision. It works on pixels, before they are normalised,
 * and belongs at the end of a pipeline: torchvision's and timm's value 0, after the normalisation, is the mean here. Masks and
 * boxes stay as they are. Immutable, safe for any number of threads.
 *
 * @param minArea least share of the picture's area, over 0
 * @param maxArea largest share, at most 1
 * @param minRatio least height of the rectangle over its width
 * @param maxRatio largest; the logarithm is drawn evenly
 * @param fill one value, or one for each channel, in the range of the pictures; empty for samples that are random each
 */
public record RandomErasing(
        double probability, double minArea, double maxArea, double minRatio, double maxRatio, List<Integer> fill)
        implements Random {
    /** What ImageNet's pictures are normalised to 0 with: 0.485, 0.456, 0.406. */
    private static final ImmutableList<Integer> IMAGENET_MEAN = ImmutableList.of(124, 116, 104);

    private static final int DRAWS = 10;

    /**
     * @throws IllegalArgumentException if the probability is not from 0 to 1, a range empty or the fill no colour
     */
    public RandomErasing {
        Random.checkProbability(probability);
        RandomResizedCrop.checkRanges(minArea, maxArea, minRatio, maxRatio);
        fill = Erase.checked(fill);
    }

    /** 2 to 33 % of the area, 0.3 to 3.3 times as high as wide, in ImageNet's mean colour. */
    public static RandomErasing of(double probability) {
        return new RandomErasing(probability, 0.02, 0.33, 0.3, 3.3, IMAGENET_MEAN);
    }

    public RandomErasing withArea(double least, double largest) {
        return new RandomErasing(probability, least, largest, minRatio, maxRatio, fill);
    }

    public RandomErasing withRatio(double least, double largest) {
        return new RandomErasing(probability, minArea, maxArea, least, largest, fill);
    }

    /** In a colour: one value, or one for each channel. */
    public RandomErasing withFill(List<Integer> fill) {
        return new RandomErasing(probability, minArea, maxArea, minRatio, maxRatio, fill);
    }

    /** With samples that are random each, from 0 to 255; in pictures of 16 bits drawn from their own. */
    public RandomErasing withNoise() {
        return withFill(ImmutableList.of());
    }

    @Override
    public Transform draw(Size size, Randomness randomness) {
        if (!randomness.nextBoolean(probability)) {
            return Pipeline.empty();
        }
        double area = (double) size.height() * size.width();
        double logLeast = StrictMath.log(minRatio);
        double logLargest = StrictMath.log(maxRatio);
        for (int i = 0; i < DRAWS; i++) {
            double target = area * randomness.nextDouble(minArea, maxArea);
            double ratio = StrictMath.exp(randomness.nextDouble(logLeast, logLargest));
            int h = (int) Math.rint(Math.sqrt(target * ratio));
            int w = (int) Math.rint(Math.sqrt(target / ratio));
            if (h > 0 && h < size.height() && w > 0 && w < size.width()) {
                int top = randomness.nextInt(size.height() - h + 1);
                int left = randomness.nextInt(size.width() - w + 1);
                return new Erase(top, left, h, w, fill, randomness.nextInt(Integer.MAX_VALUE));
            }
        }
        return Pipeline.empty();
    }

    @Override
    public String name() {
        return "RandomErasing";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("probability", probability)
                .with("minArea", minArea)
                .with("maxArea", maxArea)
                .with("minRatio", minRatio)
                .with("maxRatio", maxRatio)
                .with("fill", fill);
    }

    static RandomErasing read(Parameters saved) {
        return new RandomErasing(
                saved.number("probability"),
                saved.number("minArea"),
                saved.number("maxArea"),
                saved.number("minRatio"),
                saved.number("maxRatio"),
                Fill.read(saved));
    }
}
