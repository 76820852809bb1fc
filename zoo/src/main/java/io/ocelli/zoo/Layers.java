package io.ocelli.zoo;

import io.ocelli.graph.Activation;
import io.ocelli.graph.AdaptiveAvgPool2d;
import io.ocelli.graph.Add;
import io.ocelli.graph.AvgPool2d;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Concat;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Dropout;
import io.ocelli.graph.Flatten;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.LayerNorm;
import io.ocelli.graph.Linear;
import io.ocelli.graph.MaxPool2d;
import io.ocelli.graph.Multiply;
import io.ocelli.graph.Operation;
import io.ocelli.graph.Permute;
import io.ocelli.graph.Reshape;
import io.ocelli.graph.StochasticDepth;
import io.ocelli.graph.Weight;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A place in a network under construction: the last node, its channels, and the module that names what comes next. Every
 * layer gives the place behind it and leaves this one usable, so that a branch is a variable.
 */
final class Layers {
    private final Sketch sketch;
    private final String module;
    private final String node;
    private final int channels;

    /** What the places of one network share. */
    private static final class Sketch {
        private final Graph.Builder graph = Graph.builder();
        private final Map<String, String> stages = new LinkedHashMap<>();
        private final List<String> classifiers = new ArrayList<>();
        private final Map<String, String> auxiliary = new LinkedHashMap<>();
        private final Map<String, Double> auxiliaryParts = new LinkedHashMap<>();
        private @Nullable String features;
    }

    private Layers(Sketch sketch, String module, String node, int channels) {
        this.sketch = sketch;
        this.module = module;
        this.node = node;
        this.channels = channels;
    }

    /** The beginning of a network: float32 N C H W. */
    static Layers input(InputSize input) {
        Sketch sketch = new Sketch();
        String node = sketch.graph.add(Architecture.INPUT, new Input(DType.FLOAT32, 4));
        return new Layers(sketch, "", node, input.channels());
    }

    int channels() {
        return channels;
    }

    /** What {@code layers} adds, named inside the module {@code name}. */
    Layers in(String name, UnaryOperator<Layers> layers) {
        Layers inside = layers.apply(new Layers(sketch, module + name + ".", node, channels));
        return new Layers(sketch, module, inside.node, inside.channels);
    }

    /** The same for the module of a number in a sequence. */
    Layers in(int index, UnaryOperator<Layers> layers) {
        return in(Integer.toString(index), layers);
    }

    /** Any operation that keeps the channels. */
    Layers then(String name, Operation operation) {
        return then(name, operation, channels);
    }

    /** Any operation, and the channels of its result. */
    Layers then(String name, Operation operation, int after) {
        return new Layers(sketch, module, sketch.graph.add(module + name, operation, node), after);
    }

    /** A square convolution with stride 1, no padding and a bias; {@code options} changes that. */
    Layers conv(String name, int out, int kernel, UnaryOperator<Conv2d> options) {
        return then(name, options.apply(Conv2d.of(channels, out, kernel)), out);
    }

    Layers batchNorm(String name) {
        return batchNorm(name, norm -> norm);
    }

    Layers batchNorm(String name, UnaryOperator<BatchNorm2d> options) {
        return then(name, options.apply(BatchNorm2d.of(channels)));
    }

    /**
     * A convolution {@code name.0} that keeps the extents at stride 1, and its batch norm {@code name.1}; no bias. What
     * torchvision calls Conv2dNormActivation, before its activation.
     */
    Layers convNorm(String name, int out, int kernel, UnaryOperator<Conv2d> options, UnaryOperator<BatchNorm2d> norm) {
        return conv(
                        name + ".0",
                        out,
                        kernel,
                        c -> options.apply(c.padding(kernel / 2).withoutBias()))
                .batchNorm(name + ".1", norm);
    }

    Layers convNorm(String name, int out, int kernel, UnaryOperator<Conv2d> options) {
        return convNorm(name, out, kernel, options, UnaryOperator.identity());
    }

    /** Scales each channel by what two 1 x 1 convolutions make of all their means (Hu et al. 2018). */
    Layers squeezeExcitation(String name, int squeezed, Activation activation, Activation gate) {
        Layers scale = in(
                name,
                m -> m.then("avgpool", AdaptiveAvgPool2d.GLOBAL)
                        .conv("fc1", squeezed, 1, c -> c)
                        .activation(activation)
                        .conv("fc2", channels, 1, c -> c)
                        .activation(gate));
        return multiply(scale);
    }

