package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * Pictures as they are decoded, uint8 N H W C, to float32 N C H W in [0, 1].
 */
public record Pixels() implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Shapes.only(inputs);
        if (input.rank() != 4) {
            throw new IllegalArgumentException("The input is N H W C, received " + input);
        }
        return Shape.of(input.get(0), input.get(3), input.get(1), input.get(2));
    }

    @Override
    public Attributes attributes() {
        return Attributes.of();
    }
}
