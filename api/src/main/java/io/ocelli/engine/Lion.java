package io.ocelli.engine;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Value;
import io.ocelli.image.Parameters;
import java.util.List;

/**
 * Lion as timm's: each weight moves by the learning rate in the sign of a mean of its gradients (Chen et al. 2023). It keeps
 * half of what Adam keeps.
 *
 * @param beta1 how much of the mean counts in the sign, beside the gradient itself
 * @param beta2 decay of the gradient's mean
 * @param weightDecay shrinks the weight itself
 */
public record Lion(double learningRate, double beta1, double beta2, double weightDecay) implements Optimizer {
    public Lion {
        Optimizer.check("learningRate", learningRate, Double.MAX_VALUE);
        Optimizer.check("beta1", beta1, 1);
        Optimizer.check("beta2", beta2, 1);
        Optimizer.check("weightDecay", weightDecay, Double.MAX_VALUE);
    }

    @Override
    public Lion learningRate(double rate) {
        return new Lion(rate, beta1, beta2, weightDecay);
    }

    /** The mean of the gradient. */
    @Override
    public int slots() {
        return 1;
    }

    /** None. */
    @Override
    public double[] corrections(long updates) {
        return new double[0];
    }

    public Lion betas(double first, double second) {
        return new Lion(learningRate, first, second, weightDecay);
    }

    public Lion weightDecay(double value) {
        return new Lion(learningRate, beta1, beta2, value);
    }

    @Override
    public Lion decay(double factor) {
        return weightDecay(factor * weightDecay);
    }

    @Override
    public Update update(Value parameter, Value gradient, List<Value> slots, Value rate, List<Value> corrections) {
        Value mean = slots.get(0);
        Value kept = weightDecay == 0
                ? parameter
                : parameter.times(rate.times(-weightDecay).plus(1));
        Value direction = mean.times(beta1).plus(gradient.times(1 - beta1)).sign();
        return new Update(
                kept.minus(direction.times(rate)), ImmutableList.of(mean.lerp(gradient, rate.constant(1 - beta2))));
    }

    @Override
    public String name() {
        return "lion";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("learningRate", learningRate)
                .with("beta1", beta1)
                .with("beta2", beta2)
                .with("weightDecay", weightDecay);
    }
}
