package io.ocelli.pytorch;

import io.ocelli.graph.Node;
import io.ocelli.tensor.Shape;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What an emitter knows of the node it writes.
 *
 * @param node the node
 * @param inputs the expressions of its inputs, in the arithmetic its operation asks for
 * @param shapes the shapes of its inputs, for a batch of one
 * @param shape the shape of its result, for a batch of one
 * @param learning whether it runs as in training, and not as in inference
 * @param overwrites whether the first input's memory may hold the result: nobody else reads it, and no gradient needs it
 * @param parameters from the last part of a parameter's name to its expression
 */
record Call(
        Node node,
        List<String> inputs,
        List<Shape> shapes,
        Shape shape,
        boolean learning,
        boolean overwrites,
        UnaryOperator<String> parameters) {

    String input() {
        return inputs.get(0);
    }

    Shape inputShape() {
        return shapes.get(0);
    }

    /** A function by name, with the underscore of PyTorch's in-place functions where the first input may be overwritten. */
    String inPlace(String function) {
        return overwrites ? function + "_" : function;
    }

    String parameter(String name) {
        return parameters.apply(name);
    }

    /** An input that need not be there, {@code None} where it is not. */
    String optional(int input) {
        return input < inputs.size() ? inputs.get(input) : "None";
    }
}
