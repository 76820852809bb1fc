package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * A function of each element.
 */
public record Activation(Function function) implements Operation {
    /** The functions, named as in PyTorch. */
    public enum Function {
        RELU,
        RELU6,
        TANH,
        SIGMOID
    }

    public static final Activation RELU = new Activation(Function.RELU);
    public static final Activation RELU6 = new Activation(Function.RELU6);
    public static final Activation TANH = new Activation(Function.TANH);
    public static final Activation SIGMOID = new Activation(Function.SIGMOID);

    @Override
    public Shape infer(List<Shape> inputs) {
        return Shapes.only(inputs);
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("function", function.name());
    }
}
