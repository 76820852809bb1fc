package io.ocelli.zoo;

import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Node;
import io.ocelli.graph.Parameter;
import io.ocelli.model.InitializationRule;
import io.ocelli.tensor.Shape;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A family's rule, put together by kinds of layers. What is said last counts; what nothing is said of begins as it always does. */
final class Start implements InitializationRule {
    /** Every layer by its own rule. */
    static final Start OF_LAYERS = new Start(InitializationRule.OF_LAYERS);

    private final InitializationRule rule;

    private Start(InitializationRule rule) {
        this.rule = rule;
    }

    /**
     * The sizes of a layer that its weights' spread hangs on, as PyTorch counts them.
     *
     * @param in the number of inputs that make an output
     * @param out the number of outputs that an input is part of if the layer has one group
     * @param groups what {@code out} is to be divided by otherwise, as not all families do
     */
    record Fan(int in, int out, int groups) {
        static Fan of(Node layer, Shape weight) {
            int pixels = weight.rank() == 4 ? weight.at(2) * weight.at(3) : 1;
            int groups = layer.operation() instanceof Conv2d ? ((Conv2d) layer.operation()).groups() : 1;
            return new Fan(weight.at(1) * pixels, weight.at(0) * pixels, groups);
        }
    }

    /** The weights of convolutions; biases stay. */
    Start convolutions(Function<Fan, Initialization> weight) {
        return layers(node -> node.operation() instanceof Conv2d, weight, null);
    }

    Start convolutions(Function<Fan, Initialization> weight, Initialization bias) {
        return layers(node -> node.operation() instanceof Conv2d, weight, bias);
    }

    /** The weights of linear layers; biases stay. */
    Start linears(Function<Fan, Initialization> weight) {
        return layers(node -> node.operation() instanceof Linear, weight, null);
    }

    Start linears(Function<Fan, Initialization> weight, Initialization bias) {
        return layers(node -> node.operation() instanceof Linear, weight, bias);
    }

    /** The weights of the layers whose name ends so; biases stay. */
    Start at(String end, Function<Fan, Initialization> weight) {
        return layers(node -> node.name().endsWith(end), weight, null);
    }

    Start at(String end, Function<Fan, Initialization> weight, Initialization bias) {
        return layers(node -> node.name().endsWith(end), weight, bias);
    }

    private Start layers(Predicate<Node> which, Function<Fan, Initialization> weight, @Nullable Initialization bias) {
        return new Start((node, parameter) -> {
            if (which.test(node) && parameter.name().equals("weight")) {
                return weight.apply(Fan.of(node, parameter.shape()));
            }
            return which.test(node) && bias != null ? bias : rule.of(node, parameter);
        });
    }

    @Override
    public Initialization of(Node node, Parameter parameter) {
        return rule.of(node, parameter);
    }
}
