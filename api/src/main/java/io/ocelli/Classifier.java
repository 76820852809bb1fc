package io.ocelli;

import com.google.common.collect.ImmutableList;
import io.ocelli.data.DataSet;
import io.ocelli.data.SkippedPicture;
import io.ocelli.engine.Device;
import io.ocelli.image.Image;
import io.ocelli.image.Images;
import io.ocelli.image.Preprocessing;
import io.ocelli.metrics.Evaluation;
import io.ocelli.model.Architecture;
import io.ocelli.model.Initializer;
import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.training.FineTuning;
import io.ocelli.training.History;
import io.ocelli.training.Training;
import io.ocelli.weights.LoadReport;
import io.ocelli.weights.Weights;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image classifier: it says of a picture which class it shows.
 *
 * <pre>{@code
 * try (Classifier imagenet = Classifier.efficientnetLite0().pretrained().open()) {
 *     System.out.println(imagenet.classify(Path.of("photo.jpg")));
 * }
 * }</pre>
 *
 * <p>Safe for any number of threads. It holds natives until it is closed; closing waits for the calls that run, and a call
 * afterwards is an {@link IllegalStateException}. What it returns are plain values that outlive it.
 */
public final class Classifier extends Architectures implements AutoCloseable {
    private final TrainedModel model;
    private final History history;
    private final List<SkippedPicture> skipped;
    private final Serving serving;

    Classifier(TrainedModel model, Backbone where) {
        this(model, History.empty(), ImmutableList.of(), where.engine(), where.device());
    }

    private Classifier(
            TrainedModel model, History history, List<SkippedPicture> skipped, @Nullable String engine, Device device) {
        this.model = model;
        this.history = history;
        this.skipped = ImmutableList.copyOf(skipped);
        this.serving = new Serving(model, engine, device);
    }

    /**
     * The backbone of a registered name, torchvision's or timm's.
     *
     * @throws IllegalArgumentException if there is none; the message lists the nearest
     */
    public static Backbone model(String name) {
        return Backbone.of(Models.find(name));
    }

    /** Every registered architecture. */
    public static List<Model> models() {
        return Models.all();
    }

    /**
     * A classifier that was saved.
     *
     * @param folder holds {@code config.json} and {@code model.safetensors}
     * @throws io.ocelli.error.WeightsException if the folder is missing, or holds something else
     * @throws io.ocelli.error.EngineException if no engine can run it
     */
    public static Classifier load(Path folder) {
        return load(folder, null, "cpu");
    }

    /** As {@link #load(Path)}, on an engine by name, or null for the fastest, and a device by name. */
    public static Classifier load(Path folder, @Nullable String engine, String device) {
        return new Classifier(SavedModel.load(folder), History.empty(), ImmutableList.of(), engine, Device.of(device));
    }

    /**
     * What a picture shows.
     *
     * @throws io.ocelli.error.ImageException if the file is missing or is no picture
     * @throws IllegalStateException after {@link #close}
     */
    public Prediction classify(Path file) {
        return classify(Images.read(file));
    }

    /** As {@link #classify(Path)}, from the bytes of a picture file. */
    public Prediction classify(byte[] file) {
        return classify(Images.read(file));
    }

    /** As {@link #classify(Path)}, from a stream, which is read to its end and left open. */
    public Prediction classify(InputStream stream) {
        return classify(Images.read(stream));
    }

    /** As {@link #classify(Path)}, of a picture in memory. */
    public Prediction classify(Image image) {
        return serving.classify(image);
    }

    /** The raw outputs of the head for a picture, one for each label. */
    public float[] logits(Image image) {
        return serving.logits(image);
    }

    /** What the backbone makes of a picture: the numbers that the head takes. */
    public float[] features(Image image) {
        return serving.features(image);
    }

    /**
     * How well it does on labelled pictures; their classes are matched with the labels by name.
     *
     * @throws IllegalArgumentException if the pictures have a class that the classifier does not know
     * @throws io.ocelli.error.ImageException naming a picture that cannot be read
     */
    public Evaluation evaluate(DataSet pictures) {
        return serving.evaluate(pictures);
    }

    /**
     * Saves it in the layout of timm and Hugging Face: {@code config.json} and {@code model.safetensors}. Files there are
     * replaced whole or not at all.
     *
     * @param folder is made where it is missing
     * @throws io.ocelli.error.WeightsException if it cannot be written
     */
    public void save(Path folder) {
        SavedModel.save(model, folder);
    }

    /** The names of the classes, by index. */
    public List<String> labels() {
        return model.labels();
    }

