package io.ocelli.zoo;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Activation;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import java.util.List;

/** LeCun et al. 1998, as it is taught today: tanh and means. One channel of 32 pixels. Stages {@code conv1}, {@code conv2}. */
public final class LeNet extends Family {
    /** For {@link java.util.ServiceLoader}. */
    public LeNet() {
        super();
    }

    @Override
    public List<Model> models() {
        InputSize digits = new InputSize(1, 32, 32);
        return ImmutableList.of(model("lenet5", null, digits, LeNet::layers));
    }

    private static Layers layers(InputSize input) {
        int pixels = ((input.height() - 4) / 2 - 4) / 2 * (((input.width() - 4) / 2 - 4) / 2);
        return Layers.input(input)
                .conv("conv1", 6, 5, c -> c)
                .activation(Activation.TANH)
                .avgPool(2, 2, 0)
                .stage("conv1")
                .conv("conv2", 16, 5, c -> c)
                .activation(Activation.TANH)
                .avgPool(2, 2, 0)
                .stage("conv2")
                .flatten(pixels)
                .linear("fc1", 120)
                .activation(Activation.TANH)
                .linear("fc2", 84)
                .activation(Activation.TANH)
                .features()
                .classifier("fc3", 10);
    }
}
