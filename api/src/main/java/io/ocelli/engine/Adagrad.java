package io.ocelli.engine;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Value;
import io.ocelli.image.Parameters;
import java.util.List;

/**
 * Adagrad as PyTorch's, without a decay of the learning rate, which is a schedule's: the gradient divided by the root of the
 * sum of its squares, plus eps (Duchi, Hazan and Singer 2011).
 *
 * @param eps added to the denominator
 * @param weightDecay added to the gradient, times the weight
 */
public record Adagrad(double learningRate, double eps, double weightDecay) implements Optimizer {
    public Adagrad {
        Optimizer.check("learningRate", learningRate, Double.MAX_VALUE);
        Optimizer.check("eps", eps, Double.MAX_VALUE);
        Optimizer.check("weightDecay", weightDecay, Double.MAX_VALUE);
    }

    @Override
    public Adagrad learningRate(double rate) {
        return new Adagrad(rate, eps, weightDecay);
    }

    /** The sum of the squared gradient. */
    @Override
    public int slots() {
        return 1;
    }

    /** None. */
    @Override
    public double[] corrections(long updates) {
        return new double[0];
    }

    public Adagrad eps(double value) {
        return new Adagrad(learningRate, value, weightDecay);
    }

    public Adagrad weightDecay(double value) {
        return new Adagrad(learningRate, eps, value);
    }

    @Override
    public Adagrad decay(double factor) {
        return weightDecay(factor * weightDecay);
    }

    @Override
    public Update update(Value parameter, Value gradient, List<Value> slots, Value rate, List<Value> corrections) {
        Value direction = weightDecay == 0 ? gradient : gradient.plus(parameter.times(weightDecay));
        Value squares = slots.get(0).plus(direction.squared());
        Value divisor = squares.sqrt().plus(eps);
        return new Update(parameter.addQuotient(direction, divisor, rate.negate()), ImmutableList.of(squares));
    }

    @Override
    public String name() {
        return "adagrad";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("learningRate", learningRate)
                .with("eps", eps)
                .with("weightDecay", weightDecay);
    }
}
