package io.ocelli.zoo;

import static io.ocelli.graph.Initialization.ZEROS;
import static io.ocelli.graph.Initialization.fanIn;
import static io.ocelli.graph.Initialization.kaimingNormal;
import static io.ocelli.zoo.Families.IMAGENET;
import static io.ocelli.zoo.Families.pixels;

import com.google.common.collect.ImmutableList;
import io.ocelli.model.InitializationRule;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Huang et al. 2017, the BC kind: bottlenecks of four times the growth, half the channels at each transition. Stages
 * {@code features.denseblock1} to {@code features.denseblock4}.
 */
public final class DenseNet extends Family {
    private static final Pattern OLD = Pattern.compile("(denselayer[0-9]+\\.(?:norm|conv))\\.([12]\\.)");

    /** For {@link java.util.ServiceLoader}. */
    public DenseNet() {
        super("DenseNet");
    }

    @Override
    public List<Model> models() {
        return ImmutableList.of(
                densenet("densenet121", 32, 64, 6, 12, 24, 16),
                densenet("densenet161", 48, 96, 6, 12, 36, 24),
                densenet("densenet169", 32, 64, 6, 12, 32, 32),
                densenet("densenet201", 32, 64, 6, 12, 48, 32));
    }

    /** He et al. 2015 for the convolutions, for what the image passes. */
    @Override
    InitializationRule initialization() {
        return Start.OF_LAYERS.convolutions(fan -> kaimingNormal(fan.in())).linears(fan -> fanIn(fan.in()), ZEROS);
    }

    private Model densenet(String name, int growth, int stem, int... layers) {
        return model(name, name, pixels(224), input -> network(input, growth, stem, layers), DenseNet::rename);
    }

    /** The published files write {@code denselayer1.norm.1.weight} for {@code denselayer1.norm1.weight}. */
    private static String rename(String name) {
        return OLD.matcher(name).replaceFirst("$1$2");
    }

    private static Layers network(InputSize input, int growth, int stem, int[] layers) {
        Layers x = Layers.input(input).in("features", f -> {
            Layers y = f.conv("conv0", stem, 7, c -> c.stride(2).padding(3).withoutBias())
                    .batchNorm("norm0")
                    .relu()
                    .maxPool(3, 2, 1);
            for (int i = 1; i <= layers.length; i++) {
                int number = layers[i - 1];
                y = y.in("denseblock" + i, b -> block(b, number, growth)).stage("features.denseblock" + i);
                y = i < layers.length ? y.in("transition" + i, DenseNet::transition) : y;
            }
            return y.batchNorm("norm5").relu();
        });
        return x.globalPool().features().classifier("classifier", IMAGENET);
    }

    /** Every layer sees the results of all before it, and all go on. */
    private static Layers block(Layers x, int layers, int growth) {
        Layers all = x;
        for (int i = 1; i <= layers; i++) {
            Layers seen = all;
            Layers made = seen.in(
                    "denselayer" + i,
                    l -> l.batchNorm("norm1")
                            .relu()
                            .conv("conv1", 4 * growth, 1, c -> c.withoutBias())
                            .batchNorm("norm2")
                            .relu()
                            .conv("conv2", growth, 3, c -> c.padding(1).withoutBias()));
            all = seen.concat(made);
        }
        return all;
    }

    private static Layers transition(Layers x) {
        return x.batchNorm("norm")
                .relu()
                .conv("conv", x.channels() / 2, 1, c -> c.withoutBias())
                .avgPool(2, 2, 0);
    }
}
