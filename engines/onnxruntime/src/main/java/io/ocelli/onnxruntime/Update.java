package io.ocelli.onnxruntime;

import io.ocelli.engine.Optimizer;
import java.util.List;

/** An optimiser's update of one parameter, number by number, as PyTorch's. */
final class Update {
    private Update() {}

    /**
     * @param corrections {@link Optimizer#corrections} of this update
     * @param factor by what the gradient is multiplied first
     * @param slots what the optimiser keeps of the parameter
     */
    static void apply(
            Optimizer optimizer,
            double rate,
            double[] corrections,
            Floats parameter,
            Floats gradient,
            double factor,
            List<Floats> slots) {
        if (optimizer instanceof Optimizer.Sgd) {
            sgd((Optimizer.Sgd) optimizer, rate, parameter, gradient, factor, slots);
        } else {
            adam((Optimizer.Adam) optimizer, rate, corrections, parameter, gradient, factor, slots);
        }
    }

    private static void sgd(
            Optimizer.Sgd sgd, double rate, Floats parameter, Floats gradient, double factor, List<Floats> slots) {
        boolean moves = sgd.slots() > 0;
        for (int i = 0; i < parameter.size(); i++) {
            double weight = parameter.get(i);
            double direction = gradient.get(i) * factor + sgd.weightDecay() * weight;
            if (moves) {
                Floats momentum = slots.get(0);
                double moved = sgd.momentum() * momentum.get(i) + direction;
                momentum.set(i, moved);
                direction = sgd.nesterov() ? direction + sgd.momentum() * moved : moved;
            }
            parameter.set(i, weight - rate * direction);
        }
    }

    private static void adam(
            Optimizer.Adam adam,
            double rate,
            double[] corrections,
            Floats parameter,
            Floats gradient,
            double factor,
            List<Floats> slots) {
        Floats means = slots.get(0);
        Floats squares = slots.get(1);
        double added = adam.decoupled() ? 0 : adam.weightDecay();
        double kept = adam.decoupled() ? 1 - rate * adam.weightDecay() : 1;
        for (int i = 0; i < parameter.size(); i++) {
            double weight = parameter.get(i);
            double direction = gradient.get(i) * factor + added * weight;
            double mean = means.get(i) + (direction - means.get(i)) * (1 - adam.beta1());
            double square = adam.beta2() * squares.get(i) + (1 - adam.beta2()) * direction * direction;
            means.set(i, mean);
            squares.set(i, square);
            double divisor = Math.sqrt(square) / corrections[1] + adam.eps();
            parameter.set(i, weight * kept - rate / corrections[0] * mean / divisor);
        }
    }
}
