package io.ocelli.zoo;

import static io.ocelli.graph.Initialization.truncatedNormal;
import static io.ocelli.zoo.Families.IMAGENET;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Padding;
import io.ocelli.model.InitializationRule;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Inception v3 (Szegedy et al. 2016); batch norm eps 1e-3. An auxiliary head, output {@code aux}, serves training alone and
 * needs pictures of about 299 pixels. Stages {@code Conv2d_2b_3x3}, {@code Conv2d_4a_3x3}, {@code Mixed_5b} to
 * {@code Mixed_7c}.
 */
public final class Inception extends Family {
    /** What the auxiliary loss counts, as in PyTorch's fine-tuning tutorial. */
    private static final double AUXILIARY = 0.4;

    /** For {@link java.util.ServiceLoader}. */
    public Inception() {
        super("Inception");
    }

    @Override
    public List<Model> models() {
        return ImmutableList.of(model("inception_v3", "inception_v3", Families.pixels(299), Inception::layers));
    }

    /** One spread for all layers but the auxiliary head's. */
    @Override
    InitializationRule initialization() {
        return Start.OF_LAYERS
                .convolutions(fan -> truncatedNormal(0.1))
                .linears(fan -> truncatedNormal(0.1))
                .at("AuxLogits.fc", fan -> truncatedNormal(0.001));
    }

    /** Table 1 of the paper. */
    private static Layers layers(InputSize input) {
        Layers x = conv(Layers.input(input), "Conv2d_1a_3x3", 32, 3, c -> c.stride(2));
        x = conv(x, "Conv2d_2a_3x3", 32, 3, c -> c);
        x = conv(x, "Conv2d_2b_3x3", 64, 3, c -> c.padding(1))
                .stage("Conv2d_2b_3x3")
                .maxPool(3, 2, 0);
        x = conv(x, "Conv2d_3b_1x1", 80, 1, c -> c);
        x = conv(x, "Conv2d_4a_3x3", 192, 3, c -> c).stage("Conv2d_4a_3x3").maxPool(3, 2, 0);
        x = mixed(x, "5b", b -> grid35(b, 32));
        x = mixed(x, "5c", b -> grid35(b, 64));
        x = mixed(x, "5d", b -> grid35(b, 64));
        x = mixed(x, "6a", Inception::to17);
        x = mixed(x, "6b", b -> grid17(b, 128));
        x = mixed(x, "6c", b -> grid17(b, 160));
        x = mixed(x, "6d", b -> grid17(b, 160));
        x = mixed(x, "6e", b -> grid17(b, 192));
        x.in("AuxLogits", Inception::auxiliary).auxiliary("aux", AUXILIARY);
        x = mixed(x, "7a", Inception::to8);
        x = mixed(x, "7b", Inception::grid8);
        x = mixed(x, "7c", Inception::grid8);
        return x.globalPool().features().dropout(0.5).classifier("fc", IMAGENET);
    }

    private static Layers mixed(Layers x, String row, UnaryOperator<Layers> block) {
        return x.in("Mixed_" + row, block).stage("Mixed_" + row);
    }

    private static Layers conv(Layers x, String name, int out, int kernel, UnaryOperator<Conv2d> options) {
        return x.conv(name + ".conv", out, kernel, c -> options.apply(c).withoutBias())
                .batchNorm(name + ".bn", b -> b.eps(1e-3))
                .relu();
    }

    private static Layers one(Layers x, String name, int out) {
        return conv(x, name, out, 1, c -> c);
    }

    /** A convolution that keeps the extents, perhaps of different height and width. */
    private static Layers same(Layers x, String name, int out, int height, int width) {
        return conv(x, name, out, height, c -> c.kernel(height, width).padding(new Padding(height / 2, width / 2)));
    }

    private static Layers halving(Layers x, String name, int out) {
        return conv(x, name, out, 3, c -> c.stride(2));
    }

    private static Layers grid35(Layers x, int pooled) {
        return one(x, "branch1x1", 64)
                .concat(
                        same(one(x, "branch5x5_1", 48), "branch5x5_2", 64, 5, 5),
                        same(
                                same(one(x, "branch3x3dbl_1", 64), "branch3x3dbl_2", 96, 3, 3),
                                "branch3x3dbl_3",
                                96,
                                3,
                                3),
                        one(x.avgPool(3, 1, 1), "branch_pool", pooled));
    }

    private static Layers to17(Layers x) {
        return halving(x, "branch3x3", 384)
                .concat(
                        halving(same(one(x, "branch3x3dbl_1", 64), "branch3x3dbl_2", 96, 3, 3), "branch3x3dbl_3", 96),
                        x.maxPool(3, 2, 0));
    }

    private static Layers grid17(Layers x, int narrow) {
        Layers single = one(x, "branch1x1", 192);
        Layers y = one(x, "branch7x7_1", narrow);
        y = same(y, "branch7x7_2", narrow, 1, 7);
        y = same(y, "branch7x7_3", 192, 7, 1);
        Layers z = one(x, "branch7x7dbl_1", narrow);
        z = same(z, "branch7x7dbl_2", narrow, 7, 1);
        z = same(z, "branch7x7dbl_3", narrow, 1, 7);
        z = same(z, "branch7x7dbl_4", narrow, 7, 1);
        z = same(z, "branch7x7dbl_5", 192, 1, 7);
        return single.concat(y, z, one(x.avgPool(3, 1, 1), "branch_pool", 192));
    }

    private static Layers to8(Layers x) {
        Layers y = halving(one(x, "branch3x3_1", 192), "branch3x3_2", 320);
        Layers z = one(x, "branch7x7x3_1", 192);
        z = same(z, "branch7x7x3_2", 192, 1, 7);
        z = same(z, "branch7x7x3_3", 192, 7, 1);
        z = halving(z, "branch7x7x3_4", 192);
        return y.concat(z, x.maxPool(3, 2, 0));
    }

    private static Layers grid8(Layers x) {
        Layers single = one(x, "branch1x1", 320);
        Layers y = one(x, "branch3x3_1", 384);
        y = same(y, "branch3x3_2a", 384, 1, 3).concat(same(y, "branch3x3_2b", 384, 3, 1));
        Layers z = same(one(x, "branch3x3dbl_1", 448), "branch3x3dbl_2", 384, 3, 3);
        z = same(z, "branch3x3dbl_3a", 384, 1, 3).concat(same(z, "branch3x3dbl_3b", 384, 3, 1));
        return single.concat(y, z, one(x.avgPool(3, 1, 1), "branch_pool", 192));
    }

    private static Layers auxiliary(Layers x) {
        Layers y = one(x.avgPool(5, 3, 0), "conv0", 128);
        return conv(y, "conv1", 768, 5, c -> c).globalPool().classifier("fc", IMAGENET);
    }
}
