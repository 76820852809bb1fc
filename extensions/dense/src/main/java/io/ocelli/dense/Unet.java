package io.ocelli.dense;

import static io.ocelli.graph.Initialization.kaimingUniform;
import static io.ocelli.graph.Initialization.xavierUniform;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import io.ocelli.dense.Levels.Level;
import io.ocelli.graph.AdaptiveAvgPool2d;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Dropout;
import io.ocelli.graph.Flatten;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Node;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Resize;
import io.ocelli.graph.Value;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.model.Pass;
import io.ocelli.tensor.Shape;
import io.ocelli.training.Objective;
import java.util.List;

/**
 * U-Net (Ronneberger et al. 2015) over a backbone, with a classification head beside it, as segmentation-models-pytorch has it: a
 * pass that keeps the backbone with its weights as {@code encoder.}, and makes of it a network that says of a picture what it is,
 * {@link Architecture#LOGITS}, and of each pixel, {@value #MASK}.
 *
 * <pre>{@code
 * Unet unet = Unet.of(2);
 * Network network = unet.apply(classifier.network());
 * Objective objective = Objective.labels(Loss.crossEntropy()).plus(unet.objective("mask", MaskLoss.dice()));
 * }</pre>
 *
 * <p>From the coarsest of the backbone's maps on, each block brings its input to the size of the next finer one (nearest), puts
 * that behind it, and applies two convolutions with batch norm and rectifier; the last block ends in the pictures' size. A value.
 *
 * @param channels of the mask's logits: its classes, or 1 for a thing that is there or not
 * @param classes of the head; 0 for as many as the backbone's own has
 * @param widths channels of the blocks, from the coarsest on; the first are taken where there are fewer maps, but for the last
 * @param skips the stages or nodes whose maps are used; empty for the last stage at each size, and the stem's map at half the
 *     pictures' size
 * @param dropout before the head's linear layer, 0 to 1
 * @param seed of what the new layers begin with
 */
