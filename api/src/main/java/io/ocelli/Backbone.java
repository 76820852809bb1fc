package io.ocelli;

import com.google.common.collect.ImmutableList;
import io.ocelli.engine.Device;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Preset;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Parameter;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.Initializer;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import io.ocelli.model.PublishedWeights;
import io.ocelli.saving.TrainedModel;
import io.ocelli.saving.WeightsFitting;
import io.ocelli.serving.Answering;
import io.ocelli.serving.Batching;
import io.ocelli.serving.Serving;
import io.ocelli.serving.ServingTarget;
import io.ocelli.weights.Loading;
import io.ocelli.weights.Weights;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A network that is to become a classifier: an architecture, where its weights come from, and what of it learns. An immutable
 * value; no file is touched and no native loaded before {@link #open} or {@link HeadSpec#fit}.
 */
public final class Backbone {
    private final Model model;
    private final BackboneChoices choices;

    private Backbone(Model model, BackboneChoices choices) {
        this.model = model;
        this.choices = choices;
    }

    static Backbone of(Model model) {
        return new Backbone(model, new BackboneChoices(model));
    }

    /**
     * With the weights published for this architecture, those of the catalogue's first row.
     *
     * @throws IllegalStateException if none are published
     */
    public Backbone pretrained() {
        if (model.weights().isEmpty()) {
            throw new IllegalStateException("No weights are published for " + model.name()
                    + ". Train it from the start, or name a file of your own with weights(path).");
        }
        return pretrained(model.weights().get(0).name());
    }

    /**
     * With the published weights of a row ({@code IMAGENET1K_V2}). A licence that keeps commercial use
     * out is logged when they are read.
     *
     * @throws IllegalArgumentException if there is no such row
     */
    public Backbone pretrained(String row) {
        for (PublishedWeights weights : model.weights()) {
            if (weights.name().equals(row)) {
                return with(c -> {
                    c.row = weights;
                    c.file = null;
                    c.loading = Loading.STRICT;
                });
            }
        }
        StringBuilder there = new StringBuilder();
        model.weights()
                .forEach(w -> there.append(there.length() == 0 ? "" : ", ").append(w.name()));
        throw new IllegalArgumentException(
                "The published weights of " + model.name() + " are [" + there + "], received '" + row + "'");
    }

    /**
     * With the weights of a file: safetensors, or PyTorch's {@code .pth} of either kind. It is read when the classifier is
     * made. All of it has to fit, except a head in the place of which another is asked for.
     */
    public Backbone weights(Path file) {
        return weights(file, Loading.STRICT);
    }

    /** As {@link #weights(Path)}, or with what fits of the file: {@link Classifier#loadReport} says what that was. */
    public Backbone weights(Path file, Loading loading) {
        return with(c -> {
            c.file = file;
            c.loading = loading;
            c.row = null;
        });
    }

    /**
     * Nothing learns but the head: no gradient reaches the backbone, and its batch norms use and keep their statistics.
     *
     * @throws IllegalStateException if it was frozen up to a stage before
     */
    public Backbone freezeBackbone() {
        String features = model.build(size()).features();
        requireNotFrozen(features, "freezeBackbone()");
        return with(c -> c.frozen = features);
    }

    /**
     * Nothing learns up to and including a stage.
     *
     * @throws IllegalArgumentException if the architecture has no such stage; the message lists them
     * @throws IllegalStateException if something else was frozen before
     */
    public Backbone freezeUntil(String stage) {
        Architecture architecture = model.build(size());
        String node = architecture.stages().get(stage);
        if (node == null) {
            throw new IllegalArgumentException("The stages of " + model.name() + " are "
                    + architecture.stages().keySet() + ", received '" + stage + "'");
        }
        requireNotFrozen(node, "freezeUntil(\"" + stage + "\")");
        return with(c -> c.frozen = node);
    }

    private void requireNotFrozen(String node, String said) {
        if (choices.frozen != null && !choices.frozen.equals(node)) {
            throw new IllegalStateException("What is frozen is said once, and " + said
                    + " came after the network was frozen" + " up to '" + choices.frozen + "'. Say one of them.");
        }
    }

    /** At another input size, in pixels. */
    public Backbone inputSize(int height, int width) {
        return with(c -> c.size = model.input().at(height, width));
    }

    /**
     * For pictures of another number of channels: 1 for gray. The first convolution of weights for three holds their sum in
     * the place of each for one channel, and repeats them, scaled so that the sum stays, for more. The preprocessing has the
     * average of the channels' means and deviations for one channel, and repeats them for more.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Backbone inputChannels(int channels) {
        if (channels < 1) {
            throw new IllegalArgumentException("A picture has at least 1 channel, received " + channels);
        }
        return with(c -> c.channels = channels);
    }

    /**
     * With another preprocessing than the weights imply. Its crop is the size of the network's input, unless
     * {@link #inputSize} says the same.
     */
    public Backbone preprocessing(Preprocessing preprocessing) {
        return with(c -> c.preprocessing = preprocessing);
    }

    /**
     * On an engine by name: {@code pytorch}, {@code onnxruntime}, {@code openvino}. By default the first that can do the work,
     * which is never OpenVINO where another can. {@code measured} tries at {@link #open} those that are here, each in float32 and,
     * unless {@link #precision} says one, in bfloat16, and takes the fastest that says what ONNX Runtime says in float32; it takes
     * some seconds, and is kept in the cache for the next time ({@link io.ocelli.engine.MeasuredPlacement}). {@code
     * Classifier.placement()} tells.
     */
    public Backbone engine(String name) {
        return with(c -> c.target = c.target.withEngine(name));
    }

    /**
     * Made for few calls or for many, for the processors that the JVM may use ({@code availableProcessors()}).
     * {@link Preset#LATENCY} (the default): all processors work on one call. {@link Preset#THROUGHPUT}: each call runs on its
     * caller's thread alone, so that as many calls as there are processors run side by side. {@link Preset#EDGE}: likewise, with as
     * little memory as can be. Lists and streams are never run for latency: they have a session of their own if need be.
     */
    public Backbone serving(Preset preset) {
        return with(c -> c.target = c.target.withPreset(preset));
    }

    /**
     * With pictures that threads ask about one by one put together for the network: more answers a second where many ask at a time,
     * and each as it would be alone but for rounding.
     */
    public Backbone batching(Batching batching) {
        return with(c -> c.target = c.target.withBatching(batching));
    }

    /**
     * Served in this arithmetic: {@link Precision#MIXED} in bfloat16, by an engine that does it ({@code pytorch}, {@code openvino})
     * on a processor that has its instructions; what a training computes in is the recipe's, {@code Training.precision}. The
     * default is {@link Precision#FP32}.
     */
    public Backbone precision(Precision precision) {
        return with(c -> c.target = c.target.withPrecision(precision));
    }

    /** On a device by name: {@code cpu} (the default), {@code cuda:0}, {@code tensorrt?fp16}: {@link Device#of}. */
    public Backbone device(String name) {
        Device device = Device.of(name);
        return with(c -> c.target = c.target.withDevice(device));
    }

    /**
     * The names of the classes of a file's own head, by index, for {@link #open}; without them classes are called by their
     * number. Published weights bring theirs.
     *
     * @throws IllegalArgumentException if there is none, or one stands twice
     */
    public Backbone labels(List<String> names) {
        List<String> different = different(names);
        return with(c -> c.labels = different);
    }

    /**
     * With a head for {@code classes} classes, whose names the training pictures give.
     *
     * @throws IllegalArgumentException if there is none, or they are more than a tensor of weights can hold
     */
    public HeadSpec head(int classes) {
        return new HeadSpec(
                new HeadTraining(this, fitting(classes), ImmutableList.of(), Answering.PLAIN, network -> network));
    }

    /** A number of classes that a head can have. */
    private int fitting(int classes) {
        if (classes < 1) {
            throw new IllegalArgumentException("A head has at least 1 class, received " + classes);
        }
        long most = Integer.MAX_VALUE / bytesOfAClass();
        if (classes > most) {
            throw new IllegalArgumentException("The head's weights are one tensor of at most 2 GiB, so that of "
                    + model.name() + " has at most " + most + " classes, received " + classes);
        }
        return classes;
    }

    /** What a class takes in the weights of the head. */
    private long bytesOfAClass() {
        Architecture architecture = model.build();
        Graph graph = architecture.graph();
        long elements = 1;
        for (String classifier : architecture.classifiers()) {
            for (Parameter parameter : graph.parametersOf(classifier)) {
                elements = Math.max(elements, parameter.shape().count() / architecture.classes());
            }
        }
        return elements * Float.BYTES;
    }

    /** With a head for these classes. */
    public HeadSpec head(String... labels) {
        return head(Arrays.asList(labels));
    }

    /**
     * With a head for these classes.
     *
     * @throws IllegalArgumentException if there is none, or one stands twice
     */
    public HeadSpec head(List<String> labels) {
        List<String> different = different(labels);
        return new HeadSpec(
                new HeadTraining(this, fitting(different.size()), different, Answering.PLAIN, network -> network));
    }

    private static List<String> different(List<String> labels) {
        Set<String> unique = new HashSet<>(labels);
        if (labels.isEmpty() || unique.size() < labels.size()) {
            throw new IllegalArgumentException("A head's labels are different and at least one, received " + labels);
        }
        return ImmutableList.copyOf(labels);
    }

    /**
     * A classifier with the weights' own head and labels.
     *
     * @throws IllegalStateException if no weights were named
     * @throws io.ocelli.error.WeightsException if the weights are not found or do not fit
     * @throws io.ocelli.error.EngineException if no engine can run it
     */
    public Classifier open() {
        if (!isTrained()) {
            throw new IllegalStateException(
                    model.name() + " has learnt nothing yet. Say pretrained() or weights(path) before"
                            + " open(), or head(k).fit(training, validation).");
        }
        Serving.prepare(target());
        Weights weights = loaded();
        Architecture architecture = architecture();
        int classes = WeightsFitting.classes(weights, architecture);
        architecture = architecture.classes(classes);
        Weights fresh = terms().loading() == Loading.STRICT
                ? Weights.empty()
                : fresh(architecture.graph(), architecture.graph().parameters(), 0);
        WeightsFitting.Fitted fitted = WeightsFitting.fit(weights, architecture.graph(), fresh, terms());
        TrainedModel model = new TrainedModel(
                architecture,
                fitted.weights(),
                preprocessing(),
                choices.labels(classes),
                Answering.PLAIN,
                fitted.report());
        return Classifier.of(model, target());
    }

    /** Whether it begins with weights of a file or of the catalogue. */
    boolean isTrained() {
        return choices.isTrained();
    }

    /** The weights that were named, under the architecture's names; empty where none were. */
    Weights loaded() {
        return choices.loaded();
    }

    /** What is demanded of the weights that were named. */
    WeightsFitting.Terms terms() {
        return choices.terms();
    }

    /** What these entries of its network's state dict hold before they learn. */
    Weights fresh(Graph network, List<Parameter> entries, long seed) {
        return Initializer.weights(network, entries, model.initialization(), seed);
    }

    Architecture architecture() {
        return model.build(size());
    }

    InputSize size() {
        return choices.size();
    }

    Preprocessing preprocessing() {
        return choices.preparing();
    }

    @Nullable
    String frozen() {
        return choices.frozen;
    }

    ServingTarget target() {
        return choices.target;
    }

    private Backbone with(Consumer<BackboneChoices> change) {
        BackboneChoices copy = choices.copy();
        change.accept(copy);
        return new Backbone(model, copy);
    }

    @Override
    public String toString() {
        return model.name() + " with " + choices.origin();
    }
}
