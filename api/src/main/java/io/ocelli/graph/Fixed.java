package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.List;

/** An operation without inputs whose result is the same in every run and learns nothing, whatever the batch. */
public sealed interface Fixed extends Operation permits Constant, WindowMask {

    /** The result. */
    Tensor value();

    @Override
    default Shape infer(List<Shape> inputs) {
        Shapes.each(inputs, 0);
        return value().shape();
    }
}
