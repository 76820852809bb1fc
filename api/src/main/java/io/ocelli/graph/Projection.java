package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * x W^T + b, as {@link Linear}, with W and b the results of other nodes. Inputs: x [..., in], W [out, in], perhaps b [out].
 */
public record Projection() implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        if (inputs.size() < 2 || inputs.size() > 3 || inputs.get(1).rank() != 2) {
            throw new IllegalArgumentException(
                    "It takes x [..., in], W [out, in] and perhaps b [out], received " + inputs);
        }
        Shape weight = inputs.get(1);
        Shapes.channels(inputs.get(0), -1, weight.at(1));
        if (inputs.size() == 3 && !inputs.get(2).equals(Shape.of(weight.get(0)))) {
            throw new IllegalArgumentException(
                    "b is [" + weight.get(0) + "] for W " + weight + ", received " + inputs.get(2));
        }
        return inputs.get(0).with(-1, weight.get(0));
    }

    @Override
    public Attributes attributes() {
        return Attributes.of();
    }
}