public record Unet(int channels, int classes, List<Integer> widths, List<String> skips, double dropout, long seed)
        implements Pass {
    /** The output of the mask's logits, float32 N K H W at the size of the network's input. */
    public static final String MASK = "mask";

    private static final String CLASSIFIER = "classification_head.3";

    /**
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Unet {
        if (channels < 1 || classes < 0) {
            throw new IllegalArgumentException("A mask has a channel or more, and a head is not of fewer classes than"
                    + " none, received " + channels + " and " + classes);
        }
        widths = ImmutableList.copyOf(widths);
        for (int width : widths) {
            if (width < 1) {
                throw new IllegalArgumentException("A block has a channel or more, received " + widths);
            }
        }
        if (widths.size() < 2) {
            throw new IllegalArgumentException("A U-Net has two blocks or more, received widths " + widths);
        }
        skips = ImmutableList.copyOf(skips);
    }

    /** With blocks of 256, 128, 64, 32 and 16 channels, and dropout 0.2 before the head. */
    public static Unet of(int channels) {
        return new Unet(channels, 0, Ints.asList(256, 128, 64, 32, 16), ImmutableList.of(), 0.2, 0);
    }

    /** The same with a head of so many classes. */
    public Unet classes(int number) {
        return new Unet(channels, number, widths, skips, dropout, seed);
    }

    /** The same with blocks of other channels, from the coarsest on. */
    public Unet widths(int... numbers) {
        return new Unet(channels, classes, Ints.asList(numbers), skips, dropout, seed);
    }

    /** The same over the maps of these stages or nodes. */
    public Unet skips(String... names) {
        return new Unet(channels, classes, widths, ImmutableList.copyOf(names), dropout, seed);
    }

    /** The same with another dropout before the head. */
    public Unet dropout(double share) {
        return new Unet(channels, classes, widths, skips, share, seed);
    }

    /** The same beginning with other numbers. */
    public Unet seed(long number) {
        return new Unet(channels, classes, widths, skips, dropout, number);
    }

    /**
     * The term that compares the masks this network says with those that pictures carry.
     *
     * @param mask what the pictures carry it as
     */
    public Objective objective(String mask, MaskLoss loss) {
        return new MaskTerm(MASK, mask, channels, loss).objective();
    }

    /**
     * The U-Net over a network.
     *
     * @throws IllegalArgumentException if the backbone has no maps of two sizes or more, more than there are widths, or no such
     *     stage
     */
    @Override
    public Network apply(Network backbone) {
        Architecture architecture = backbone.architecture();
        List<Level> levels = skips.isEmpty() ? Levels.withStem(architecture) : Levels.named(architecture, skips);
        if (levels.size() > widths.size()) {
            throw new IllegalArgumentException("A U-Net has a width for each of its " + levels.size()
                    + " blocks, received " + widths + ". Say widths(...), or skips(...) of fewer maps.");
        }
        Rebuilding unet = new Rebuilding(backbone, "encoder");
        Level coarsest = levels.get(levels.size() - 1);
        Value deepest = unet.backbone(coarsest.node());
        Value decoded = deepest;
        Shape size = coarsest.shape();
        for (int block = 0; block < levels.size(); block++) {
            boolean last = block == levels.size() - 1;
            Level skip = last ? null : levels.get(levels.size() - 2 - block);
            int width = widths.get(last ? widths.size() - 1 : block);
            Shape finer = skip == null ? architecture.input().shape() : skip.shape();
            Value grown = decoded.then(resize(size, finer));
            int in = size.at(1) + (skip == null ? 0 : skip.channels());
            Value joined = skip == null ? grown : grown.concat(1, unet.backbone(skip.node()));
            String name = "decoder.blocks." + block;
            decoded =
                    convolved(unet, name + ".conv2", width, width, convolved(unet, name + ".conv1", in, width, joined));
            size = finer.with(1, width);
        }
        unet.output(
                MASK,
                unet.layer(
                        "segmentation_head.0",
                        Conv2d.of(size.at(1), channels, 3).padding(1),
                        decoded));
        Value pooled = unet.layer("classification_head.0", AdaptiveAvgPool2d.GLOBAL, deepest);
        Value features = unet.layer("classification_head.1", new Flatten(), pooled);
        Value kept = dropout == 0 ? features : unet.layer("classification_head.2", new Dropout(dropout), features);
        int number = classes == 0 ? architecture.classes() : classes;
        unet.output(Architecture.LOGITS, unet.layer(CLASSIFIER, new Linear(coarsest.channels(), number, true), kept));
        return unet.build("unet_" + architecture.name(), features, CLASSIFIER, Unet::begin, seed);
    }

    /** By so many times where that is exact, as then the graph is for any size. */
    static Resize resize(Shape from, Shape to) {
        long factor = to.get(2) / from.get(2);
        return factor * from.get(2) == to.get(2) && factor * from.get(3) == to.get(3)
                ? Resize.by(Resize.Mode.NEAREST, (int) factor)
                : Resize.to(Resize.Mode.NEAREST, to.at(2), to.at(3));
    }

    private static Value convolved(Rebuilding unet, String name, int in, int out, Value input) {
        Conv2d conv = Conv2d.of(in, out, 3).padding(1).withoutBias();
        return unet.layer(name + ".1", BatchNorm2d.of(out), unet.layer(name + ".0", conv, input))
                .relu();
    }

    /** He et al. 2015 for the blocks, Glorot and Bengio 2010 for the heads. */
    private static Initialization begin(Node node, Parameter parameter) {
        Shape shape = parameter.shape();
        if (shape.rank() < 2) {
            return node.operation() instanceof BatchNorm2d ? parameter.initialization() : Initialization.ZEROS;
        }
        double pixels = shape.rank() == 4 ? shape.get(2) * shape.get(3) : 1;
        return node.name().startsWith("decoder.")
                ? kaimingUniform(shape.get(1) * pixels)
                : xavierUniform(shape.get(1) * pixels, shape.get(0) * pixels);
    }
}
