package io.ocelli.zoo;

import static io.ocelli.graph.Initialization.ZEROS;
import static io.ocelli.graph.Initialization.kaimingNormal;
import static io.ocelli.graph.Initialization.normal;
import static io.ocelli.zoo.Families.IMAGENET;
import static io.ocelli.zoo.Families.eights;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Activation;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.model.InitializationRule;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import java.util.List;

/**
 * Howard et al. 2019; batch norm eps 1e-3, momentum 0.01. Every module of the sequence is a stage: {@code features.0} to
 * {@code features.16} (large) or {@code features.12} (small). The head takes what comes out of the first linear layer.
 */
public final class MobileNetV3 extends Family {
    /** Kernel, expanded channels, channels, squeeze-excitation, h-swish, stride: table 1 of the paper. */
    private static final int[][] LARGE = {
        {3, 16, 16, 0, 0, 1},
        {3, 64, 24, 0, 0, 2},
        {3, 72, 24, 0, 0, 1},
        {5, 72, 40, 1, 0, 2},
        {5, 120, 40, 1, 0, 1},
        {5, 120, 40, 1, 0, 1},
        {3, 240, 80, 0, 1, 2},
        {3, 200, 80, 0, 1, 1},
        {3, 184, 80, 0, 1, 1},
        {3, 184, 80, 0, 1, 1},
        {3, 480, 112, 1, 1, 1},
        {3, 672, 112, 1, 1, 1},
        {5, 672, 160, 1, 1, 2},
        {5, 960, 160, 1, 1, 1},
        {5, 960, 160, 1, 1, 1},
    };

    /** Table 2. */
    private static final int[][] SMALL = {
        {3, 16, 16, 1, 0, 2},
        {3, 72, 24, 0, 0, 2},
        {3, 88, 24, 0, 0, 1},
        {5, 96, 40, 1, 1, 2},
        {5, 240, 40, 1, 1, 1},
        {5, 240, 40, 1, 1, 1},
        {5, 120, 48, 1, 1, 1},
        {5, 144, 48, 1, 1, 1},
        {5, 288, 96, 1, 1, 2},
        {5, 576, 96, 1, 1, 1},
        {5, 576, 96, 1, 1, 1},
    };

    /** For {@link java.util.ServiceLoader}. */
    public MobileNetV3() {
        super("MobileNetV3");
    }

    @Override
    public List<Model> models() {
        return ImmutableList.of(
                model("mobilenet_v3_large", 224, input -> layers(input, LARGE, 1280))
                        .timm("mobilenetv3_large_100", TimmEfficientNames.MOBILE_NET_V3_LARGE),
                model("mobilenet_v3_small", 224, input -> layers(input, SMALL, 1024))
                        .timm("mobilenetv3_small_100", TimmEfficientNames.MOBILE_NET_V3_SMALL));
    }

    /** He et al. 2015 for the convolutions, for what the gradient passes. */
    @Override
    InitializationRule initialization() {
        return Start.OF_LAYERS
                .convolutions(fan -> kaimingNormal(fan.out()), ZEROS)
                .linears(fan -> normal(0.01), ZEROS);
    }

    private static Layers layers(InputSize input, int[][] table, int last) {
        Layers x = Layers.input(input)
                .convNorm("features.0", 16, 3, c -> c.stride(2), MobileNetV3::norm)
                .activation(Activation.HARDSWISH)
                .stage("features.0");
        for (int i = 0; i < table.length; i++) {
            int[] row = table[i];
            String name = "features." + (i + 1);
            x = x.in(name + ".block", b -> block(b, row)).stage(name);
        }
        String end = "features." + (table.length + 1);
        return x.convNorm(end, 6 * x.channels(), 1, c -> c, MobileNetV3::norm)
                .activation(Activation.HARDSWISH)
                .stage(end)
                .globalPool()
                .linear("classifier.0", last)
                .activation(Activation.HARDSWISH)
                .features()
                .dropout(0.2)
                .classifier("classifier.3", IMAGENET);
    }

    private static Layers block(Layers x, int[] row) {
        int kernel = row[0];
        int middle = row[1];
        int stride = row[5];
        Activation activation = row[4] == 1 ? Activation.HARDSWISH : Activation.RELU;
        int module = 0;
        Layers y = x;
        if (middle != x.channels()) {
            y = y.convNorm("" + module++, middle, 1, c -> c, MobileNetV3::norm).activation(activation);
        }
        y = y.convNorm("" + module++, middle, kernel, c -> c.stride(stride).groups(middle), MobileNetV3::norm)
                .activation(activation);
        if (row[3] == 1) {
            y = y.squeezeExcitation("" + module++, eights(middle / 4), Activation.RELU, Activation.HARDSIGMOID);
        }
        y = y.convNorm("" + module, row[2], 1, c -> c, MobileNetV3::norm);
        return stride == 1 && x.channels() == row[2] ? y.add(x) : y;
    }

    private static BatchNorm2d norm(BatchNorm2d norm) {
        return norm.eps(1e-3).momentum(0.01);
    }
}
