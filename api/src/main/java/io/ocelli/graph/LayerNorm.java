package io.ocelli.graph;

import com.google.common.collect.ImmutableList;
import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * Layer normalisation (Ba et al. 2016) over the last dimension.
 *
 * @param features the extent of the last dimension
 * @param affine whether it has a weight and a bias
 */
public record LayerNorm(int features, double eps, boolean affine) implements Operation {
    /** PyTorch's default: eps 1e-5, with weight and bias. */
    public static LayerNorm of(int features) {
        return new LayerNorm(features, 1e-5, true);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Shapes.data(inputs, parameters());
        Shapes.channels(input, -1, features);
        return input;
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("features", features, "eps", eps, "affine", affine);
    }

    @Override
    public List<Parameter> parameters() {
        Shape each = Shape.of(features);
        return affine
                ? ImmutableList.of(
                        new Parameter("weight", each, Parameter.Role.WEIGHT, Initialization.ONES),
                        new Parameter("bias", each, Parameter.Role.WEIGHT, Initialization.ZEROS))
                : ImmutableList.of();
    }
}
