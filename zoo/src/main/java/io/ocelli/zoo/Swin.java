package io.ocelli.zoo;

import static io.ocelli.graph.Initialization.ZEROS;
import static io.ocelli.graph.Initialization.truncatedNormal;
import static io.ocelli.zoo.Families.IMAGENET;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Activation;
import io.ocelli.graph.Clamp;
import io.ocelli.graph.Concat;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.L2Normalize;
import io.ocelli.graph.LayerNorm;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Pad;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Permute;
import io.ocelli.graph.Roll;
import io.ocelli.graph.Scale;
import io.ocelli.graph.Size;
import io.ocelli.graph.Slice;
import io.ocelli.graph.Weight;
import io.ocelli.graph.WindowMask;
import io.ocelli.model.InitializationRule;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import io.ocelli.tensor.Shape;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Swin transformers (Liu et al. 2021) and Swin V2 (Liu et al. 2022: cosine attention, norms behind, biases from log-spaced
 * coordinates). Inside, maps are N H W C. Every module of the sequence is a stage: {@code features.0} (patches), then in
 * turn blocks and a merging, to {@code features.7}.
 */
public final class Swin extends Family {
    private static final double EPS = 1e-5;

    /** For {@link java.util.ServiceLoader}. */
    public Swin() {
        super("Swin");
    }

    @Override
    public List<Model> models() {
        return ImmutableList.of(
                swin("swin_t", 1, 224, 7, 96, 3, 0.2, 2, 2, 6, 2).timm("swin_tiny_patch4_window7_224", TimmNames.SWIN),
                swin("swin_s", 1, 224, 7, 96, 3, 0.3, 2, 2, 18, 2)
                        .timm("swin_small_patch4_window7_224", TimmNames.SWIN),
                swin("swin_b", 1, 224, 7, 128, 4, 0.5, 2, 2, 18, 2)
                        .timm("swin_base_patch4_window7_224", TimmNames.SWIN),
                swin("swin_v2_t", 2, 256, 8, 96, 3, 0.2, 2, 2, 6, 2).timm("swinv2_tiny_window8_256", TimmNames.SWIN_V2),
                swin("swin_v2_s", 2, 256, 8, 96, 3, 0.3, 2, 2, 18, 2)
                        .timm("swinv2_small_window8_256", TimmNames.SWIN_V2),
                swin("swin_v2_b", 2, 256, 8, 128, 4, 0.5, 2, 2, 18, 2)
                        .timm("swinv2_base_window8_256", TimmNames.SWIN_V2));
    }

    /** One spread for all linear layers. */
    @Override
    InitializationRule initialization() {
        return Start.OF_LAYERS.linears(fan -> truncatedNormal(0.02), ZEROS);
    }

    private Model swin(
            String name, int version, int side, int window, int width, int heads, double drop, int... blocks) {
        return model(name, side, input -> layers(input, version == 2, window, width, heads, drop, blocks));
    }

    private static Layers layers(
            InputSize input, boolean v2, int window, int width, int heads, double drop, int[] blocks) {
        int all = blocks[0] + blocks[1] + blocks[2] + blocks[3];
        Layers x = Layers.input(input)
                .conv("features.0.0", width, 4, c -> c.stride(4))
                .permute(0, 2, 3, 1)
                .layerNorm("features.0.2", EPS);
        x = stage(x, "features.0");
        Size map = new Size(input.height() / 4, input.width() / 4);
        int block = 0;
        for (int i = 0; i < blocks.length; i++) {
            String stage = "features." + (2 * i + 1);
            if (i > 0) {
                Size before = map;
                x = stage(x.in("features." + 2 * i, m -> merging(m, before, v2)), "features." + 2 * i);
                map = new Size((map.height() + 1) / 2, (map.width() + 1) / 2);
            }
            for (int j = 0; j < blocks[i]; j++) {
                double probability = drop * block++ / (all - 1);
                Windows windows = Windows.over(map, window, j % 2 == 0 ? 0 : window / 2);
                int parts = heads << i;
                x = x.in(stage + "." + j, b -> block(b, windows, parts, v2, probability));
            }
            x = stage(x, stage);
        }
        return x.layerNorm("norm", EPS)
                .permute(0, 3, 1, 2)
                .globalPool()
                .features()
                .classifier("head", IMAGENET);
    }

