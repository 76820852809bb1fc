package io.ocelli.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a network's weights expect of a picture: its size, how it was resized, and the mean and standard deviation that
 * its values were normalised with. It comes with the weights and is saved with a model.
 *
 * @param resize the shorter side that pictures are resized to, in pixels; 0 resizes nothing
 * @param cropHeight height of the centre that is then cut out, in pixels: the network's input
 * @param cropWidth its width
 * @param interpolation how pictures are resized
 * @param mean the mean of each channel, of values from 0 to 1
 * @param std the standard deviation of each channel, of values from 0 to 1
 * @param intensities how samples of 16 bits become numbers, which mean and std are then of; null for pictures of 8 bits
 * @param reducingGap how many times the size they are resized to JPEG pictures have at least that are reduced while they are
 *     decoded; 0, which is exact, to decode all of them
 */
public record Preprocessing(
        int resize,
        int cropHeight,
        int cropWidth,
        Interpolation interpolation,
        List<Float> mean,
        List<Float> std,
        @Nullable Intensities intensities,
        double reducingGap) {
    private static final List<Float> IMAGENET_MEAN = Arrays.asList(0.485f, 0.456f, 0.406f);
    private static final List<Float> IMAGENET_STD = Arrays.asList(0.229f, 0.224f, 0.225f);

    /** Reduced further, a picture would be mostly invented. */
    private static final double LEAST_GAP = 0.5;

    private static final double MOST_GAP = 8;

    /**
     * @throws IllegalArgumentException if an extent, a mean or a deviation cannot be
     */
    public Preprocessing {
        if (resize < 0 || cropHeight < 1 || cropWidth < 1) {
            throw new IllegalArgumentException("A preprocessing has resize >= 0 and a positive crop, received resize "
                    + resize + ", crop " + cropHeight + " x " + cropWidth);
        }
        requireReducingGap(reducingGap);
        mean = Collections.unmodifiableList(new ArrayList<>(mean));
        std = Collections.unmodifiableList(new ArrayList<>(std));
        if (mean.isEmpty() || mean.size() != std.size()) {
            throw new IllegalArgumentException(
                    "A preprocessing has one mean and one deviation for each channel, received means " + mean
                            + " and deviations " + std);
        }
        for (int i = 0; i < std.size(); i++) {
            if (Float.isNaN(mean.get(i))
                    || Float.isInfinite(mean.get(i))
                    || !(std.get(i) > 0)
                    || Float.isInfinite(std.get(i))) {
                throw new IllegalArgumentException(
                        "A preprocessing's means are finite and its deviations positive, received means " + mean
                                + " and deviations " + std);
            }
        }
    }

    /**
     * Checks what {@link #withReducingGap} is given, and whoever else takes a gap.
     *
     * @throws IllegalArgumentException if it is neither 0 nor 0.5 to 8
     */
    public static void requireReducingGap(double gap) {
        if (gap != 0 && !(gap >= LEAST_GAP && gap <= MOST_GAP)) {
            throw new IllegalArgumentException("A reducing gap is 0, to decode pictures whole, or " + LEAST_GAP + " to "
                    + MOST_GAP + " times the size that they are resized to, received " + gap);
        }
    }

    /** Of pictures of 8 bits. */
    public Preprocessing(
            int resize, int cropHeight, int cropWidth, Interpolation interpolation, List<Float> mean, List<Float> std) {
        this(resize, cropHeight, cropWidth, interpolation, mean, std, null, 0);
    }

    /** 256 and 224 pixels, bilinear, the mean and deviation of ImageNet: what most weights expect. */
    public static Preprocessing imagenet() {
        return new Preprocessing(256, 224, 224, Interpolation.BILINEAR, IMAGENET_MEAN, IMAGENET_STD);
    }

    /** Number of channels of the network's input. */
    public int channels() {
        return mean.size();
    }

    public Preprocessing withResize(int resize) {
        return new Preprocessing(resize, cropHeight, cropWidth, interpolation, mean, std, intensities, reducingGap);
    }

    public Preprocessing withCrop(int height, int width) {
        return new Preprocessing(resize, height, width, interpolation, mean, std, intensities, reducingGap);
    }

    public Preprocessing withInterpolation(Interpolation interpolation) {
        return new Preprocessing(resize, cropHeight, cropWidth, interpolation, mean, std, intensities, reducingGap);
    }

    public Preprocessing withMeanAndStd(List<Float> mean, List<Float> std) {
        return new Preprocessing(resize, cropHeight, cropWidth, interpolation, mean, std, intensities, reducingGap);
    }

    /**
     * For pictures of 16 bits, whose samples become numbers in this way. Means and deviations stay: those of pretrained weights
     * are right for values from 0 to 1; z-scores have 0 and 1, say {@link #withMeanAndStd}.
     */
    public Preprocessing withIntensities(Intensities intensities) {
        return new Preprocessing(resize, cropHeight, cropWidth, interpolation, mean, std, intensities, reducingGap);
    }

    /**
     * Faster, and not to the pixel what the weights were trained with: a JPEG that is larger than what it is resized to is decoded
     * at 1/2, 1/4 or 1/8 of its rows and columns, by the largest of these that leaves the gap times that size (Pillow's {@code
     * draft} and {@code reducing_gap}).
     *
     * @param gap from 1 on pictures are still made smaller, the larger the nearer to the exact way; below 1, down to 0.5, they may
     *     be enlarged again, which costs accuracy; 0 for the exact way
     */
    public Preprocessing withReducingGap(double gap) {
        return new Preprocessing(resize, cropHeight, cropWidth, interpolation, mean, std, intensities, gap);
    }

    /** This preprocessing for a network input of another size; what is resized grows with it, so the same share is cut off. */
    public Preprocessing withInputSize(int height, int width) {
        int side = Math.min(cropHeight, cropWidth);
        int scaled = (int) Math.floor((double) resize * Math.min(height, width) / side);
        return new Preprocessing(scaled, height, width, interpolation, mean, std, intensities, reducingGap);
    }
}
