package io.ocelli.graph;

import com.google.common.collect.ImmutableList;
import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * x W^T + b over the last dimension.
 *
 * @param in extent of the last dimension of the input
 * @param out extent of the last dimension of the result
 */
public record Linear(int in, int out, boolean bias) implements Operation {
    public static Linear of(int in, int out) {
        return new Linear(in, out, true);
    }

    static List<Parameter> weightAndBias(Shape weight, boolean bias) {
        Initialization start = Initialization.fanIn((double) weight.count() / Math.max(1, weight.get(0)));
        Parameter weights = new Parameter("weight", weight, Parameter.Role.WEIGHT, start);
        return bias
                ? ImmutableList.of(
                        weights, new Parameter("bias", Shape.of(weight.get(0)), Parameter.Role.WEIGHT, start))
                : ImmutableList.of(weights);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Shapes.data(inputs, parameters());
        Shapes.channels(input, -1, in);
        return input.with(-1, out);
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("in", in, "out", out, "bias", bias);
    }

    @Override
    public List<Parameter> parameters() {
        return weightAndBias(Shape.of(out, in), bias);
    }
}
