package io.ocelli.zoo;

import static io.ocelli.graph.Initialization.ZEROS;
import static io.ocelli.graph.Initialization.normal;
import static io.ocelli.zoo.Families.IMAGENET;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Activation;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Size;
import io.ocelli.graph.Weight;
import io.ocelli.model.InitializationRule;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * MaxViT (Tu et al. 2022): each layer a convolution with squeeze-excitation, attention in windows of 7 pixels and attention
 * in grids of 7. Batch norm eps 1e-3 and, as torchvision trained it, momentum 0.99. Stages {@code stem}, {@code blocks.0} to
 * {@code blocks.3}.
 */
public final class MaxVit extends Family {
    private static final int SIDE = 7;
    private static final int HEAD = 32;
    private static final double EPS = 1e-5;

    /** For {@link java.util.ServiceLoader}. */
    public MaxVit() {
        super("MaxVit");
    }

    @Override
    public List<Model> models() {
        return ImmutableList.of(model(
                "maxvit_t",
                224,
                input -> layers(input, 64, new int[] {64, 128, 256, 512}, new int[] {2, 2, 5, 2}, 0.2)));
    }

    /** One spread for all layers. */
    @Override
    InitializationRule initialization() {
        return Start.OF_LAYERS.convolutions(fan -> normal(0.02), ZEROS).linears(fan -> normal(0.02), ZEROS);
    }

    private static Layers layers(InputSize input, int stem, int[] channels, int[] depths, double drop) {
        int all = depths[0] + depths[1] + depths[2] + depths[3];
        Layers x = Layers.input(input)
                .convNorm("stem.0", stem, 3, c -> c.stride(2), MaxVit::norm)
                .activation(Activation.GELU)
                .conv("stem.1.0", stem, 3, c -> c.padding(1))
                .stage("stem");
        Size map = half(new Size(input.height(), input.width()));
        int layer = 0;
        for (int i = 0; i < channels.length; i++) {
            map = half(map);
            for (int j = 0; j < depths[i]; j++) {
                int out = channels[i];
                int stride = j == 0 ? 2 : 1;
                double probability = drop * layer++ / (all - 1);
                Size at = map;
                x = x.in("blocks." + i + ".layers." + j + ".layers", l -> layer(l, out, stride, at, probability));
            }
            x.stage("blocks." + i);
        }
        int last = channels[channels.length - 1];
        return x.globalPool()
                .layerNorm("classifier.2", EPS)
                .linear("classifier.3", last)
                .activation(Activation.TANH)
                .features()
                .then("classifier.5", new Linear(last, IMAGENET, false), IMAGENET)
                .classifier();
    }

    private static Size half(Size map) {
        return new Size((map.height() + 1) / 2, (map.width() + 1) / 2);
    }

    private static BatchNorm2d norm(BatchNorm2d norm) {
        return norm.eps(1e-3).momentum(0.99);
    }

    private static Layers layer(Layers x, int out, int stride, Size map, double drop) {
        return x.in("MBconv", m -> convolution(m, out, stride, drop))
                .in("window_attention", w -> attention(w, map, false, drop))
                .in("grid_attention", g -> attention(g, map, true, drop));
    }

    private static Layers convolution(Layers x, int out, int stride, double drop) {
        int middle = 4 * out;
        Layers shortcut = x;
        if (stride != 1 || x.channels() != out) {
            shortcut = (stride == 2 ? x.avgPool(3, 2, 1) : x).conv("proj." + (stride == 2 ? 1 : 0), out, 1, c -> c);
        }
        Layers y = x.in(
                "layers",
                l -> l.batchNorm("pre_norm", MaxVit::norm)
                        .convNorm("conv_a", middle, 1, c -> c, MaxVit::norm)
                        .activation(Activation.GELU)
                        .convNorm("conv_b", middle, 3, c -> c.stride(stride).groups(middle), MaxVit::norm)
                        .activation(Activation.GELU)
                        .squeezeExcitation("squeeze_excitation", out / 4, Activation.SILU, Activation.SIGMOID)
                        .conv("conv_c", out, 1, c -> c));
        return y.stochasticDepth(drop).add(shortcut);
    }

    /** Among the pixels of each window of 7 x 7 neighbours, or of each grid of 7 x 7 pixels spread over the map. */
    private static Layers attention(Layers x, Size map, boolean grid, double drop) {
        if (map.height() % SIDE != 0 || map.width() % SIDE != 0) {
            throw new IllegalArgumentException("MaxViT's maps are so many times " + SIDE
                    + " pixels at every stage, received one of " + map + "; take inputs of a multiple of 224 pixels");
        }
        int width = x.channels();
        int rows = map.height() / SIDE;
        int columns = map.width() / SIDE;
        Layers tokens = grid
                ? x.reshape(0, width, SIDE, rows, SIDE, columns).permute(0, 3, 5, 2, 4, 1)
                : x.reshape(0, width, rows, SIDE, columns, SIDE).permute(0, 2, 4, 3, 5, 1);
        tokens = tokens.reshape(0, rows * columns, SIDE * SIDE, width);
        Layers y = tokens.layerNorm("attn_layer.0", EPS)
                .in("attn_layer.1", a -> heads(a, width))
                .stochasticDepth(drop)
                .add(tokens);
        y = y.layerNorm("mlp_layer.0", EPS)
                .linear("mlp_layer.1", 4 * width)
                .activation(Activation.GELU)
                .linear("mlp_layer.3", width)
                .stochasticDepth(drop)
                .add(y)
                .reshape(0, rows, columns, SIDE, SIDE, width);
        return (grid ? y.permute(0, 5, 3, 1, 4, 2) : y.permute(0, 5, 1, 3, 2, 4))
                .reshape(0, width, map.height(), map.width());
    }

    private static Layers heads(Layers x, int width) {
        int heads = width / HEAD;
        int tokens = SIDE * SIDE;
        Layers table = x.weight(
                "relative_position_bias_table",
                Weight.of(Initialization.truncatedNormal(0.02), (2 * SIDE - 1) * (2 * SIDE - 1), heads));
        Layers index = x.weight(
                "relative_position_index",
                new Weight(
                        Shape.of(tokens, tokens),
                        Parameter.Role.INDEX,
                        new Initialization(Initialization.Distribution.RELATIVE_POSITION_INDEX, SIDE)));
        Layers bias = SelfAttention.bias(table, index, heads, tokens);
        // The scale is that of all channels, not of a head's.
        return SelfAttention.attend(x.linear("to_qkv", 3 * width), heads, true, bias, 1 / Math.sqrt(width))
                .linear("merge", width);
    }
}
