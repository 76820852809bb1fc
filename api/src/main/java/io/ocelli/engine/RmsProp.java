package io.ocelli.engine;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Value;
import io.ocelli.image.Parameters;
import java.util.List;

/**
 * RMSprop as PyTorch's, not centred: the gradient divided by the root of its squares' running mean, plus eps (Hinton 2012).
 * TensorFlow's adds eps under the root.
 *
 * @param alpha decay of the squared gradient's mean
 * @param eps added to the denominator
 * @param momentum 0 for none
 * @param weightDecay added to the gradient, times the weight
 */
public record RmsProp(double learningRate, double alpha, double eps, double momentum, double weightDecay)
        implements Optimizer {
    public RmsProp {
        Optimizer.check("learningRate", learningRate, Double.MAX_VALUE);
        Optimizer.check("alpha", alpha, 1);
        Optimizer.check("eps", eps, Double.MAX_VALUE);
        Optimizer.check("momentum", momentum, 1);
        Optimizer.check("weightDecay", weightDecay, Double.MAX_VALUE);
    }

    @Override
    public RmsProp learningRate(double rate) {
        return new RmsProp(rate, alpha, eps, momentum, weightDecay);
    }

    /** The mean of the squared gradient, and the momentum where there is one. */
    @Override
    public int slots() {
        return momentum > 0 ? 2 : 1;
    }

    /** None. */
    @Override
    public double[] corrections(long updates) {
        return new double[0];
    }

    public RmsProp alpha(double value) {
        return new RmsProp(learningRate, value, eps, momentum, weightDecay);
    }

    public RmsProp eps(double value) {
        return new RmsProp(learningRate, alpha, value, momentum, weightDecay);
    }

    public RmsProp momentum(double value) {
        return new RmsProp(learningRate, alpha, eps, value, weightDecay);
    }

    public RmsProp weightDecay(double value) {
        return new RmsProp(learningRate, alpha, eps, momentum, value);
    }

    @Override
    public RmsProp decay(double factor) {
        return weightDecay(factor * weightDecay);
    }

    @Override
    public Update update(Value parameter, Value gradient, List<Value> slots, Value rate, List<Value> corrections) {
        Value direction = weightDecay == 0 ? gradient : gradient.plus(parameter.times(weightDecay));
        Value square = slots.get(0).times(alpha).addProduct(direction, direction, rate.constant(1 - alpha));
        Value divisor = square.sqrt().plus(eps);
        if (momentum == 0) {
            return new Update(parameter.addQuotient(direction, divisor, rate.negate()), ImmutableList.of(square));
        }
        Value moved = slots.get(1).times(momentum).plus(direction.dividedBy(divisor));
        return new Update(parameter.minus(moved.times(rate)), ImmutableList.of(square, moved));
    }

    @Override
    public String name() {
        return "rmsProp";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("learningRate", learningRate)
                .with("alpha", alpha)
                .with("eps", eps)
                .with("momentum", momentum)
                .with("weightDecay", weightDecay);
    }
}
