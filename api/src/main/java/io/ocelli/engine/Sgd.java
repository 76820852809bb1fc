package io.ocelli.engine;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Value;
import io.ocelli.image.Parameters;
import java.util.List;

/**
 * Stochastic gradient descent as PyTorch's {@code SGD}, without dampening.
 *
 * @param momentum 0 for none
 * @param weightDecay added to the gradient, times the weight
 * @param nesterov whether the momentum looks ahead (Sutskever et al. 2013)
 */
public record Sgd(double learningRate, double momentum, double weightDecay, boolean nesterov) implements Optimizer {
    public Sgd {
        Optimizer.check("learningRate", learningRate, Double.MAX_VALUE);
        Optimizer.check("momentum", momentum, 1);
        Optimizer.check("weightDecay", weightDecay, Double.MAX_VALUE);
    }

    @Override
    public Sgd learningRate(double rate) {
        return new Sgd(rate, momentum, weightDecay, nesterov);
    }

    /** The momentum, where there is one. */
    @Override
    public int slots() {
        return momentum > 0 ? 1 : 0;
    }

    /** None. */
    @Override
    public double[] corrections(long updates) {
        return new double[0];
    }

    public Sgd momentum(double value) {
        return new Sgd(learningRate, value, weightDecay, nesterov);
    }

    public Sgd weightDecay(double value) {
        return new Sgd(learningRate, momentum, value, nesterov);
    }

    /** The same with a momentum that looks ahead. */
    public Sgd withNesterov() {
        return new Sgd(learningRate, momentum, weightDecay, true);
    }

    @Override
    public Sgd decay(double factor) {
        return weightDecay(factor * weightDecay);
    }

    @Override
    public Update update(Value parameter, Value gradient, List<Value> slots, Value rate, List<Value> corrections) {
        Value direction = weightDecay == 0 ? gradient : gradient.plus(parameter.times(weightDecay));
        if (momentum == 0) {
            return new Update(parameter.minus(direction.times(rate)), ImmutableList.of());
        }
        Value moved = slots.get(0).times(momentum).plus(direction);
        Value ahead = nesterov ? direction.plus(moved.times(momentum)) : moved;
        return new Update(parameter.minus(ahead.times(rate)), ImmutableList.of(moved));
    }

    @Override
    public String name() {
        return "sgd";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("learningRate", learningRate)
                .with("momentum", momentum)
                .with("weightDecay", weightDecay)
                .with("nesterov", nesterov);
    }
}
