package io.ocelli.zoo;

import static io.ocelli.graph.Initialization.ZEROS;
import static io.ocelli.graph.Initialization.kaimingNormal;
import static io.ocelli.graph.Initialization.normal;
import static io.ocelli.zoo.Families.IMAGENET;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.AdaptiveAvgPool2d;
import io.ocelli.graph.Size;
import io.ocelli.model.InitializationRule;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import java.util.List;

/**
 * Simonyan and Zisserman 2015, plain and with batch norms. Stages are named for the poolings that end them: in VGG-16
 * {@code features.4}, {@code features.9}, {@code features.16}, {@code features.23}, {@code features.30}.
 */
public final class Vgg extends Family {
    private static final int[] CHANNELS = {64, 128, 256, 512, 512};

    /** For {@link java.util.ServiceLoader}. */
    public Vgg() {
        super("Vgg");
    }

    @Override
    public List<Model> models() {
        ImmutableList.Builder<Model> models = ImmutableList.builder();
        for (boolean norm : new boolean[] {false, true}) {
            models.add(vgg(11, norm, 1, 1, 2, 2, 2));
            models.add(vgg(13, norm, 2, 2, 2, 2, 2));
            models.add(vgg(16, norm, 2, 2, 3, 3, 3));
            models.add(vgg(19, norm, 2, 2, 4, 4, 4));
        }
        return models.build();
    }

    /** He et al. 2015 for the convolutions, for what the gradient passes. */
    @Override
    InitializationRule initialization() {
        return Start.OF_LAYERS
                .convolutions(fan -> kaimingNormal(fan.out()), ZEROS)
                .linears(fan -> normal(0.01), ZEROS);
    }

    private Model vgg(int depth, boolean norm, int... convolutions) {
        String name = "vgg" + depth + (norm ? "_bn" : "");
        return model(name, 224, input -> layers(input, norm, convolutions)).timm(name, TimmNames.VGG);
    }

    private static Layers layers(InputSize input, boolean norm, int[] convolutions) {
        Layers x = Layers.input(input);
        int module = 0;
        for (int i = 0; i < convolutions.length; i++) {
            for (int j = 0; j < convolutions[i]; j++) {
                x = x.conv("features." + module++, CHANNELS[i], 3, c -> c.padding(1));
                x = norm ? x.batchNorm("features." + module++) : x;
                x = x.relu();
                module++;
            }
            x = x.maxPool(2, 2, 0).stage("features." + module++);
        }
        return x.then("avgpool", new AdaptiveAvgPool2d(Size.of(7)))
                .flatten(49)
                .linear("classifier.0", 4096)
                .relu()
                .dropout(0.5)
                .linear("classifier.3", 4096)
                .relu()
                .features()
                .dropout(0.5)
                .classifier("classifier.6", IMAGENET);
    }
}
