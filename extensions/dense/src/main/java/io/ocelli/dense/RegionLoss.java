package io.ocelli.dense;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import io.ocelli.graph.Value;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.List;

/**
 * One less how far a region that is said and one that is there overlap: with sums over the known pixels of the whole batch, for
 * each class
 *
 * <pre>{@code
 * T = (TP + smooth) / (TP + alpha FP + beta FN + smooth)
 * }</pre>
 *
 * <p>A class without a true pixel in the batch counts 0, as in segmentation-models-pytorch.
 *
 * @param alpha what a pixel counts that is wrongly there, at least 0
 * @param beta what a pixel counts that is missed, at least 0
 * @param smooth added above and below, at least 0
 * @param gamma the power of {@link Form#MEAN} and {@link Form#PER_CLASS}, above 0
 * @param only the classes that count; empty for all
 */
public record RegionLoss(double alpha, double beta, double smooth, double gamma, Form form, List<Integer> only)
        implements MaskLoss {
    /** What becomes of the classes' T. */
    public enum Form {
        /** The mean of 1 - T over the classes, those that are not there included, to the power gamma. */
        MEAN,
        /** The mean of - log T over the classes, those that are not there included. */
        LOG,
        /** The mean of (1 - T)^gamma over the classes that are there (Abraham and Khan 2019). */
        PER_CLASS
    }

    /** Below any sum of pixels but that of none. */
    private static final double EPS = 1e-7;

    /** Where a power's slope may be infinite. */
    private static final double LEAST = 1e-8;

    /**
     * @throws IllegalArgumentException if a number is out of its range, or a class is named twice
     */
    public RegionLoss {
        if (!(Math.min(Math.min(alpha, beta), smooth) >= 0 && alpha + beta + smooth < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("alpha, beta and smooth are at least 0 and finite, received " + alpha
                    + ", " + beta + " and " + smooth);
        }
        if (!(gamma > 0 && gamma < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("gamma is above 0 and finite, received " + gamma);
        }
        only = ImmutableList.copyOf(only);
        for (int each : only) {
            if (each < 0 || only.indexOf(each) != only.lastIndexOf(each)) {
                throw new IllegalArgumentException("Classes that count are different indexes, received " + only);
            }
        }
    }

    /** The same with a number that is added above and below. */
    public RegionLoss smooth(double number) {
        return new RegionLoss(alpha, beta, number, gamma, form, only);
    }

    /** The same of some classes alone, by their indexes: mostly all but the background. */
    public RegionLoss only(int... classes) {
        return new RegionLoss(alpha, beta, smooth, gamma, form, Ints.asList(classes));
    }

    /** The same as - log T. */
    public RegionLoss log() {
        return new RegionLoss(alpha, beta, smooth, 1, Form.LOG, only);
    }

    /** The same with the mean over classes to a power: 4/3 is usual. */
    public RegionLoss focal(double power) {
        return new RegionLoss(alpha, beta, smooth, power, Form.MEAN, only);
    }

    /** The same with each class to a power, and the mean over those that are there: 0.75 is usual. */
    public RegionLoss focalPerClass(double power) {
        return new RegionLoss(alpha, beta, smooth, power, Form.PER_CLASS, only);
    }

    @Override
    public Value of(Segmentation pixels) {
        Value there = pixels.targets().sum(0, 2, 3);
        Value said = pixels.probabilities().sum(0, 2, 3);
        Value both = pixels.probabilities().times(pixels.targets()).sum(0, 2, 3);
        Value wrong = said.minus(both).times(alpha).plus(there.minus(both).times(beta));
        Value index = both.plus(smooth).dividedBy(both.plus(wrong).plus(smooth).maximum(there.constant(EPS)));
        Value present = there.clamp(0, 1).times(counting(there, pixels.channels()));
        if (form == Form.LOG) {
            return mean(index.maximum(there.constant(EPS)).log().negate().times(present), pixels);
        }
        Value missing = index.negate().plus(1);
        if (form == Form.MEAN) {
            return power(mean(missing.times(present), pixels));
        }
        Value number = present.sum();
        return power(missing).times(present).sum().dividedBy(number.maximum(number.constant(1)));
    }

    /** 1 for each class that counts: K. */
    private Value counting(Value beside, int channels) {
        float[] counts = new float[channels];
        for (int k = 0; k < channels; k++) {
            counts[k] = only.isEmpty() || only.contains(k) ? 1 : 0;
        }
        for (int each : only) {
            if (each >= channels) {
                throw new IllegalArgumentException(
                        "Classes that count are among the mask's " + channels + ", from 0, received " + only);
            }
        }
        return beside.constant(Tensor.of(Shape.of(channels), counts));
    }

    private Value mean(Value classes, Segmentation pixels) {
        return classes.sum().dividedBy(only.isEmpty() ? pixels.channels() : only.size());
    }

    private Value power(Value missing) {
        return gamma == 1 ? missing : missing.clamp(LEAST, 1).pow(gamma);
    }

    @Override
    public String toString() {
        return "MaskLoss.tversky(" + alpha + ", " + beta + ")" + (smooth == 0 ? "" : ".smooth(" + smooth + ")")
                + (only.isEmpty() ? "" : ".only" + only)
                + (form == Form.LOG
                        ? ".log()"
                        : form == Form.PER_CLASS
                                ? ".focalPerClass(" + gamma + ")"
                                : gamma == 1 ? "" : ".focal(" + gamma + ")");
    }
}
