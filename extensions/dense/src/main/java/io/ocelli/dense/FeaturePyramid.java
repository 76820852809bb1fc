package io.ocelli.dense;

import static io.ocelli.graph.Initialization.kaimingUniform;

import com.google.common.collect.ImmutableList;
import io.ocelli.dense.Levels.Level;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Node;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Value;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.model.Pass;
import io.ocelli.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A feature pyramid (Lin et al. 2017) over a backbone, as torchvision's {@code FeaturePyramidNetwork}, with a head that sees all
 * of its levels: a pass that keeps the backbone with its weights as {@code body.}, and classifies by the means of each level, one
 * behind the other from the finest on. So small things and large ones count alike. A value.
 *
 * <p>Each stage's map becomes one of {@code channels} by a convolution 1 x 1; from the coarsest on, each is brought to the size of
 * the next finer one (nearest) and added to it; a convolution 3 x 3 ends each level. Levels are outputs, {@code pyramid.0} the
 * finest; they are not computed where only the logits are asked for.
 *
 * @param channels of each level; 256 is usual
 * @param classes of the head; 0 for as many as the backbone's own has
 * @param stages whose maps are used, or nodes; empty for the last stage at each size
 * @param seed of what the new layers begin with
 */
public record FeaturePyramid(int channels, int classes, List<String> stages, long seed) implements Pass {
    private static final String CLASSIFIER = "head";

    /**
     * @throws IllegalArgumentException if a number is out of its range
     */
    public FeaturePyramid {
        if (channels < 1 || classes < 0) {
            throw new IllegalArgumentException("A level has a channel or more, and a head is not of fewer classes than"
                    + " none, received " + channels + " and " + classes);
        }
        stages = ImmutableList.copyOf(stages);
    }

    /** With levels of so many channels. */
    public static FeaturePyramid of(int channels) {
        return new FeaturePyramid(channels, 0, ImmutableList.of(), 0);
    }

    /** The same with a head of so many classes. */
    public FeaturePyramid classes(int number) {
        return new FeaturePyramid(channels, number, stages, seed);
    }

    /** The same over the maps of these stages or nodes. */
    public FeaturePyramid stages(String... names) {
        return new FeaturePyramid(channels, classes, ImmutableList.copyOf(names), seed);
    }

    /** The same beginning with other numbers. */
    public FeaturePyramid seed(long number) {
        return new FeaturePyramid(channels, classes, stages, number);
    }

    /** The output of a level. */
    public static String level(int number) {
        return "pyramid." + number;
    }

    /**
     * The pyramid over a network.
     *
     * @throws IllegalArgumentException if the backbone has no maps of two sizes or more, or no such stage
     */
    @Override
    public Network apply(Network backbone) {
        Architecture architecture = backbone.architecture();
        List<Level> levels = stages.isEmpty() ? Levels.stages(architecture) : Levels.named(architecture, stages);
        Rebuilding pyramid = new Rebuilding(backbone, "body");
        List<Value> inner = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            Conv2d narrow = Conv2d.of(levels.get(i).channels(), channels, 1);
            inner.add(pyramid.layer(
                    "fpn.inner_blocks." + i + ".0",
                    narrow,
                    pyramid.backbone(levels.get(i).node())));
        }
        for (int i = levels.size() - 2; i >= 0; i--) {
            Shape coarse = levels.get(i + 1).shape();
            Value above =
                    inner.get(i + 1).then(Unet.resize(coarse, levels.get(i).shape()));
            inner.set(i, inner.get(i).plus(above));
        }
        Value[] means = new Value[levels.size()];
        for (int i = 0; i < levels.size(); i++) {
            Value level = pyramid.layer(
                    "fpn.layer_blocks." + i + ".0",
                    Conv2d.of(channels, channels, 3).padding(1),
                    inner.get(i));
            pyramid.output(level(i), level);
            means[i] = level.mean(2, 3);
        }
        Value[] others = new Value[means.length - 1];
        System.arraycopy(means, 1, others, 0, others.length);
        Value features = means[0].concat(1, others);
        int number = classes == 0 ? architecture.classes() : classes;
        pyramid.output(
                Architecture.LOGITS,
                pyramid.layer(CLASSIFIER, new Linear(channels * means.length, number, true), features));
        return pyramid.build("fpn_" + architecture.name(), features, CLASSIFIER, FeaturePyramid::begin, seed);
    }

    /** As torchvision: uniform by He et al. 2015 with a gain of 1 for the convolutions, no biases. */
    private static Initialization begin(Node node, Parameter parameter) {
        if (node.operation() instanceof Linear) {
            return parameter.initialization();
        }
        Shape shape = parameter.shape();
        return shape.rank() == 4
                ? kaimingUniform(2.0 * shape.get(1) * shape.get(2) * shape.get(3))
                : Initialization.ZEROS;
    }
}
