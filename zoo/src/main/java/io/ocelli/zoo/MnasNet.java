package io.ocelli.zoo;

import static io.ocelli.graph.Initialization.ZEROS;
import static io.ocelli.graph.Initialization.kaimingNormal;
import static io.ocelli.graph.Initialization.uniform;
import static io.ocelli.zoo.Families.IMAGENET;
import static io.ocelli.zoo.Families.eights;

import com.google.common.collect.ImmutableList;
import io.ocelli.model.InitializationRule;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import java.util.List;

/**
 * Tan et al. 2019, the B1 kind; batch norm momentum 3e-4. Stages {@code layers.7} to {@code layers.13}.
 */
public final class MnasNet extends Family {
    private static final double MOMENTUM = 1 - 0.9997;

    /** Kernel, stride, expansion, channels, blocks: figure 7 of the paper. */
    private static final int[][] TABLE = {
        {3, 2, 3, 24, 3}, {5, 2, 3, 40, 3}, {5, 2, 6, 80, 3}, {3, 1, 6, 96, 2}, {5, 2, 6, 192, 4}, {3, 1, 6, 320, 1}
    };

    /** For {@link java.util.ServiceLoader}. */
    public MnasNet() {
        super("MnasNet");
    }

    @Override
    public List<Model> models() {
        return ImmutableList.of(
                mnasnet("0_5", 0.5).timm("mnasnet_050", TimmEfficientNames.MNAS_NET),
                mnasnet("0_75", 0.75).timm("mnasnet_075", TimmEfficientNames.MNAS_NET),
                mnasnet("1_0", 1.0).timm("mnasnet_100", TimmEfficientNames.MNAS_NET),
                mnasnet("1_3", 1.3));
    }

    /** He et al. 2015 for the convolutions; the head is within sqrt(3 / classes). */
    @Override
    InitializationRule initialization() {
        return Start.OF_LAYERS
                .convolutions(fan -> kaimingNormal(fan.out()), ZEROS)
                .linears(fan -> uniform(Math.sqrt(3.0 / fan.out())), ZEROS);
    }

    private Model mnasnet(String number, double width) {
        return model("mnasnet" + number, 224, input -> layers(input, width));
    }

    private static Layers layers(InputSize input, double width) {
        int stem = eights(32 * width);
        Layers x = Layers.input(input).in("layers", l -> {
            Layers y = conv(l, 0, stem, 3, 2, 1).relu();
            y = conv(y, 3, stem, 3, 1, stem).relu();
            y = conv(y, 6, eights(16 * width), 1, 1, 1).stage("layers.7");
            for (int i = 0; i < TABLE.length; i++) {
                int[] row = TABLE[i];
                for (int j = 0; j < row[4]; j++) {
                    int stride = j == 0 ? row[1] : 1;
                    y = y.in(
                            (8 + i) + "." + j + ".layers",
                            b -> block(b, row[0], stride, row[2], eights(row[3] * width)));
                }
                y.stage("layers." + (8 + i));
            }
            return conv(y, 14, 1280, 1, 1, 1).relu();
        });
        return x.globalPool().features().dropout(0.2).classifier("classifier.1", IMAGENET);
    }

    private static Layers block(Layers x, int kernel, int stride, int expansion, int channels) {
        int middle = expansion * x.channels();
        Layers y = conv(x, 0, middle, 1, 1, 1).relu();
        y = conv(y, 3, middle, kernel, stride, middle).relu();
        y = conv(y, 6, channels, 1, 1, 1);
        return stride == 1 && x.channels() == channels ? y.add(x) : y;
    }

    private static Layers conv(Layers x, int module, int out, int kernel, int stride, int groups) {
        return x.conv(
                        "" + module,
                        out,
                        kernel,
                        c -> c.stride(stride).padding(kernel / 2).groups(groups).withoutBias())
                .batchNorm("" + (module + 1), b -> b.momentum(MOMENTUM));
    }
}
