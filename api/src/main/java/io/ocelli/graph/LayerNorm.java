package io.ocelli.graph;

import com.google.common.collect.ImmutableList;
import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * Layer normalisation (Ba et al. 2016) over the last dimension.
 *
 * <p>Inputs: x, and where it is not {@code affine} perhaps a weight [features] and a bias [features] from other nodes.
 *
 * @param features the extent of the last dimension
 * @param affine whether it has a weight and a bias of its own
 */
public record LayerNorm(int features, double eps, boolean affine) implements Operation {
    /** PyTorch's default: eps 1e-5, with weight and bias. */
    public static LayerNorm of(int features) {
        return new LayerNorm(features, 1e-5, true);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        if (inputs.size() != 1 && (affine || inputs.size() != 3)) {
            throw new IllegalArgumentException(
                    "It takes x" + (affine ? "" : ", or x, a weight and a bias") + ", received " + inputs);
        }
        Shapes.channels(inputs.get(0), -1, features);
        for (Shape each : inputs.subList(1, inputs.size())) {
            if (!each.equals(Shape.of(features))) {
                throw new IllegalArgumentException("Weight and bias are [" + features + "], received " + each);
            }
        }
        return inputs.get(0);
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
