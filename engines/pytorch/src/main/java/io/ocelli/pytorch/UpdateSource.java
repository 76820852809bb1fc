package io.ocelli.pytorch;

import io.ocelli.engine.Optimizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes an optimiser's update as TorchScript: one statement after the other on each parameter, in place.
 *
 * <p>PyTorch's list operations ({@code _foreach_add_}) are avoided: the compiler has been seen to drop them.
 */
final class UpdateSource {
    private UpdateSource() {}

    /**
     * The statements that update one parameter.
     *
     * @param parameter the expression of the parameter
     * @param gradient the variable of its gradient, free to be changed
     * @param rate the variable of its learning rate
     * @param slots the expressions of the optimiser's tensors
     * @param corrections the variables of {@link Optimizer#corrections}
     */
    static List<String> update(
            Optimizer optimizer,
            String parameter,
            String gradient,
            String rate,
            List<String> slots,
            List<String> corrections) {
        return optimizer instanceof Optimizer.Sgd
                ? sgd((Optimizer.Sgd) optimizer, "torch.detach(" + parameter + ")", gradient, rate, slots)
                : adam(
                        (Optimizer.Adam) optimizer,
                        "torch.detach(" + parameter + ")",
                        gradient,
                        rate,
                        slots,
                        corrections);
    }

    private static List<String> sgd(
            Optimizer.Sgd sgd, String parameter, String gradient, String rate, List<String> slots) {
        List<String> lines = new ArrayList<>();
        String direction = gradient;
        if (sgd.weightDecay() > 0) {
            direction = gradient + "d";
            lines.add(direction + " = torch.add(" + gradient + ", " + parameter + ", alpha="
                    + Emitters.number(sgd.weightDecay()) + ")");
        }
        if (sgd.momentum() > 0) {
            String momentum = Emitters.number(sgd.momentum());
            lines.add(
                    gradient + "m = torch.add_(torch.mul_(" + slots.get(0) + ", " + momentum + "), " + direction + ")");
            if (sgd.nesterov()) {
                lines.add(gradient + "n = torch.add(" + direction + ", " + gradient + "m, alpha=" + momentum + ")");
            }
            direction = gradient + (sgd.nesterov() ? "n" : "m");
        }
        lines.add(gradient + "u = torch.sub_(" + parameter + ", " + direction + ", alpha=" + rate + ")");
        return lines;
    }

    private static List<String> adam(
            Optimizer.Adam adam,
            String parameter,
            String gradient,
            String rate,
            List<String> slots,
            List<String> corrections) {
        List<String> lines = new ArrayList<>();
        String direction = gradient;
        String decay = Emitters.number(adam.weightDecay());
        if (adam.weightDecay() > 0 && adam.decoupled()) {
            lines.add(gradient + "w = torch.mul_(" + parameter + ", 1. - " + rate + " * " + decay + ")");
        } else if (adam.weightDecay() > 0) {
            direction = gradient + "d";
            lines.add(direction + " = torch.add(" + gradient + ", " + parameter + ", alpha=" + decay + ")");
        }
        lines.add(gradient + "m = torch.lerp_(" + slots.get(0) + ", " + direction + ", "
                + Emitters.number(1 - adam.beta1()) + ")");
        lines.add(gradient + "v = torch.addcmul_(torch.mul_(" + slots.get(1) + ", " + Emitters.number(adam.beta2())
                + "), " + direction + ", " + direction + ", value=" + Emitters.number(1 - adam.beta2()) + ")");
        lines.add(gradient + "s = torch.add_(torch.div(torch.sqrt(" + gradient + "v), " + corrections.get(1) + "), "
                + Emitters.number(adam.eps()) + ")");
        lines.add(gradient + "u = torch.addcdiv_(" + parameter + ", " + gradient + "m, " + gradient + "s, value=-"
                + rate + " / " + corrections.get(0) + ")");
        return lines;
    }
}
