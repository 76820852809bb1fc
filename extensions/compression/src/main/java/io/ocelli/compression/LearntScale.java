package io.ocelli.compression;

import io.ocelli.graph.Activation;
import io.ocelli.graph.Value;
import io.ocelli.tensor.Tensor;

/**
 * Learnt step size quantisation (LSQ, Esser et al. 2020): fake quantisation around 0 whose scale is learnt with the network.
 * Numbers have a gradient of 1 where they lie among the levels, ends included, and 0 elsewhere; the scale's is multiplied by
 * 1 / sqrt(N above), where N numbers share it.
 *
 * @param below the levels below 0: 128, 8, 2 for weights of 8, 4, 2 bits; 0 for what is never negative
 * @param above the levels above 0: 127, 7, 1
 */
public record LearntScale(int below, int above) {
    public LearntScale {
        if (below < 0 || above < 1) {
            throw new IllegalArgumentException("There are levels above 0, and below it perhaps, received " + below
                    + " below and " + above + " above");
        }
    }

    /** The levels of these parameters around their zero point. */
    static LearntScale of(QuantizationParameters parameters) {
        return new LearntScale(
                parameters.zeroPoint() - parameters.levels().min(),
                parameters.levels().max() - parameters.zeroPoint());
    }

    /**
     * What is left of numbers.
     *
     * @param numbers of any shape
     * @param scale above 0; a scalar, or of the same rank with extent 1 but where scales are told apart
     * @param count how many numbers share a scale
     */
    public Value of(Value numbers, Value scale, long count) {
        double share = 1 / Math.sqrt((double) count * above);
        Value slow = scale.minus(scale.times(share)).stopGradient().plus(scale.times(share));
        Value steps = numbers.dividedBy(slow).clamp(-below, above);
        Value whole = steps.apply(Activation.Function.ROUND).minus(steps).stopGradient();
        return whole.plus(steps).times(slow);
    }

    /** Where a scale begins: 2 mean|v| / sqrt(above). */
    public double initial(Tensor numbers) {
        double sum = 0;
        for (double number : numbers.toDoubles()) {
            sum += Math.abs(number);
        }
        return 2 * sum / numbers.shape().count() / Math.sqrt(above);
    }
}
