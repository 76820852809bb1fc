package io.ocelli.model;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A registered architecture: how to make it, and the weights published for it.
 *
 * @param name torchvision's name ({@code resnet50})
 * @param timmName timm's name of the same architecture, or null where timm has none
 * @param input the input it was designed for
 * @param builder makes the architecture for an input; most ignore the size, attention over positions does not
 * @param weights the published weights, the default first
 */
public record Model(
        String name,
        @Nullable String timmName,
        InputSize input,
        Function<InputSize, Architecture> builder,
        List<PublishedWeights> weights) {
    public Model {
        weights = ImmutableList.copyOf(weights);
    }

    /** The architecture at the size it was designed for. */
    public Architecture build() {
        return builder.apply(input);
    }

    /** The architecture for another input. */
    public Architecture build(InputSize size) {
        return builder.apply(size);
    }
}
