package io.ocelli.zoo;

import static io.ocelli.zoo.Families.IMAGENET;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.AdaptiveAvgPool2d;
import io.ocelli.graph.Size;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import java.util.List;

/**
 * Krizhevsky et al. 2012 as revised in 2014 ("One weird trick"). Stages are named for the poolings that end them:
 * {@code features.2}, {@code features.5}, {@code features.12}.
 */
public final class AlexNet extends Family {

    /** For {@link java.util.ServiceLoader}. */
    public AlexNet() {
        super("AlexNet");
    }

    @Override
    public List<Model> models() {
        return ImmutableList.of(model("alexnet", 224, AlexNet::layers));
    }

    private static Layers layers(InputSize input) {
        return Layers.input(input)
                .conv("features.0", 64, 11, c -> c.stride(4).padding(2))
                .relu()
                .maxPool(3, 2, 0)
                .stage("features.2")
                .conv("features.3", 192, 5, c -> c.padding(2))
                .relu()
                .maxPool(3, 2, 0)
                .stage("features.5")
                .conv("features.6", 384, 3, c -> c.padding(1))
                .relu()
                .conv("features.8", 256, 3, c -> c.padding(1))
                .relu()
                .conv("features.10", 256, 3, c -> c.padding(1))
                .relu()
                .maxPool(3, 2, 0)
                .stage("features.12")
                .then("avgpool", new AdaptiveAvgPool2d(Size.of(6)))
                .flatten(36)
                .dropout(0.5)
                .linear("classifier.1", 4096)
                .relu()
                .dropout(0.5)
                .linear("classifier.4", 4096)
                .relu()
                .features()
                .classifier("classifier.6", IMAGENET);
    }
}
