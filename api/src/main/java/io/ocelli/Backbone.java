package io.ocelli;

import com.google.common.collect.ImmutableList;
import io.ocelli.engine.Device;
import io.ocelli.engine.Preset;
import io.ocelli.error.WeightsException;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Parameter;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Adaptation;
import io.ocelli.model.Architecture;
import io.ocelli.model.Initializer;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import io.ocelli.model.PublishedWeights;
import io.ocelli.model.WeightsSources;
import io.ocelli.weights.Loading;
import io.ocelli.weights.Weights;
import io.ocelli.weights.WeightsFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A network that is to become a classifier: an architecture, where its weights come from, and what of it learns. An immutable
 * value; no file is touched and no native loaded before {@link #open} or {@link Classifier.Spec#fit}.
 */
public final class Backbone {
    private final Model model;
    private final Choices choices;

    private Backbone(Model model, Choices choices) {
        this.model = model;
        this.choices = choices;
    }

    static Backbone of(Model model) {
        return new Backbone(model, new Choices());
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

    /** Nothing learns but the head: no gradient reaches the backbone, and its batch norms use and keep their statistics. */
    public Backbone freezeBackbone() {
        return with(c -> c.frozen = model.build(size()).features());
    }

    /**
     * Nothing learns up to and including a stage.
     *
     * @throws IllegalArgumentException if the architecture has no such stage; the message lists them
     */
    public Backbone freezeUntil(String stage) {
        Architecture architecture = model.build(size());
        String node = architecture.stages().get(stage);
        if (node == null) {
            throw new IllegalArgumentException("The stages of " + model.name() + " are "
                    + architecture.stages().keySet() + ", received '" + stage + "'");
        }
        return with(c -> c.frozen = node);
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

    /** With another preprocessing than the weights imply. */
    public Backbone preprocessing(Preprocessing preprocessing) {
        return with(c -> c.preprocessing = preprocessing);
    }

    /** On an engine by name: {@code pytorch}, {@code onnxruntime}. By default the fastest that can do the work. */
    public Backbone engine(String name) {
        return with(c -> c.engine = name);
    }

    /**
     * Made for few calls or for many, for the processors that the JVM may use ({@code availableProcessors()}).
     * {@link Preset#LATENCY} (the default): all processors work on one call. {@link Preset#THROUGHPUT}: each call runs on its
     * caller's thread alone, so that as many calls as there are processors run side by side. Lists and streams are always
     * run for throughput, by a session of their own if need be.
     */
    public Backbone serving(Preset preset) {
        return with(c -> c.preset = preset);
    }

    /** On a device by name: {@code cpu} (the default), {@code cuda:0}, {@code tensorrt}. */
    public Backbone device(String name) {
        Device device = Device.of(name);
        return with(c -> c.device = device);
    }

    /** With a head for {@code classes} classes, whose names the training pictures give. */
    public Classifier.Spec head(int classes) {
        if (classes < 1) {
            throw new IllegalArgumentException("A head has at least 1 class, received " + classes);
        }
        return new Classifier.Spec(this, classes, ImmutableList.of());
    }

    /** With a head for these classes. */
    public Classifier.Spec head(String... labels) {
        return head(Arrays.asList(labels));
    }

    /**
     * With a head for these classes.
     *
     * @throws IllegalArgumentException if there is none, or one stands twice
     */
    public Classifier.Spec head(List<String> labels) {
        Set<String> unique = new HashSet<>(labels);
        if (labels.isEmpty() || unique.size() < labels.size()) {
            throw new IllegalArgumentException("A head's labels are different and at least one, received " + labels);
        }
        return new Classifier.Spec(this, labels.size(), labels);
    }

    /**
     * A classifier with the weights' own head and labels.
     *
     * @throws IllegalStateException if no weights were named
     * @throws WeightsException if the weights are not found or do not fit
     * @throws io.ocelli.error.EngineException if no engine can run it
     */
    public Classifier open() {
        if (!isTrained()) {
            throw new IllegalStateException(
                    model.name() + " has learnt nothing yet. Say pretrained() or weights(path) before"
                            + " open(), or head(k).fit(training, validation).");
        }
        GraphNetwork.prepare(where());
        Weights weights = loaded();
        Architecture architecture = architecture();
        int classes = StateDicts.classes(weights, architecture);
        architecture = architecture.classes(classes);
        Weights fresh = terms().loading() == Loading.STRICT
                ? Weights.empty()
                : fresh(architecture.graph(), architecture.graph().parameters(), 0);
        StateDicts.Fitted fitted = StateDicts.fit(weights, architecture.graph(), fresh, terms());
        return new Classifier(
                new TrainedModel(architecture, fitted.weights(), preprocessing(), labels(classes), fitted.report()),
                where());
    }

    private List<String> labels(int classes) {
        if (choices.row != null) {
            return Labels.named(choices.row.labels(), classes);
        }
        PublishedWeights first =
                model.weights().isEmpty() ? null : model.weights().get(0);
        return first != null && first.classes() == classes
                ? Labels.named(first.labels(), classes)
                : Labels.numbered(classes);
    }

    /** Whether it begins with weights of a file or of the catalogue. */
    boolean isTrained() {
        return choices.file != null || choices.row != null;
    }

    /** The weights that were named, under the architecture's names; empty where none were. */
    Weights loaded() {
        Weights weights = stored();
        try {
            weights = model.rename(weights);
        } catch (IllegalArgumentException e) {
            throw new WeightsException(
                    "The weights of " + origin() + " name an entry of " + model.name()
                            + " twice, in two of the ways that published files do: " + e.getMessage(),
                    e);
        }
        return Adaptation.toInput(weights, architecture());
    }

    private Weights stored() {
        if (choices.file != null) {
            return WeightsFile.read(choices.file);
        }
        return choices.row == null ? Weights.empty() : WeightsSources.find(model, choices.row);
    }

    /** What is demanded of the weights that were named. */
    StateDicts.Terms terms() {
        return new StateDicts.Terms(
                origin(),
                choices.file == null ? StateDicts.Source.PUBLISHED : StateDicts.Source.NAMED,
                choices.loading);
    }

    /** What to call the weights in messages. */
    private String origin() {
        return choices.file != null
                ? choices.file.toString()
                : choices.row != null ? model.name() + " " + choices.row.name() : "no weights";
    }

    /** What these entries of its network's state dict hold before they learn. */
    Weights fresh(Graph network, List<Parameter> entries, long seed) {
        return Initializer.weights(network, entries, model.initialization(), seed);
    }

    Architecture architecture() {
        return model.build(size());
    }

    /** The size that was chosen, or else that of the weights' own pictures. */
    InputSize size() {
        InputSize extents = extents();
        return choices.channels == 0 ? extents : new InputSize(choices.channels, extents.height(), extents.width());
    }

    private InputSize extents() {
        if (choices.size != null) {
            return choices.size;
        }
        return choices.row == null ? model.input() : model.input(choices.row);
    }

    Preprocessing preprocessing() {
        Preprocessing base = choices.preprocessing;
        if (base == null) {
            PublishedWeights row = choices.row != null
                    ? choices.row
                    : model.weights().isEmpty() ? null : model.weights().get(0);
            base = row != null ? row.preprocessing() : Preprocessings.plain(model.input());
            base = Preprocessings.ofChannels(base, size().channels());
        }
        return base.cropHeight() == size().height() && base.cropWidth() == size().width()
                ? base
                : base.withInputSize(size().height(), size().width());
    }

    @Nullable
    String frozen() {
        return choices.frozen;
    }

    @Nullable
    String engine() {
        return choices.engine;
    }

    Device device() {
        return choices.device;
    }

    Where where() {
        return new Where(choices.engine, choices.device, choices.preset);
    }

    private Backbone with(java.util.function.Consumer<Choices> change) {
        Choices copy = new Choices(choices);
        change.accept(copy);
        return new Backbone(model, copy);
    }

    @Override
    public String toString() {
        return model.name() + " with " + origin();
    }

    /** The choices; changed only while a copy is made. */
    private static final class Choices {
        @Nullable
        PublishedWeights row;

        @Nullable
        Path file;

        Loading loading = Loading.STRICT;

        @Nullable
        String frozen;

        @Nullable
        InputSize size;

        /** 0 for the model's own. */
        int channels;

        @Nullable
        Preprocessing preprocessing;

        @Nullable
        String engine;

        Device device = Device.CPU;

        Preset preset = Preset.LATENCY;

        Choices() {}

        Choices(Choices other) {
            row = other.row;
            file = other.file;
            loading = other.loading;
            frozen = other.frozen;
            size = other.size;
            channels = other.channels;
            preprocessing = other.preprocessing;
            engine = other.engine;
            device = other.device;
            preset = other.preset;
        }
    }
}