    Layers layerNorm(String name, double eps) {
        return then(name, new LayerNorm(channels, eps, true));
    }

    /** Layer norm over the channels of N C H W. */
    Layers layerNorm2d(String name, double eps) {
        return permute(0, 2, 3, 1).layerNorm(name, eps).permute(0, 3, 1, 2);
    }

    Layers permute(Integer... order) {
        return then("permute", Permute.of(order));
    }

    Layers reshape(Integer... extents) {
        return then("reshape", Reshape.of(extents));
    }

    /** An entry of the state dict, from which other layers may go on. */
    Layers weight(String name, Weight weight) {
        String added = sketch.graph.add(module + name, weight);
        return new Layers(sketch, module, added, weight.shape().at(-1));
    }

    /** What takes no input and learns nothing. */
    Layers constant(String name, Operation operation) {
        return new Layers(sketch, module, sketch.graph.add(module + name, operation), channels);
    }

    Layers linear(String name, int out) {
        return then(name, Linear.of(channels, out), out);
    }

    Layers relu() {
        return activation(Activation.RELU);
    }

    Layers activation(Activation activation) {
        return then(activation.function().name().toLowerCase(Locale.ROOT), activation);
    }

    Layers maxPool(int kernel, int stride, int padding) {
        return then("maxpool", MaxPool2d.of(kernel, stride).padding(padding));
    }

    Layers avgPool(int kernel, int stride, int padding) {
        return then("avgpool", AvgPool2d.of(kernel, stride).padding(padding));
    }

    /** One mean a channel: N C. */
    Layers globalPool() {
        return then("avgpool", AdaptiveAvgPool2d.GLOBAL).flatten();
    }

    /** N C H W to N (C H W), of {@code pixels} pixels each. */
    Layers flatten(int pixels) {
        return then("flatten", new Flatten(), channels * pixels);
    }

    Layers flatten() {
        return flatten(1);
    }

    Layers dropout(double probability) {
        return probability == 0 ? this : then("dropout", new Dropout(probability));
    }

    Layers stochasticDepth(double probability) {
        return probability == 0 ? this : then("stochastic_depth", new StochasticDepth(probability));
    }

    Layers add(Layers other) {
        return join("add", new Add(), channels, other);
    }

    Layers multiply(Layers other) {
        return join("mul", new Multiply(), channels, other);
    }

    /** The channels of this place and then those of the others, along dimension 1. */
    Layers concat(Layers... others) {
        int sum = channels;
        for (Layers other : others) {
            sum += other.channels;
        }
        return join("cat", new Concat(1), sum, others);
    }

    /** An operation on this place and others. */
    Layers join(String name, Operation operation, int after, Layers... others) {
        String[] inputs = new String[others.length + 1];
        inputs[0] = node;
        for (int i = 0; i < others.length; i++) {
            inputs[i + 1] = others[i].node;
        }
        return new Layers(sketch, module, sketch.graph.add(module + name, operation, inputs), after);
    }

    /** Remarks that a stage of the backbone ends here. */
    Layers stage(String name) {
        sketch.stages.put(name, node);
        return this;
    }

    /** Remarks that the head takes what is here. */
    Layers features() {
        sketch.features = node;
        return this;
    }

    /** The layer whose output is the classes. */
    Layers classifier(String name, int classes) {
        return linear(name, classes).classifier();
    }

    /** Remarks that the last layer's output is the classes. */
    Layers classifier() {
        sketch.classifiers.add(node);
        return this;
    }

    /** Remarks that these are logits for training alone, whose loss counts {@code part}; the classifier was marked before. */
    void auxiliary(String name, double part) {
        sketch.auxiliary.put(name, node);
        sketch.auxiliaryParts.put(name, part);
    }

    /** The network whose logits are here. Its main classifier was marked last. */
    Architecture architecture(String name, InputSize input) {
        sketch.graph.output(Architecture.LOGITS, node);
        sketch.auxiliary.forEach(sketch.graph::output);
        List<String> mainFirst = new ArrayList<>(sketch.classifiers);
        mainFirst.add(0, mainFirst.remove(mainFirst.size() - 1));
        return new Architecture(
                name,
                sketch.graph.build(),
                sketch.stages,
                Objects.requireNonNull(sketch.features, name),
                mainFirst,
                input,
                sketch.auxiliaryParts);
    }
}
