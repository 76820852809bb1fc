package io.ocelli.engine;

/** A rule that turns gradients into updates. A value; the learning rate of a step is {@code learningRate} times a schedule's factor. */
public sealed interface Optimizer permits Optimizer.Sgd, Optimizer.Adam {

    /** The base learning rate. */
    double learningRate();

    /** The same rule at another base learning rate. */
    Optimizer learningRate(double rate);

    /** How many tensors of a parameter's shape it keeps for each parameter. */
    int slots();

    /** What the rule needs besides learning rates: numbers that depend on the count of updates, from 1. */
    double[] corrections(long updates);

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

    /**
     * Stochastic gradient descent as PyTorch's {@code SGD}, without dampening.
     *
     * @param momentum 0 for none
     * @param weightDecay added to the gradient, times the weight
     * @param nesterov whether the momentum looks ahead (Sutskever et al. 2013)
     */
    record Sgd(double learningRate, double momentum, double weightDecay, boolean nesterov) implements Optimizer {
        public Sgd {
            check("learningRate", learningRate, Double.MAX_VALUE);
            check("momentum", momentum, 1);
            check("weightDecay", weightDecay, Double.MAX_VALUE);
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
    }

    /**
     * Adam as PyTorch's.
     *
     * @param beta1 decay of the gradient's mean
     * @param beta2 decay of the squared gradient's mean
     * @param eps added to the denominator
     * @param weightDecay shrinks the weight itself where {@code decoupled} (AdamW), is added to the gradient otherwise
     */
    record Adam(double learningRate, double beta1, double beta2, double eps, double weightDecay, boolean decoupled)
            implements Optimizer {
        public Adam {
            check("learningRate", learningRate, Double.MAX_VALUE);
            check("beta1", beta1, 1);
            check("beta2", beta2, 1);
            check("eps", eps, Double.MAX_VALUE);
            check("weightDecay", weightDecay, Double.MAX_VALUE);
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
    }

    private static void check(String name, double value, double below) {
        if (!(value >= 0 && value < below)) {
            throw new IllegalArgumentException(name + " is at least 0"
                    + (below == Double.MAX_VALUE ? "" : " and below " + (int) below) + ", received " + value);
        }
    }
}
