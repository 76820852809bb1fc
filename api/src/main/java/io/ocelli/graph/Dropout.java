package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * In training, each element is zero with probability p and divided by 1 - p otherwise (Srivastava et al. 2014). The mask is
 * an input of the program, drawn from its seed; otherwise the identity.
 */
public record Dropout(double probability) implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        return Shapes.only(inputs);
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("probability", probability);
    }
}
