package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * Deals the channels of N C H W from their groups in turn (Zhang et al. 2018): of two groups first the first of each, then
 * the second of each.
 */
public record ChannelShuffle(int groups) implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Window.image(inputs);
        if (groups < 1 || input.get(1) % groups != 0) {
            throw new IllegalArgumentException(
                    "groups divides the channels, received " + groups + " groups for " + input);
        }
        return input;
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("groups", groups);
    }
}