    /** A stage ends in N C H W, as in every family, and what follows goes on in N H W C: two views of the same numbers. */
    private static Layers stage(Layers x, String name) {
        return x.then(name + ".map", Permute.of(0, 3, 1, 2)).stage(name).then(name + ".pixels", Permute.of(0, 2, 3, 1));
    }

    /** Four neighbours become one pixel of twice the channels. */
    private static Layers merging(Layers x, Size map, boolean v2) {
        int width = x.channels();
        Layers even = pad(x, map.height() % 2, map.width() % 2);
        Layers all = every(even, 0, 0)
                .join("cat", new Concat(-1), 4 * width, every(even, 1, 0), every(even, 0, 1), every(even, 1, 1));
        if (v2) {
            return all.then("reduction", new Linear(4 * width, 2 * width, false), 2 * width)
                    .layerNorm("norm", EPS);
        }
        // The state dict lists the reduction before the norm that comes before it.
        Layers reduction =
                x.weight("reduction.weight", Weight.of(Initialization.truncatedNormal(0.02), 2 * width, 4 * width));
        return all.layerNorm("norm", EPS)
                .join("reduction", new Linear(4 * width, 2 * width, false), 2 * width, reduction);
    }

    private static Layers every(Layers x, int row, int column) {
        return x.then("rows", new Slice(1, row, Slice.TO_END, 2))
                .then("columns", new Slice(2, column, Slice.TO_END, 2));
    }

    private static Layers pad(Layers x, int rows, int columns) {
        Layers y = rows == 0 ? x : x.then("pad", new Pad(1, 0, rows));
        return columns == 0 ? y : y.then("pad", new Pad(2, 0, columns));
    }

    private static Layers block(Layers x, Windows windows, int heads, boolean v2, double drop) {
        int width = x.channels();
        if (v2) {
            Norm first = Norm.at(x, "norm1");
            Layers y = x.in("attn", a -> windows.inside(a, w -> attentionV2(w, windows, heads)));
            y = first.of(y).stochasticDepth(drop).add(x);
            Norm second = Norm.at(x, "norm2");
            return second.of(y.in("mlp", m -> mlp(m, width)))
                    .stochasticDepth(drop)
                    .add(y);
        }
        Layers y = x.layerNorm("norm1", EPS)
                .in("attn", a -> windows.inside(a, w -> attention(w, windows, heads)))
                .stochasticDepth(drop)
                .add(x);
        return y.layerNorm("norm2", EPS)
                .in("mlp", m -> mlp(m, width))
                .stochasticDepth(drop)
                .add(y);
    }

    /** A norm that the state dict lists before what it normalises. */
    private record Norm(String name, Layers weight, Layers bias) {
        static Norm at(Layers x, String name) {
            int width = x.channels();
            return new Norm(
                    name,
                    x.weight(name + ".weight", Weight.of(Initialization.ONES, width)),
                    x.weight(name + ".bias", Weight.of(Initialization.ZEROS, width)));
        }

        Layers of(Layers x) {
            return x.join(name, new LayerNorm(x.channels(), EPS, true), x.channels(), weight, bias);
        }
    }

    private static Layers mlp(Layers x, int width) {
        return x.linear("0", 4 * width).activation(Activation.GELU).linear("3", width);
    }

    private static Layers attention(Layers x, Windows windows, int heads) {
        int width = x.channels();
        int side = windows.side();
        Layers table = x.weight(
                "relative_position_bias_table",
                Weight.of(Initialization.truncatedNormal(0.02), (2 * side - 1) * (2 * side - 1), heads));
        Layers bias = SelfAttention.bias(table, index(x, side), heads, side * side);
        Layers qkv = x.linear("qkv", 3 * width);
        return SelfAttention.attend(qkv, heads, true, windows.masked(bias), 1 / Math.sqrt((double) width / heads))
                .linear("proj", width);
    }

    private static Layers index(Layers x, int side) {
        return x.weight(
                "relative_position_index",
                new Weight(
                        Shape.of((long) side * side * side * side),
                        Parameter.Role.INDEX,
                        new Initialization(Initialization.Distribution.RELATIVE_POSITION_INDEX, side)));
    }

