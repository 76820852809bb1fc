package io.ocelli.zoo;

import static io.ocelli.graph.Initialization.ZEROS;
import static io.ocelli.graph.Initialization.kaimingNormal;
import static io.ocelli.graph.Initialization.normal;
import static io.ocelli.zoo.Families.IMAGENET;
import static io.ocelli.zoo.Families.multiple;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Activation;
import io.ocelli.model.InitializationRule;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import java.util.ArrayList;
import java.util.List;

/**
 * Radosavovic et al. 2020: widths grow linearly with depth and are quantised to steps of one ratio; Y is X with
 * squeeze-excitation. Stages {@code stem}, {@code trunk_output.block1} to {@code trunk_output.block4}.
 */
public final class RegNet extends Family {

    /** For {@link java.util.ServiceLoader}. */
    public RegNet() {
        super("RegNet");
    }

    /** Depth, first width, slope, ratio of steps, group width: the parameters that the paper's search found. */
    @Override
    public List<Model> models() {
        return ImmutableList.of(
                regnet("x_400mf", "regnetx_004_tv", 22, 24, 24.48, 2.54, 16),
                regnet("x_800mf", "regnetx_008", 16, 56, 35.73, 2.28, 16),
                regnet("x_1_6gf", "regnetx_016", 18, 80, 34.01, 2.25, 24),
                regnet("x_3_2gf", "regnetx_032", 25, 88, 26.31, 2.25, 48),
                regnet("x_8gf", "regnetx_080", 23, 80, 49.56, 2.88, 120),
                regnet("x_16gf", "regnetx_160", 22, 216, 55.59, 2.1, 128),
                regnet("x_32gf", "regnetx_320", 23, 320, 69.86, 2.0, 168),
                regnet("y_400mf", "regnety_004", 16, 48, 27.89, 2.09, 8),
                regnet("y_800mf", "regnety_008_tv", 14, 56, 38.84, 2.4, 16),
                regnet("y_1_6gf", "regnety_016", 27, 48, 20.71, 2.65, 24),
                regnet("y_3_2gf", "regnety_032", 21, 80, 42.63, 2.66, 24),
                regnet("y_8gf", "regnety_080_tv", 17, 192, 76.82, 2.19, 56),
                regnet("y_16gf", "regnety_160", 18, 200, 106.23, 2.48, 112),
                regnet("y_32gf", "regnety_320", 20, 232, 115.89, 2.53, 232),
                regnet("y_128gf", "regnety_1280", 27, 456, 160.83, 2.52, 264));
    }

    /** As ResNets; the biases of squeeze-excitation stay. */
    @Override
    InitializationRule initialization() {
        return Start.OF_LAYERS.convolutions(fan -> kaimingNormal(fan.out())).linears(fan -> normal(0.01), ZEROS);
    }

    /** A stage: so many blocks of a width, in groups of a width. */
    private record Stage(int blocks, int width, int groupWidth) {}

    private Model regnet(String size, String timm, int depth, int first, double slope, double ratio, int groupWidth) {
        List<Stage> stages = stages(depth, first, slope, ratio, groupWidth);
        // The largest was published for 384 pixels alone.
        int side = size.equals("y_128gf") ? 384 : 224;
        return model("regnet_" + size, side, input -> layers(input, stages, size.startsWith("y")))
                .timm(timm, TimmNames.REG_NET);
    }

    private static List<Stage> stages(int depth, int first, double slope, double ratio, int groupWidth) {
        List<Stage> stages = new ArrayList<>();
        int blocks = 0;
        for (int i = 0; i < depth; i++) {
            int width = width(i, first, slope, ratio);
            blocks++;
            if (i + 1 == depth || width(i + 1, first, slope, ratio) != width) {
                int group = Math.min(groupWidth, width);
                stages.add(new Stage(blocks, multiple(width, group), group));
                blocks = 0;
            }
        }
        return stages;
    }

    /** The width of a block: on the line, then to the nearest power of the ratio, then to a multiple of 8. */
    private static int width(int block, int first, double slope, double ratio) {
        double step = Math.rint(Math.log((block * slope + first) / first) / Math.log(ratio));
        return (int) Math.rint(first * Math.pow(ratio, step) / 8) * 8;
    }

    private static Layers layers(InputSize input, List<Stage> stages, boolean squeeze) {
        Layers x = Layers.input(input)
                .convNorm("stem", 32, 3, c -> c.stride(2))
                .relu()
                .stage("stem");
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            String name = "trunk_output.block" + (i + 1);
            for (int j = 0; j < stage.blocks(); j++) {
                int stride = j == 0 ? 2 : 1;
                x = x.in(name + ".block" + (i + 1) + "-" + j, b -> block(b, stage, stride, squeeze));
            }
            x.stage(name);
        }
        return x.globalPool().features().classifier("fc", IMAGENET);
    }

    private static Layers block(Layers x, Stage stage, int stride, boolean squeeze) {
        int width = stage.width();
        Layers shortcut =
                x.channels() == width && stride == 1 ? x : x.convNorm("proj", width, 1, c -> c.stride(stride));
        int squeezed = (int) Math.rint(x.channels() / 4.0);
        Layers y = x.in("f", f -> {
            Layers z = f.convNorm("a", width, 1, c -> c)
                    .relu()
                    .convNorm("b", width, 3, c -> c.stride(stride).groups(width / stage.groupWidth()))
                    .relu();
            z = squeeze ? z.squeezeExcitation("se", squeezed, Activation.RELU, Activation.SIGMOID) : z;
            return z.convNorm("c", width, 1, c -> c);
        });
        return shortcut.add(y).relu();
    }
}
