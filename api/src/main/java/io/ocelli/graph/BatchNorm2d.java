package io.ocelli.graph;

import com.google.common.collect.ImmutableList;
import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * Batch normalisation over N C H W (Ioffe and Szegedy 2015). In training the statistics are the batch's and the running
 * ones move by {@code momentum} (the unbiased variance, as PyTorch); otherwise, and where frozen, the running ones are used.
 */
public record BatchNorm2d(int features, double eps, double momentum) implements Operation {
    /** PyTorch's defaults: eps 1e-5, momentum 0.1. */
    public static BatchNorm2d of(int features) {
        return new BatchNorm2d(features, 1e-5, 0.1);
    }

    public BatchNorm2d eps(double value) {
        return new BatchNorm2d(features, value, momentum);
    }

    public BatchNorm2d momentum(double value) {
        return new BatchNorm2d(features, eps, value);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Shapes.data(inputs, parameters());
        Shapes.channels(input, 1, features);
        return input;
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("features", features, "eps", eps, "momentum", momentum);
    }

    @Override
    public List<Parameter> parameters() {
        Shape each = Shape.of(features);
        return ImmutableList.of(
                new Parameter("weight", each, Parameter.Role.WEIGHT, Initialization.ONES),
                new Parameter("bias", each, Parameter.Role.WEIGHT, Initialization.ZEROS),
                new Parameter("running_mean", each, Parameter.Role.BUFFER, Initialization.ZEROS),
                new Parameter("running_var", each, Parameter.Role.BUFFER, Initialization.ONES),
                new Parameter("num_batches_tracked", Shape.of(), Parameter.Role.COUNTER, Initialization.ZEROS));
    }
}