    /** What is done to pictures before the network sees them. */
    public Preprocessing preprocessing() {
        return model.preprocessing();
    }

    /** The network. */
    public Architecture architecture() {
        return model.architecture();
    }

    /** The network's numbers, under the names of PyTorch's state dict. */
    public Weights weights() {
        return model.weights();
    }

    /**
     * How the weights that it began with fitted its network: what was missing, left over, or of another shape. It can be
     * anything but complete only after {@link io.ocelli.weights.Loading#PARTIAL}, and for published weights that hold more
     * than the network needs.
     */
    public LoadReport loadReport() {
        return model.report();
    }

    /** How it was trained, epoch by epoch; empty where it was loaded or opened. */
    public History history() {
        return history;
    }

    /** The training pictures that could not be read and were left out, where the recipe said so. */
    public List<SkippedPicture> skipped() {
        return skipped;
    }

    /** The name of the engine that it runs on. */
    public String engine() {
        return serving.engine();
    }

    @Override
    public void close() {
        serving.close();
    }

    @Override
    public String toString() {
        return "Classifier " + model.architecture().name() + " of "
                + model.labels().size() + " classes on " + engine();
    }

    /** A backbone with a head of its own classes: what is trained. An immutable value. */
    public static final class Spec {
        private final Backbone backbone;
        private final int classes;
        private final List<String> labels;

        Spec(Backbone backbone, int classes, List<String> labels) {
            this.backbone = backbone;
            this.classes = classes;
            this.labels = ImmutableList.copyOf(labels);
        }

        /** Trains with {@link Training#defaults}. */
        public Classifier fit(DataSet training, DataSet validation) {
            return fit(training, validation, Training.defaults());
        }

        /**
         * Trains. Where the backbone is frozen, its features are computed once, by the fastest engine, and only the head is
         * trained on them; {@link History#cached()} says so.
         *
         * @param training pictures to learn from; their classes become the labels
         * @param validation pictures to evaluate each epoch with, matched by class name
         * @throws IllegalArgumentException if the classes of the pictures are not those of the head
         * @throws io.ocelli.error.ImageException naming a picture that cannot be read
         * @throws io.ocelli.error.WeightsException if the backbone's weights are not found or do not fit
         * @throws io.ocelli.error.EngineException if no engine on the class path trains
         */
        public Classifier fit(DataSet training, DataSet validation, Training recipe) {
            List<String> names = labelsFrom(training);
            TrainedModel untrained = untrained(names, recipe.seed());
            FineTuning.Result result = FineTuning.run(
                    new FineTuning.Network(
                            untrained.architecture(),
                            untrained.weights(),
                            untrained.preprocessing(),
                            backbone.frozen()),
                    training.relabel(names),
                    validation.relabel(names),
                    recipe,
                    backbone.engine(),
                    backbone.device());
            return new Classifier(
                    new TrainedModel(
                            untrained.architecture(),
                            result.weights(),
                            untrained.preprocessing(),
                            names,
                            untrained.report()),
                    result.history(),
                    result.skipped(),
                    backbone.engine(),
                    backbone.device());
        }

        /** A classifier whose head has learnt nothing yet: to look at, to save, to compare with. */
        public Classifier open() {
            return new Classifier(untrained(labels.isEmpty() ? Labels.numbered(classes) : labels, 0), backbone);
        }

        private TrainedModel untrained(List<String> names, long seed) {
            Architecture architecture = backbone.architecture().classes(classes);
            Weights fresh = Initializer.weights(architecture.graph(), seed);
            if (!backbone.isTrained()) {
                return new TrainedModel(architecture, fresh, backbone.preprocessing(), names, LoadReport.none());
            }
            StateDicts.Fitted fitted = StateDicts.withHead(
                    backbone.loaded(), architecture, Heads.zero(fresh, architecture), backbone.terms());
            return new TrainedModel(architecture, fitted.weights(), backbone.preprocessing(), names, fitted.report());
        }

        private List<String> labelsFrom(DataSet training) {
            List<String> there = training.classes();
            if (labels.isEmpty()) {
                if (there.size() != classes) {
                    throw new IllegalArgumentException(
                            "The head has " + classes + " classes, and the training pictures have " + there.size()
                                    + ": " + there + ". Say head(" + there.size() + ").");
                }
                return there;
            }
            List<String> unknown = new ArrayList<>(there);
            unknown.removeAll(labels);
            if (!unknown.isEmpty()) {
                throw new IllegalArgumentException(
                        "The head's labels are " + labels + ", and the training pictures also have " + unknown);
            }
            return labels;
        }

        @Override
        public String toString() {
            return backbone + ", head of " + classes;
        }
    }
}
