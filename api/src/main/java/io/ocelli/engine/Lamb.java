package io.ocelli.engine;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Compare;
import io.ocelli.graph.Value;
import io.ocelli.image.Parameters;
import java.util.List;

/**
 * LAMB as timm's, for large batches: Adam's direction with weight decay, as long as the weight it moves (You et al. 2020).
 * Clipping, which timm's does by itself, is the recipe's. What has no weight decay moves as with Adam.
 *
 * @param beta1 decay of the gradient's mean
 * @param beta2 decay of the squared gradient's mean
 * @param eps added to the denominator
 * @param weightDecay added to the direction, times the weight
 */
public record Lamb(double learningRate, double beta1, double beta2, double eps, double weightDecay)
        implements Optimizer {
    public Lamb {
        Optimizer.check("learningRate", learningRate, Double.MAX_VALUE);
        Optimizer.check("beta1", beta1, 1);
        Optimizer.check("beta2", beta2, 1);
        Optimizer.check("eps", eps, Double.MAX_VALUE);
        Optimizer.check("weightDecay", weightDecay, Double.MAX_VALUE);
    }

    @Override
    public Lamb learningRate(double rate) {
        return new Lamb(rate, beta1, beta2, eps, weightDecay);
    }

    /** The means of the gradient and of its square. */
    @Override
    public int slots() {
        return 2;
    }

    /** As Adam's. */
    @Override
    public double[] corrections(long updates) {
        return new double[] {1 - Math.pow(beta1, updates), Math.sqrt(1 - Math.pow(beta2, updates))};
    }

    public Lamb betas(double first, double second) {
        return new Lamb(learningRate, first, second, eps, weightDecay);
    }

    public Lamb eps(double value) {
        return new Lamb(learningRate, beta1, beta2, value, weightDecay);
    }

    public Lamb weightDecay(double value) {
        return new Lamb(learningRate, beta1, beta2, eps, value);
    }

    @Override
    public Lamb decay(double factor) {
        return weightDecay(factor * weightDecay);
    }

    @Override
    public Update update(Value parameter, Value gradient, List<Value> slots, Value rate, List<Value> corrections) {
        Value mean = slots.get(0).lerp(gradient, rate.constant(1 - beta1));
        Value square = slots.get(1).times(beta2).addProduct(gradient, gradient, rate.constant(1 - beta2));
        Value divisor = square.sqrt().dividedBy(corrections.get(1)).plus(eps);
        Value direction = mean.dividedBy(corrections.get(0)).dividedBy(divisor);
        if (weightDecay > 0) {
            direction = direction.plus(parameter.times(weightDecay));
            direction = direction.times(trust(parameter.norm(), direction.norm()));
        }
        return new Update(parameter.minus(direction.times(rate)), ImmutableList.of(mean, square));
    }

    /** The weight's length over the direction's; 1 where one of them is 0, so that zeros can begin to move. */
    private static Value trust(Value weight, Value direction) {
        Value one = weight.constant(1);
        Value both = weight.is(Compare.Kind.GREATER, 0).times(direction.is(Compare.Kind.GREATER, 0));
        return both.where(weight.dividedBy(both.where(direction, one)), one);
    }

    @Override
    public String name() {
        return "lamb";
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
