package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * An entry of the state dict, under the node's own name: the weight of a layer, a class token, a position embedding, a table.
 * Any number of nodes may read it. It is the same for all samples, so its leading extent is not the batch's.
 *
 * @param role whether it is learnt
 */
public record Weight(Shape shape, Parameter.Role role, Initialization initialization) implements Operation {

    /** What an operation takes where nobody gives it. */
    static Weight of(Parameter parameter) {
        return new Weight(parameter.shape(), parameter.role(), parameter.initialization());
    }

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

    /** The entry of the state dict that a node of this name is. */
    public Parameter parameter(String name) {
        return new Parameter(name, shape, role, initialization);
    }
}
