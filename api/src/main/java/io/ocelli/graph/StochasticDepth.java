package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * In training, a whole sample is zero with probability p and divided by 1 - p otherwise (Huang et al. 2016; torchvision's
 * mode "row"). The mask is an input of the program, drawn from its seed; otherwise the identity.
 */
public record StochasticDepth(double probability) implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        return Shapes.only(inputs);
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("probability", probability);
    }
}
