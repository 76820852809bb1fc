package io.ocelli.graph;

import com.google.common.collect.ImmutableList;
import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * An entry of the state dict by itself, under the node's own name: a class token, a position embedding, a table. It is the
 * same for all samples, so its leading extent is not the batch's.
 *
 * @param role whether it is learnt
 */
public record Weight(Shape shape, Parameter.Role role, Initialization initialization) implements Operation {

    /** A weight that is learnt. */
    public static Weight of(Initialization initialization, long... extents) {
        return new Weight(Shape.of(extents), Parameter.Role.WEIGHT, initialization);
    }

    static Weight read(Attributes a) {
        return new Weight(
                a.shape("shape"),
                Parameter.Role.valueOf(a.text("role")),
                new Initialization(
                        Initialization.Distribution.valueOf(a.text("distribution")), a.number("distribution_scale")));
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        if (!inputs.isEmpty()) {
            throw new IllegalArgumentException("A weight takes no input, received " + inputs.size());
        }
        return shape;
    }

    @Override
    public Attributes attributes() {
        return Attributes.of(
                "shape",
                shape,
                "role",
                role.name(),
                "distribution",
                initialization.distribution().name(),
                "distribution_scale",
                initialization.scale());
    }

    @Override
    public List<Parameter> parameters() {
        return ImmutableList.of(new Parameter("", shape, role, initialization));
    }
}
