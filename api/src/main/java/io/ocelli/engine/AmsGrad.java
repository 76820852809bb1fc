package io.ocelli.engine;

import io.ocelli.graph.Value;
import io.ocelli.image.Parameters;
import java.util.List;

/**
 * AMSGrad as PyTorch's {@code Adam(amsgrad=True)}: what Adam divides by never becomes less (Reddi, Kale and Kumar 2018).
 *
 * @param adam the rule otherwise; {@link Optimizer#adamW} makes it PyTorch's {@code AdamW(amsgrad=True)}
 */
public record AmsGrad(Adam adam) implements Optimizer {
    @Override
    public double learningRate() {
        return adam.learningRate();
    }

    @Override
    public AmsGrad learningRate(double rate) {
        return new AmsGrad(adam.learningRate(rate));
    }

    /** The means of the gradient and of its square, and the largest of the latter. */
    @Override
    public int slots() {
        return 3;
    }

    /** As Adam's. */
    @Override
    public double[] corrections(long updates) {
        return adam.corrections(updates);
    }

    public AmsGrad betas(double first, double second) {
        return new AmsGrad(adam.betas(first, second));
    }

    public AmsGrad eps(double value) {
        return new AmsGrad(adam.eps(value));
    }

    public AmsGrad weightDecay(double value) {
        return new AmsGrad(adam.weightDecay(value));
    }

    @Override
    public AmsGrad decay(double factor) {
        return new AmsGrad(adam.decay(factor));
    }

    @Override
    public Update update(Value parameter, Value gradient, List<Value> slots, Value rate, List<Value> corrections) {
        return adam.update(parameter, gradient, slots, rate, corrections);
    }

    @Override
    public String name() {
        return "amsGrad";
    }

    @Override
    public Parameters parameters() {
        return adam.parameters().with("decoupled", adam.decoupled());
    }
}
