package io.ocelli.zoo;

import static io.ocelli.graph.Initialization.kaimingNormal;
import static io.ocelli.zoo.Families.IMAGENET;
import static io.ocelli.zoo.Families.pixels;

import com.google.common.collect.ImmutableList;
import io.ocelli.model.InitializationRule;
import io.ocelli.model.Model;
import java.util.List;

/**
 * Residual networks (He et al. 2016), with groups (ResNeXt, Xie et al. 2017) and wide (Zagoruyko and Komodakis 2016). The
 * stride stands in the 3 x 3 convolution. Stages {@code layer1} to {@code layer4}.
 */
public final class ResNet extends Family {
    private static final int[] CHANNELS = {64, 128, 256, 512};

    /** For {@link java.util.ServiceLoader}. */
    public ResNet() {
        super("ResNet");
    }

    @Override
    public List<Model> models() {
        return ImmutableList.of(
                basic("resnet18", 2, 2, 2, 2),
                basic("resnet34", 3, 4, 6, 3),
                bottleneck("resnet50", 1, 64, 3, 4, 6, 3),
                bottleneck("resnet101", 1, 64, 3, 4, 23, 3),
                bottleneck("resnet152", 1, 64, 3, 8, 36, 3),
                bottleneck("resnext50_32x4d", 32, 4, 3, 4, 6, 3),
                bottleneck("resnext101_32x8d", 32, 8, 3, 4, 23, 3),
                bottleneck("resnext101_64x4d", 64, 4, 3, 4, 23, 3),
                bottleneck("wide_resnet50_2", 1, 128, 3, 4, 6, 3),
                bottleneck("wide_resnet101_2", 1, 128, 3, 4, 23, 3));
    }

    /** He et al. 2015, for what the gradient passes. */
    @Override
    InitializationRule initialization() {
        return Start.OF_LAYERS.convolutions(fan -> kaimingNormal(fan.out()));
    }

    /** A block at one place of the table. */
    private interface Block {
        Layers add(Layers x, int channels, int stride);
    }

    private Model basic(String name, int... blocks) {
        return model(name, blocks, ResNet::basic);
    }

    /** @param width channels of each group in the first stage */
    private Model bottleneck(String name, int groups, int width, int... blocks) {
        return model(name, blocks, (x, channels, stride) -> bottleneck(x, channels, stride, groups, width));
    }

    private Model model(String name, int[] blocks, Block block) {
        return model(name, name, pixels(224), input -> {
            Layers x = Layers.input(input)
                    .conv("conv1", 64, 7, c -> c.stride(2).padding(3).withoutBias())
                    .batchNorm("bn1")
                    .relu()
                    .maxPool(3, 2, 1);
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < blocks[i]; j++) {
                    int channels = CHANNELS[i];
                    int stride = i > 0 && j == 0 ? 2 : 1;
                    x = x.in("layer" + (i + 1) + "." + j, b -> block.add(b, channels, stride));
                }
                x.stage("layer" + (i + 1));
            }
            return x.globalPool().features().classifier("fc", IMAGENET);
        });
    }

    private static Layers basic(Layers x, int channels, int stride) {
        return x.conv("conv1", channels, 3, c -> c.stride(stride).padding(1).withoutBias())
                .batchNorm("bn1")
                .relu()
                .conv("conv2", channels, 3, c -> c.padding(1).withoutBias())
                .batchNorm("bn2")
                .add(shortcut(x, channels, stride))
                .relu();
    }

    private static Layers bottleneck(Layers x, int channels, int stride, int groups, int width) {
        int middle = channels * width / 64 * groups;
        return x.conv("conv1", middle, 1, c -> c.withoutBias())
                .batchNorm("bn1")
                .relu()
                .conv(
                        "conv2",
                        middle,
                        3,
                        c -> c.stride(stride).padding(1).groups(groups).withoutBias())
                .batchNorm("bn2")
                .relu()
                .conv("conv3", 4 * channels, 1, c -> c.withoutBias())
                .batchNorm("bn3")
                .add(shortcut(x, 4 * channels, stride))
                .relu();
    }

    private static Layers shortcut(Layers x, int channels, int stride) {
        return x.channels() == channels && stride == 1
                ? x
                : x.conv("downsample.0", channels, 1, c -> c.stride(stride).withoutBias())
                        .batchNorm("downsample.1");
    }
}
