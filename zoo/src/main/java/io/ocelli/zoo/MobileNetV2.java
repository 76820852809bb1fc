package io.ocelli.zoo;

import static io.ocelli.graph.Initialization.ZEROS;
import static io.ocelli.graph.Initialization.kaimingNormal;
import static io.ocelli.graph.Initialization.normal;
import static io.ocelli.zoo.Families.IMAGENET;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Activation;
import io.ocelli.model.InitializationRule;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import java.util.List;

/**
 * Sandler et al. 2018. Every module of the sequence is a stage: {@code features.0} to {@code features.18}.
 */
public final class MobileNetV2 extends Family {
    /** Expansion, channels, blocks, stride: table 2 of the paper. */
    private static final int[][] TABLE = {
        {1, 16, 1, 1}, {6, 24, 2, 2}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}
    };

    /** For {@link java.util.ServiceLoader}. */
    public MobileNetV2() {
        super("MobileNetV2");
    }

    @Override
    public List<Model> models() {
        return ImmutableList.of(model("mobilenet_v2", 224, MobileNetV2::layers)
                .timm("mobilenetv2_100", TimmEfficientNames.MOBILE_NET_V2));
    }

    /** He et al. 2015 for the convolutions, for what the gradient passes. */
    @Override
    InitializationRule initialization() {
        return Start.OF_LAYERS
                .convolutions(fan -> kaimingNormal(fan.out()), ZEROS)
                .linears(fan -> normal(0.01), ZEROS);
    }

    private static Layers layers(InputSize input) {
        Layers x = Layers.input(input)
                .convNorm("features.0", 32, 3, c -> c.stride(2))
                .activation(Activation.RELU6);
        x.stage("features.0");
        int module = 1;
        for (int[] row : TABLE) {
            for (int j = 0; j < row[2]; j++) {
                String name = "features." + module++;
                int stride = j == 0 ? row[3] : 1;
                x = x.in(name + ".conv", b -> block(b, row[0], row[1], stride)).stage(name);
            }
        }
        return x.convNorm("features.18", 1280, 1, c -> c)
                .activation(Activation.RELU6)
                .stage("features.18")
                .globalPool()
                .features()
                .dropout(0.2)
                .classifier("classifier.1", IMAGENET);
    }

    private static Layers block(Layers x, int expansion, int channels, int stride) {
        int middle = expansion * x.channels();
        int module = 0;
        Layers y = x;
        if (expansion != 1) {
            y = y.convNorm("" + module++, middle, 1, c -> c).activation(Activation.RELU6);
        }
        y = y.convNorm("" + module++, middle, 3, c -> c.stride(stride).groups(middle))
                .activation(Activation.RELU6)
                .conv("" + module++, channels, 1, c -> c.withoutBias())
                .batchNorm("" + module);
        return stride == 1 && x.channels() == channels ? y.add(x) : y;
    }
}
