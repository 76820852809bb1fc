package io.ocelli.zoo;

import static io.ocelli.graph.Initialization.ZEROS;
import static io.ocelli.graph.Initialization.kaimingNormal;
import static io.ocelli.graph.Initialization.uniform;
import static io.ocelli.zoo.Families.IMAGENET;
import static io.ocelli.zoo.Families.eights;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Activation;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.model.InitializationRule;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * EfficientNet (Tan and Le 2019) B0 to B7 and EfficientNetV2 (Tan and Le 2021). Batch norm eps 1e-3 from B5 on and in V2,
 * momentum 0.01 in B5 to B7. Every module of the sequence is a stage: {@code features.0} to {@code features.8}, or 7 in V2 S.
 */
public final class EfficientNet extends Family {
    private static final double STOCHASTIC_DEPTH = 0.2;

    /** Fused (1) or not, expansion, kernel, stride, channels, blocks: table 1 of the first paper. */
    private static final int[][] B0 = {
        {0, 1, 3, 1, 16, 1},
        {0, 6, 3, 2, 24, 2},
        {0, 6, 5, 2, 40, 2},
        {0, 6, 3, 2, 80, 3},
        {0, 6, 5, 1, 112, 3},
        {0, 6, 5, 2, 192, 4},
        {0, 6, 3, 1, 320, 1},
    };

    /** Table 4 of the second. */
    private static final int[][] V2_S = {
        {1, 1, 3, 1, 24, 2},
        {1, 4, 3, 2, 48, 4},
        {1, 4, 3, 2, 64, 4},
        {0, 4, 3, 2, 128, 6},
        {0, 6, 3, 1, 160, 9},
        {0, 6, 3, 2, 256, 15},
    };

    private static final int[][] V2_M = {
        {1, 1, 3, 1, 24, 3},
        {1, 4, 3, 2, 48, 5},
        {1, 4, 3, 2, 80, 5},
        {0, 4, 3, 2, 160, 7},
        {0, 6, 3, 1, 176, 14},
        {0, 6, 3, 2, 304, 18},
        {0, 6, 3, 1, 512, 5},
    };

    private static final int[][] V2_L = {
        {1, 1, 3, 1, 32, 4},
        {1, 4, 3, 2, 64, 7},
        {1, 4, 3, 2, 96, 7},
        {0, 4, 3, 2, 192, 10},
        {0, 6, 3, 1, 224, 19},
        {0, 6, 3, 2, 384, 25},
        {0, 6, 3, 1, 640, 7},
    };

    /** For {@link java.util.ServiceLoader}. */
    public EfficientNet() {
        super("EfficientNet");
    }

    @Override
    public List<Model> models() {
        return ImmutableList.of(
                b(0, 1.0, 1.0, 224, 0.2),
                b(1, 1.0, 1.1, 240, 0.2),
                b(2, 1.1, 1.2, 288, 0.3),
                b(3, 1.2, 1.4, 300, 0.3),
                b(4, 1.4, 1.8, 380, 0.4),
                b(5, 1.6, 2.2, 456, 0.4),
                b(6, 1.8, 2.6, 528, 0.5),
                b(7, 2.0, 3.1, 600, 0.5),
                v2("s", V2_S, 24, 384, 0.2),
                v2("m", V2_M, 24, 480, 0.3),
                v2("l", V2_L, 32, 480, 0.4));
    }

    /** He et al. 2015 for the convolutions; the head is within 1 / sqrt(classes). */
    @Override
    InitializationRule initialization() {
        return Start.OF_LAYERS
                .convolutions(fan -> kaimingNormal(fan.out()), ZEROS)
                .linears(fan -> uniform(1 / Math.sqrt(fan.out())), ZEROS);
    }

    private Model b(int number, double width, double depth, int side, double dropout) {
        int[][] table = new int[B0.length][];
        for (int i = 0; i < table.length; i++) {
            table[i] = B0[i].clone();
            table[i][4] = eights(B0[i][4] * width);
            table[i][5] = (int) Math.ceil(B0[i][5] * depth);
        }
        int last = 4 * table[table.length - 1][4];
        UnaryOperator<BatchNorm2d> norm = number < 5 ? n -> n : n -> n.eps(1e-3).momentum(0.01);
        int stem = eights(32 * width);
        String name = "efficientnet_b" + number;
        return model(name, side, input -> layers(input, table, stem, last, norm, dropout))
                .timm(name, TimmEfficientNames.EFFICIENT_NET);
    }

    private Model v2(String size, int[][] table, int stem, int side, double dropout) {
        return model(
                        "efficientnet_v2_" + size,
                        side,
                        input -> layers(input, table, stem, 1280, n -> n.eps(1e-3), dropout))
                .timm("efficientnetv2_" + size, TimmEfficientNames.EFFICIENT_NET_V2);
    }

    private static Layers layers(
            InputSize input, int[][] table, int stem, int last, UnaryOperator<BatchNorm2d> norm, double dropout) {
        int blocks = 0;
        for (int[] row : table) {
            blocks += row[5];
        }
        Layers x = Layers.input(input)
                .convNorm("features.0", stem, 3, c -> c.stride(2), norm)
                .activation(Activation.SILU)
                .stage("features.0");
        int block = 0;
        for (int i = 0; i < table.length; i++) {
            int[] row = table[i];
            String stage = "features." + (i + 1);
            for (int j = 0; j < row[5]; j++) {
                double drop = STOCHASTIC_DEPTH * block++ / blocks;
                int stride = j == 0 ? row[3] : 1;
                x = x.in(stage + "." + j, b -> block(b, row, stride, norm, drop));
            }
            x.stage(stage);
        }
        String end = "features." + (table.length + 1);
        return x.convNorm(end, last, 1, c -> c, norm)
                .activation(Activation.SILU)
                .stage(end)
                .globalPool()
                .features()
                .dropout(dropout)
                .classifier("classifier.1", IMAGENET);
    }

    private static Layers block(Layers x, int[] row, int stride, UnaryOperator<BatchNorm2d> norm, double drop) {
        int expanded = eights(row[1] * x.channels());
        Layers y = x.in(
                "block",
                b -> row[0] == 1
                        ? fused(b, expanded, row[2], stride, row[4], norm)
                        : inverted(b, expanded, row[2], stride, row[4], norm));
        return stride == 1 && x.channels() == row[4] ? y.stochasticDepth(drop).add(x) : y;
    }

    private static Layers inverted(
            Layers x, int expanded, int kernel, int stride, int out, UnaryOperator<BatchNorm2d> norm) {
        int module = 0;
        Layers y = x;
        if (expanded != x.channels()) {
            y = y.convNorm("" + module++, expanded, 1, c -> c, norm).activation(Activation.SILU);
        }
        return y.convNorm("" + module++, expanded, kernel, c -> c.stride(stride).groups(expanded), norm)
                .activation(Activation.SILU)
                .squeezeExcitation("" + module++, Math.max(1, x.channels() / 4), Activation.SILU, Activation.SIGMOID)
                .convNorm("" + module, out, 1, c -> c, norm);
    }

    private static Layers fused(
            Layers x, int expanded, int kernel, int stride, int out, UnaryOperator<BatchNorm2d> norm) {
        if (expanded == x.channels()) {
            return x.convNorm("0", out, kernel, c -> c.stride(stride), norm).activation(Activation.SILU);
        }
        return x.convNorm("0", expanded, kernel, c -> c.stride(stride), norm)
                .activation(Activation.SILU)
                .convNorm("1", out, 1, c -> c, norm);
    }
}
