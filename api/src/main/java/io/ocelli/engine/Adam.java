package io.ocelli.engine;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Value;
import io.ocelli.image.Parameters;
import java.util.List;

/**
 * Adam as PyTorch's.
 *
 * @param beta1 decay of the gradient's mean
 * @param beta2 decay of the squared gradient's mean
 * @param eps added to the denominator
 * @param weightDecay shrinks the weight itself where {@code decoupled} (AdamW), is added to the gradient otherwise
 */
public record Adam(double learningRate, double beta1, double beta2, double eps, double weightDecay, boolean decoupled)
        implements Optimizer {
    public Adam {
        Optimizer.check("learningRate", learningRate, Double.MAX_VALUE);
        Optimizer.check("beta1", beta1, 1);
        Optimizer.check("beta2", beta2, 1);
        Optimizer.check("eps", eps, Double.MAX_VALUE);
        Optimizer.check("weightDecay", weightDecay, Double.MAX_VALUE);
    }

    @Override
    public Adam learningRate(double rate) {
        return new Adam(rate, beta1, beta2, eps, weightDecay, decoupled);
    }

    /** The means of the gradient and of its square. */
    @Override
    public int slots() {
        return 2;
    }

    /** By what the mean, and the root of the squared mean, are divided, as they began at zero. */
    @Override
    public double[] corrections(long updates) {
        return new double[] {1 - Math.pow(beta1, updates), Math.sqrt(1 - Math.pow(beta2, updates))};
    }

    public Adam betas(double first, double second) {
        return new Adam(learningRate, first, second, eps, weightDecay, decoupled);
    }

    public Adam eps(double value) {
        return new Adam(learningRate, beta1, beta2, value, weightDecay, decoupled);
    }

    public Adam weightDecay(double value) {
        return new Adam(learningRate, beta1, beta2, eps, value, decoupled);
    }

    @Override
    public Adam decay(double factor) {
        return weightDecay(factor * weightDecay);
    }

    /** Where a third slot is given, it holds the largest squared mean so far, by which is divided ({@link AmsGrad}). */
    @Override
    public Update update(Value parameter, Value gradient, List<Value> slots, Value rate, List<Value> corrections) {
        Value direction = gradient;
        Value kept = parameter;
        if (weightDecay > 0 && decoupled) {
            kept = parameter.times(rate.times(-weightDecay).plus(1));
        } else if (weightDecay > 0) {
            direction = gradient.plus(parameter.times(weightDecay));
        }
        Value mean = slots.get(0).lerp(direction, rate.constant(1 - beta1));
        Value square = slots.get(1).times(beta2).addProduct(direction, direction, rate.constant(1 - beta2));
        boolean largest = slots.size() > 2;
        Value by = largest ? slots.get(2).maximum(square) : square;
        Value divisor = by.sqrt().dividedBy(corrections.get(1)).plus(eps);
        Value step = rate.dividedBy(corrections.get(0)).negate();
        return new Update(
                kept.addQuotient(mean, divisor, step),
                largest ? ImmutableList.of(mean, square, by) : ImmutableList.of(mean, square));
    }

    @Override
    public String name() {
        return decoupled ? "adamW" : "adam";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("learningRate", learningRate)
                .with("beta1", beta1)
                .with("beta2", beta2)
                .with("eps", eps)
                .with("weightDecay", weightDecay);
    }
}
