package io.ocelli.graph;

import com.google.common.collect.ImmutableList;
import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * Layer normalisation (Ba et al. 2016) over the last dimension.
 *
 * @param features the extent of the last dimension
 */
public record LayerNorm(int features, double eps) implements Operation {
    /** PyTorch's default: eps 1e-5. */
    public static LayerNorm of(int features) {
        return new LayerNorm(features, 1e-5);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Shapes.only(inputs);
        Shapes.channels(input, -1, features);
        return input;
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("features", features, "eps", eps);
    }

    @Override
    public List<Parameter> parameters() {
        Shape each = Shape.of(features);
        return ImmutableList.of(
                new Parameter("weight", each, Parameter.Role.WEIGHT, Initialization.ONES),
                new Parameter("bias", each, Parameter.Role.WEIGHT, Initialization.ZEROS));
    }
}
