package io.ocelli.engine;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Value;
import io.ocelli.image.Parameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule that turns gradients into updates, written in {@link Value}s, so that it runs on every engine. A value: it compares and
 * prints itself; the learning rate of a step is {@code learningRate} times a schedule's factor. An application's own rule is a
 * record like {@link Sgd}.
 */
public interface Optimizer {

    /** The base learning rate. */
    double learningRate();

    /** The same rule at another base learning rate. */
    Optimizer learningRate(double rate);

    /** How many tensors of a parameter's shape it keeps for each parameter. */
    int slots();

    /** What the rule needs besides learning rates: numbers that depend on the count of a parameter's updates, from 1. */
    double[] corrections(long updates);

    /** The same rule with {@code factor} times the weight decay: 0 for norms and biases is usual. */
    Optimizer decay(double factor);

    /**
     * Writes one update of one parameter.
     *
     * @param parameter as it is
     * @param gradient averaged over the batches of the update, and clipped
     * @param slots what is kept for the parameter, as it is; zeros at first
     * @param rate the learning rate, a scalar
     * @param corrections those of {@link #corrections}, scalars
     * @return the parameter and the slots as they become
     */
    Update update(Value parameter, Value gradient, List<Value> slots, Value rate, List<Value> corrections);

    /** The name under which a recipe is saved with it; null, which is the default, where it is not the library's own. */
    default @Nullable String name() {
        return null;
    }

    /** What it is saved with, from which it is read back. */
    default Parameters parameters() {
        return Parameters.none();
    }

    /** A parameter and what is kept for it, after an update. */
    record Update(Value parameter, List<Value> slots) {
        public Update {
            slots = ImmutableList.copyOf(slots);
        }
    }

    /** Plain stochastic gradient descent. */
    static Sgd sgd(double learningRate) {
        return new Sgd(learningRate, 0, 0, false);
    }

    /** Adam (Kingma and Ba 2015) with PyTorch's defaults: betas 0.9 and 0.999, eps 1e-8, no weight decay. */
    static Adam adam(double learningRate) {
        return new Adam(learningRate, 0.9, 0.999, 1e-8, 0, false);
    }

    /** AdamW (Loshchilov and Hutter 2019) with PyTorch's defaults: betas 0.9 and 0.999, eps 1e-8, weight decay 0.01. */
    static Adam adamW(double learningRate) {
        return new Adam(learningRate, 0.9, 0.999, 1e-8, 0.01, true);
    }

    /** AMSGrad (Reddi et al. 2018): Adam that divides by the largest squared mean so far, with PyTorch's defaults. */
    static AmsGrad amsGrad(double learningRate) {
        return new AmsGrad(adam(learningRate));
    }

    /** RMSprop (Hinton 2012) with PyTorch's defaults: alpha 0.99, eps 1e-8, no momentum, no weight decay. */
    static RmsProp rmsProp(double learningRate) {
        return new RmsProp(learningRate, 0.99, 1e-8, 0, 0);
    }

    /** Adagrad (Duchi et al. 2011) with PyTorch's defaults: eps 1e-10, no weight decay. */
    static Adagrad adagrad(double learningRate) {
        return new Adagrad(learningRate, 1e-10, 0);
    }

    /**
     * Lion (Chen et al. 2023) with its paper's betas 0.9 and 0.99, no weight decay. Its learning rate is usually 3 to 10 times
     * less than AdamW's, and its weight decay as much more.
     */
    static Lion lion(double learningRate) {
        return new Lion(learningRate, 0.9, 0.99, 0);
    }

    /** LAMB (You et al. 2020) with timm's defaults: betas 0.9 and 0.999, eps 1e-6, weight decay 0.01. */
    static Lamb lamb(double learningRate) {
        return new Lamb(learningRate, 0.9, 0.999, 1e-6, 0.01);
    }

    /** Refuses a number that is not at least 0 and below a bound. */
    static void check(String name, double value, double below) {
        if (!(value >= 0 && value < below)) {
            throw new IllegalArgumentException(name + " is at least 0"
                    + (below == Double.MAX_VALUE ? "" : " and below " + (int) below) + ", received " + value);
        }
    }
}
