package io.ocelli.zoo;

import static io.ocelli.zoo.Families.IMAGENET;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.ChannelShuffle;
import io.ocelli.graph.Slice;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import java.util.List;

/**
 * Ma et al. 2018. Stages {@code conv1}, {@code stage2} to {@code stage4}, {@code conv5}.
 */
public final class ShuffleNetV2 extends Family {
    private static final int[] BLOCKS = {4, 8, 4};

    /** For {@link java.util.ServiceLoader}. */
    public ShuffleNetV2() {
        super("ShuffleNetV2");
    }

    /** Table 5 of the paper. */
    @Override
    public List<Model> models() {
        return ImmutableList.of(
                shufflenet("x0_5", 48, 96, 192, 1024),
                shufflenet("x1_0", 116, 232, 464, 1024),
                shufflenet("x1_5", 176, 352, 704, 1024),
                shufflenet("x2_0", 244, 488, 976, 2048));
    }

    private Model shufflenet(String width, int... channels) {
        return model("shufflenet_v2_" + width, 224, input -> layers(input, channels));
    }

    private static Layers layers(InputSize input, int[] channels) {
        Layers x = Layers.input(input)
                .convNorm("conv1", 24, 3, c -> c.stride(2))
                .relu()
                .stage("conv1")
                .maxPool(3, 2, 1);
        for (int i = 0; i < BLOCKS.length; i++) {
            String stage = "stage" + (i + 2);
            int out = channels[i];
            for (int j = 0; j < BLOCKS[i]; j++) {
                x = x.in(stage + "." + j, j == 0 ? b -> halving(b, out / 2) : b -> keeping(b, out / 2));
            }
            x.stage(stage);
        }
        return x.convNorm("conv5", channels[3], 1, c -> c)
                .relu()
                .stage("conv5")
                .globalPool()
                .features()
                .classifier("fc", IMAGENET);
    }

    /** Half the extents: both branches see all channels. */
    private static Layers halving(Layers x, int half) {
        Layers first = x.in(
                "branch1",
                b -> depthwise(b, 0, 2)
                        .conv("2", half, 1, c -> c.withoutBias())
                        .batchNorm("3")
                        .relu());
        return first.concat(branch(x, half, 2)).then("shuffle", new ChannelShuffle(2));
    }

    /** The same extents: half of the channels pass. */
    private static Layers keeping(Layers x, int half) {
        Layers passing = x.then("left", new Slice(1, 0, half, 1), half);
        Layers other = x.then("right", new Slice(1, half, Slice.TO_END, 1), half);
        return passing.concat(branch(other, half, 1)).then("shuffle", new ChannelShuffle(2));
    }

    private static Layers branch(Layers x, int half, int stride) {
        return x.in(
                "branch2",
                b -> depthwise(
                                b.conv("0", half, 1, c -> c.withoutBias())
                                        .batchNorm("1")
                                        .relu(),
                                3,
                                stride)
                        .conv("5", half, 1, c -> c.withoutBias())
                        .batchNorm("6")
                        .relu());
    }

    private static Layers depthwise(Layers x, int module, int stride) {
        return x.conv(
                        "" + module,
                        x.channels(),
                        3,
                        c -> c.stride(stride).padding(1).groups(x.channels()).withoutBias())
                .batchNorm("" + (module + 1));
    }
}