    /** The state dict lists the small network of the biases behind the projections, so these are weights by themselves. */
    private static Layers attentionV2(Layers x, Windows windows, int heads) {
        int width = x.channels();
        int side = windows.side();
        Layers scale = x.weight("logit_scale", Weight.of(Initialization.constant(Math.log(10)), heads, 1, 1))
                .then("clamp", new Clamp(-Float.MAX_VALUE, Math.log(100)))
                .activation(Activation.EXP);
        Layers coordinates = x.weight(
                "relative_coords_table",
                new Weight(
                        Shape.of(1, 2 * side - 1, 2 * side - 1, 2),
                        Parameter.Role.BUFFER,
                        new Initialization(Initialization.Distribution.RELATIVE_COORDINATES, side)));
        Layers index = index(x, side);
        Layers qkvWeight = x.weight("qkv.weight", Weight.of(Initialization.truncatedNormal(0.02), 3 * width, width));
        Layers qkvBias = x.weight("qkv.bias", Weight.of(Initialization.ZEROS, 3 * width));
        Layers projWeight = x.weight("proj.weight", Weight.of(Initialization.truncatedNormal(0.02), width, width));
        Layers projBias = x.weight("proj.bias", Weight.of(Initialization.ZEROS, width));

        Layers table = coordinates
                .in("cpb_mlp", m -> m.linear("0", 512).relu().then("2", new Linear(512, heads, false), heads))
                .reshape((2 * side - 1) * (2 * side - 1), heads);
        Layers bias = SelfAttention.bias(table, index, heads, side * side)
                .activation(Activation.SIGMOID)
                .then("scale", new Scale(16, 0));
        Layers qkv = x.join("qkv", Linear.of(width, 3 * width), 3 * width, qkvWeight, withoutKeys(qkvBias, width));
        Layers q = SelfAttention.part(qkv, 0, heads, true)
                .then("normalize", L2Normalize.of())
                .multiply(scale);
        Layers k = SelfAttention.part(qkv, 1, heads, true).then("normalize", L2Normalize.of());
        Layers v = SelfAttention.part(qkv, 2, heads, true);
        return SelfAttention.attend(q, k, v, true, windows.masked(bias), 1)
                .join("proj", Linear.of(width, width), width, projWeight, projBias);
    }

    /** Keys have no bias in V2, whatever the file holds in its place. */
    private static Layers withoutKeys(Layers bias, int width) {
        return bias.then("queries", new Slice(0, 0, width, 1))
                .then("pad", new Pad(0, 0, width))
                .join("cat", new Concat(0), 3 * width, bias.then("values", new Slice(0, 2 * width, 3 * width, 1)));
    }

    /** A map cut into windows: padded to whole ones and rolled by the shift, and put back afterwards. */
    private record Windows(Size map, Size grid, int side, Size shift) {

        static Windows over(Size map, int side, int shift) {
            Size grid = new Size((map.height() + side - 1) / side * side, (map.width() + side - 1) / side * side);
            // One window along an axis sees all of it: nothing to shift.
            return new Windows(
                    map, grid, side, new Size(side >= grid.height() ? 0 : shift, side >= grid.width() ? 0 : shift));
        }

        Layers inside(Layers x, UnaryOperator<Layers> attention) {
            int rows = grid.height() / side;
            int columns = grid.width() / side;
            Roll roll = new Roll(List.of(-shift.height(), -shift.width()), List.of(1, 2));
            Layers y = pad(x, grid.height() - map.height(), grid.width() - map.width());
            y = (shifted() ? y.then("roll", roll) : y)
                    .reshape(0, rows, side, columns, side, x.channels())
                    .permute(0, 1, 3, 2, 4, 5)
                    .reshape(0, rows * columns, side * side, x.channels());
            y = attention
                    .apply(y)
                    .reshape(0, rows, columns, side, side, x.channels())
                    .permute(0, 1, 3, 2, 4, 5)
                    .reshape(0, grid.height(), grid.width(), x.channels());
            y = shifted() ? y.then("roll", roll.back()) : y;
            y = grid.height() == map.height() ? y : y.then("unpad", new Slice(1, 0, map.height(), 1));
            return grid.width() == map.width() ? y : y.then("unpad", new Slice(2, 0, map.width(), 1));
        }

        private boolean shifted() {
            return shift.height() + shift.width() > 0;
        }

        /** The bias, and what keeps apart the pixels that a shift brought together. */
        Layers masked(Layers bias) {
            return shifted() ? bias.add(bias.constant("mask", new WindowMask(grid, Size.of(side), shift))) : bias;
        }
    }
}
