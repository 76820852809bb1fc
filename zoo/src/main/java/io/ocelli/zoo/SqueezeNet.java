package io.ocelli.zoo;

import static io.ocelli.graph.Initialization.ZEROS;
import static io.ocelli.graph.Initialization.kaimingUniform;
import static io.ocelli.graph.Initialization.normal;
import static io.ocelli.zoo.Families.IMAGENET;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.MaxPool2d;
import io.ocelli.model.InitializationRule;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import java.util.List;

/**
 * Iandola et al. 2016. The classes are a convolution's channels, averaged at the end. Every fire module is a stage:
 * {@code features.3} to {@code features.12}.
 */
public final class SqueezeNet extends Family {
    /** Squeezed and expanded channels of the fire modules, and 0 for a pooling: table 1. */
    private static final int[][] V1_0 = {
        {16, 64}, {16, 64}, {32, 128}, {0}, {32, 128}, {48, 192}, {48, 192}, {64, 256}, {0}, {64, 256}
    };

    private static final int[][] V1_1 = {
        {16, 64}, {16, 64}, {0}, {32, 128}, {32, 128}, {0}, {48, 192}, {48, 192}, {64, 256}, {64, 256}
    };

    /** For {@link java.util.ServiceLoader}. */
    public SqueezeNet() {
        super("SqueezeNet");
    }

    @Override
    public List<Model> models() {
        return ImmutableList.of(
                model("squeezenet1_0", 224, input -> layers(input, 96, 7, V1_0)),
                model("squeezenet1_1", 224, input -> layers(input, 64, 3, V1_1)));
    }

    /** He et al. 2015, uniform, but for the layer of the classes. */
    @Override
    InitializationRule initialization() {
        return Start.OF_LAYERS
                .convolutions(fan -> kaimingUniform(fan.in()), ZEROS)
                .at("classifier.1", fan -> normal(0.01), ZEROS);
    }

    private static Layers layers(InputSize input, int stem, int kernel, int[][] table) {
        Layers x = pool(Layers.input(input)
                .conv("features.0", stem, kernel, c -> c.stride(2))
                .relu());
        for (int i = 0; i < table.length; i++) {
            int[] row = table[i];
            String name = "features." + (i + 3);
            x = row[0] == 0 ? pool(x) : x.in(name, f -> fire(f, row[0], row[1])).stage(name);
        }
        return x.features()
                .dropout(0.5)
                .conv("classifier.1", IMAGENET, 1, c -> c)
                .classifier()
                .relu()
                .globalPool();
    }

    private static Layers pool(Layers x) {
        return x.then("maxpool", MaxPool2d.of(3, 2).roundingUp());
    }

    private static Layers fire(Layers x, int squeezed, int expanded) {
        Layers s = x.conv("squeeze", squeezed, 1, c -> c).relu();
        return s.conv("expand1x1", expanded, 1, c -> c)
                .relu()
                .concat(s.conv("expand3x3", expanded, 3, c -> c.padding(1)).relu());
    }
}
