package io.ocelli.zoo;

import static io.ocelli.graph.Initialization.ZEROS;
import static io.ocelli.graph.Initialization.kaimingNormal;
import static io.ocelli.graph.Initialization.uniform;
import static io.ocelli.zoo.Families.IMAGENET;
import static io.ocelli.zoo.Families.eights;
import static io.ocelli.zoo.Families.pixels;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Activation;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Padding;
import io.ocelli.model.InitializationRule;
import io.ocelli.model.Model;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * EfficientNet (Tan and Le 2019) without squeeze-excitation and with ReLU6, as TensorFlow publishes it: "same" padding, batch
 * norm eps 1e-3; stem, first and last stage and head are not scaled in depth or width. Names are those of timm's
 * {@code tf_efficientnet_lite0} to 4. Stages {@code blocks.0} to {@code blocks.6}.
 */
public final class EfficientNetLite extends Family {
    /** Kernel, stride, expansion, channels, layers: table 1 of the paper. */
    private static final int[][] TABLE = {
        {3, 1, 1, 16, 1},
        {3, 2, 6, 24, 2},
        {5, 2, 6, 40, 2},
        {3, 2, 6, 80, 3},
        {5, 1, 6, 112, 3},
        {5, 2, 6, 192, 4},
        {3, 1, 6, 320, 1},
    };

    /** For {@link java.util.ServiceLoader}. */
    public EfficientNetLite() {
        super("EfficientNetLite");
    }

    @Override
    public List<Model> models() {
        return ImmutableList.of(
                model(0, 1.0, 1.0, 224),
                model(1, 1.0, 1.1, 240),
                model(2, 1.1, 1.2, 260),
                model(3, 1.2, 1.4, 300),
                model(4, 1.4, 1.8, 380));
    }

    /** As the original in TensorFlow: a group of a convolution counts by itself. */
    @Override
    InitializationRule initialization() {
        return Start.OF_LAYERS
                .convolutions(fan -> kaimingNormal(fan.out() / fan.groups()), ZEROS)
                .linears(fan -> uniform(1 / Math.sqrt(fan.out())), ZEROS);
    }

    private Model model(int number, double width, double depth, int side) {
        String name = "efficientnet_lite" + number;
        return model(
                        name,
                        null,
                        pixels(side),
                        input -> {
                            Layers x = Layers.input(input)
                                    .conv("conv_stem", 32, 3, same(c -> c.stride(2)))
                                    .batchNorm("bn1", b -> b.eps(1e-3))
                                    .activation(Activation.RELU6);
                            for (int i = 0; i < TABLE.length; i++) {
                                int[] row = TABLE[i];
                                for (int j = 0; j < layers(depth)[i]; j++) {
                                    int stride = j == 0 ? row[1] : 1;
                                    x = x.in(
                                            "blocks." + i + "." + j,
                                            b -> block(b, row[0], stride, row[2], eights(width * row[3])));
                                }
                                x.stage("blocks." + i);
                            }
                            return x.conv("conv_head", 1280, 1, c -> c.withoutBias())
                                    .batchNorm("bn2", b -> b.eps(1e-3))
                                    .activation(Activation.RELU6)
                                    .globalPool()
                                    .features()
                                    .classifier("classifier", IMAGENET);
                        },
                        new LukemelasNames(layers(depth)))
                .timm("tf_" + name, TimmEfficientNames.LITE);
    }

    /** The layers of each stage; the first and the last stage are not scaled. */
    private static int[] layers(double depth) {
        int[] layers = new int[TABLE.length];
        for (int i = 0; i < TABLE.length; i++) {
            boolean end = i == 0 || i == TABLE.length - 1;
            layers[i] = end ? TABLE[i][4] : (int) Math.ceil(depth * TABLE[i][4]);
        }
        return layers;
    }

    private static Layers block(Layers x, int kernel, int stride, int expansion, int channels) {
        int middle = expansion * x.channels();
        UnaryOperator<Conv2d> depthwise = same(c -> c.stride(stride).groups(middle));
        Layers y;
        if (expansion == 1) {
            y = norm(x.conv("conv_dw", middle, kernel, depthwise), "bn1").activation(Activation.RELU6);
            y = norm(y.conv("conv_pw", channels, 1, c -> c.withoutBias()), "bn2");
        } else {
            y = norm(x.conv("conv_pw", middle, 1, c -> c.withoutBias()), "bn1").activation(Activation.RELU6);
            y = norm(y.conv("conv_dw", middle, kernel, depthwise), "bn2").activation(Activation.RELU6);
            y = norm(y.conv("conv_pwl", channels, 1, c -> c.withoutBias()), "bn3");
        }
        return stride == 1 && x.channels() == channels ? y.add(x) : y;
    }

    private static Layers norm(Layers x, String name) {
        return x.batchNorm(name, b -> b.eps(1e-3));
    }

    private static UnaryOperator<Conv2d> same(UnaryOperator<Conv2d> options) {
        return conv -> options.apply(conv).padding(Padding.SAME).withoutBias();
    }
}
