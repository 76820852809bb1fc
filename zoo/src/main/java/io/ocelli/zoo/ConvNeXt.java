package io.ocelli.zoo;

import static io.ocelli.graph.Initialization.ZEROS;
import static io.ocelli.graph.Initialization.truncatedNormal;
import static io.ocelli.zoo.Families.IMAGENET;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Activation;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.Weight;
import io.ocelli.model.InitializationRule;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import java.util.List;

/**
 * Liu et al. 2022. Every module of the sequence is a stage: {@code features.0} (stem), then in turn a stage of blocks and a
 * halving, to {@code features.7}.
 */
public final class ConvNeXt extends Family {
    private static final double EPS = 1e-6;

    /** For {@link java.util.ServiceLoader}. */
    public ConvNeXt() {
        super("ConvNeXt");
    }

    @Override
    public List<Model> models() {
        return ImmutableList.of(
                convnext("tiny", 96, 0.1, 3, 3, 9, 3),
                convnext("small", 96, 0.4, 3, 3, 27, 3),
                convnext("base", 128, 0.5, 3, 3, 27, 3),
                convnext("large", 192, 0.5, 3, 3, 27, 3));
    }

    /** One spread for all layers. */
    @Override
    InitializationRule initialization() {
        return Start.OF_LAYERS
                .convolutions(fan -> truncatedNormal(0.02), ZEROS)
                .linears(fan -> truncatedNormal(0.02), ZEROS);
    }

    private Model convnext(String size, int width, double drop, int... blocks) {
        String name = "convnext_" + size;
        return model(name, 224, input -> layers(input, width, drop, blocks)).timm(name, TimmNames.CONV_NEXT);
    }

    private static Layers layers(InputSize input, int width, double drop, int[] blocks) {
        int all = blocks[0] + blocks[1] + blocks[2] + blocks[3];
        Layers x = Layers.input(input)
                .conv("features.0.0", width, 4, c -> c.stride(4))
                .layerNorm2d("features.0.1", EPS)
                .stage("features.0");
        int block = 0;
        for (int i = 0; i < blocks.length; i++) {
            int out = width << i;
            String stage = "features." + (2 * i + 1);
            if (i > 0) {
                x = x.in("features." + 2 * i, d -> d.layerNorm2d("0", EPS).conv("1", out, 2, c -> c.stride(2)))
                        .stage("features." + 2 * i);
            }
            for (int j = 0; j < blocks[i]; j++) {
                double probability = drop * block++ / (all - 1.0);
                x = x.in(stage + "." + j, b -> block(b, probability));
            }
            x.stage(stage);
        }
        return x.globalPool().layerNorm("classifier.0", EPS).features().classifier("classifier.2", IMAGENET);
    }

    private static Layers block(Layers x, double drop) {
        int width = x.channels();
        Layers scale = x.weight("layer_scale", Weight.of(Initialization.constant(1e-6), width, 1, 1));
        Layers y = x.in(
                "block",
                b -> b.conv("0", width, 7, c -> c.padding(3).groups(width))
                        .permute(0, 2, 3, 1)
                        .layerNorm("2", EPS)
                        .linear("3", 4 * width)
                        .activation(Activation.GELU)
                        .linear("5", width)
                        .permute(0, 3, 1, 2));
        return y.multiply(scale).stochasticDepth(drop).add(x);
    }
}
