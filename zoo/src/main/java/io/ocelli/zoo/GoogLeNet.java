package io.ocelli.zoo;

import static io.ocelli.graph.Initialization.truncatedNormal;
import static io.ocelli.zoo.Families.IMAGENET;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.AdaptiveAvgPool2d;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.MaxPool2d;
import io.ocelli.graph.Size;
import io.ocelli.model.InitializationRule;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Szegedy et al. 2015 with batch norms (eps 1e-3) and 3 x 3 in the place of 5 x 5 convolutions, as torchvision trained it.
 * Two auxiliary heads, outputs {@code aux1} and {@code aux2}, serve training alone. Stages {@code conv1}, {@code conv3},
 * {@code inception3a} to {@code inception5b}.
 */
public final class GoogLeNet extends Family {
    /** What each auxiliary loss counts; section 5 of the paper. */
    private static final double AUXILIARY = 0.3;

    /** For {@link java.util.ServiceLoader}. */
    public GoogLeNet() {
        super("GoogLeNet");
    }

    @Override
    public List<Model> models() {
        return ImmutableList.of(model("googlenet", 224, GoogLeNet::layers));
    }

    /** One spread for all layers. */
    @Override
    InitializationRule initialization() {
        return Start.OF_LAYERS.convolutions(fan -> truncatedNormal(0.01)).linears(fan -> truncatedNormal(0.01));
    }

    /** Table 1 of the paper, its rows named. */
    private static Layers layers(InputSize input) {
        Layers x = conv(Layers.input(input), "conv1", 64, 7, c -> c.stride(2).padding(3))
                .stage("conv1");
        x = conv(pool(x, 3), "conv2", 64, 1, c -> c);
        x = conv(x, "conv3", 192, 3, c -> c.padding(1)).stage("conv3");
        x = inception(pool(x, 3), "3a", 64, 96, 128, 16, 32, 32);
        x = inception(x, "3b", 128, 128, 192, 32, 96, 64);
        Layers first = inception(pool(x, 3), "4a", 192, 96, 208, 16, 48, 64);
        x = inception(first, "4b", 160, 112, 224, 24, 64, 64);
        x = inception(x, "4c", 128, 128, 256, 24, 64, 64);
        Layers second = inception(x, "4d", 112, 144, 288, 32, 64, 64);
        x = inception(second, "4e", 256, 160, 320, 32, 128, 128);
        x = inception(pool(x, 2), "5a", 256, 160, 320, 32, 128, 128);
        x = inception(x, "5b", 384, 192, 384, 48, 128, 128);
        first.in("aux1", GoogLeNet::auxiliary).auxiliary("aux1", AUXILIARY);
        second.in("aux2", GoogLeNet::auxiliary).auxiliary("aux2", AUXILIARY);
        return x.globalPool().features().dropout(0.2).classifier("fc", IMAGENET);
    }

    private static Layers conv(Layers x, String name, int out, int kernel, UnaryOperator<Conv2d> options) {
        return x.conv(name + ".conv", out, kernel, c -> options.apply(c).withoutBias())
                .batchNorm(name + ".bn", b -> b.eps(1e-3))
                .relu();
    }

    private static Layers pool(Layers x, int kernel) {
        return x.then("maxpool", MaxPool2d.of(kernel, 2).roundingUp());
    }

    private static Layers inception(
            Layers x, String row, int one, int reduced3, int three, int reduced5, int five, int pooled) {
        String name = "inception" + row;
        return x.in(
                        name,
                        b -> conv(b, "branch1", one, 1, c -> c)
                                .concat(
                                        conv(
                                                conv(b, "branch2.0", reduced3, 1, c -> c),
                                                "branch2.1",
                                                three,
                                                3,
                                                c -> c.padding(1)),
                                        conv(
                                                conv(b, "branch3.0", reduced5, 1, c -> c),
                                                "branch3.1",
                                                five,
                                                3,
                                                c -> c.padding(1)),
                                        conv(
                                                b.then(
                                                        "branch4.0",
                                                        MaxPool2d.of(3, 1)
                                                                .padding(1)
                                                                .roundingUp()),
                                                "branch4.1",
                                                pooled,
                                                1,
                                                c -> c)))
                .stage(name);
    }

    private static Layers auxiliary(Layers x) {
        return conv(x.then("avgpool", new AdaptiveAvgPool2d(Size.of(4))), "conv", 128, 1, c -> c)
                .flatten(16)
                .linear("fc1", 1024)
                .relu()
                .dropout(0.7)
                .classifier("fc2", IMAGENET);
    }
}
