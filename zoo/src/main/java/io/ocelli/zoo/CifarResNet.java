package io.ocelli.zoo;

import static io.ocelli.graph.Initialization.kaimingNormal;
import static io.ocelli.zoo.Families.pixels;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Pad;
import io.ocelli.graph.Slice;
import io.ocelli.model.InitializationRule;
import io.ocelli.model.Model;
import java.util.List;

/**
 * Residual networks for CIFAR (He et al. 2016, section 4.2) with option A shortcuts: every second pixel, and zeros for the
 * new channels. Names after akamaster's weights. Stages {@code layer1} to {@code layer3}.
 */
public final class CifarResNet extends Family {
    /** For {@link java.util.ServiceLoader}. */
    public CifarResNet() {
        super("CifarResNet");
    }

    @Override
    public List<Model> models() {
        return ImmutableList.of(model(20), model(32), model(44), model(56));
    }

    /** He et al. 2015, for what the image passes. */
    @Override
    InitializationRule initialization() {
        return Start.OF_LAYERS.convolutions(fan -> kaimingNormal(fan.in())).linears(fan -> kaimingNormal(fan.in()));
    }

    private Model model(int depth) {
        String name = "resnet" + depth + "_cifar";
        return model(name, null, pixels(32), input -> {
            Layers x = Layers.input(input)
                    .conv("conv1", 16, 3, c -> c.padding(1).withoutBias())
                    .batchNorm("bn1")
                    .relu();
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < (depth - 2) / 6; j++) {
                    int channels = 16 << i;
                    int stride = i > 0 && j == 0 ? 2 : 1;
                    x = x.in("layer" + (i + 1) + "." + j, b -> block(b, channels, stride));
                }
                x.stage("layer" + (i + 1));
            }
            return x.globalPool().features().classifier("linear", 10);
        });
    }

    private static Layers block(Layers x, int channels, int stride) {
        return x.conv("conv1", channels, 3, c -> c.stride(stride).padding(1).withoutBias())
                .batchNorm("bn1")
                .relu()
                .conv("conv2", channels, 3, c -> c.padding(1).withoutBias())
                .batchNorm("bn2")
                .add(stride == 1 ? x : shortcut(x, channels))
                .relu();
    }

    private static Layers shortcut(Layers x, int channels) {
        return x.then("rows", new Slice(2, 0, Slice.TO_END, 2))
                .then("columns", new Slice(3, 0, Slice.TO_END, 2))
                .then("pad", new Pad(1, channels / 4, channels / 4), channels);
    }
}
