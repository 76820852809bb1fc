package io.ocelli.zoo;

import com.google.common.collect.ImmutableList;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import java.util.List;

/** Two convolutions and two linear layers: the smallest network that learns something. Stages {@code conv1}, {@code conv2}. */
public final class SimpleCnn extends Family {
    /** For {@link java.util.ServiceLoader}. */
    public SimpleCnn() {
        super();
    }

    @Override
    public List<Model> models() {
        return ImmutableList.of(model("simple_cnn", 32, SimpleCnn::layers));
    }

    private static Layers layers(InputSize input) {
        return Layers.input(input)
                .conv("conv1", 32, 3, c -> c.padding(1))
                .relu()
                .maxPool(2, 2, 0)
                .stage("conv1")
                .conv("conv2", 64, 3, c -> c.padding(1))
                .relu()
                .maxPool(2, 2, 0)
                .stage("conv2")
                .flatten(input.height() / 4 * (input.width() / 4))
                .linear("fc1", 128)
                .relu()
                .features()
                .classifier("fc2", 10);
    }
}
