package io.ocelli;

import com.google.common.collect.ImmutableList;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.SkippedPicture;
import io.ocelli.engine.Device;
import io.ocelli.engine.Preset;
import io.ocelli.engine.ProgramFormat;
import io.ocelli.image.Image;
import io.ocelli.image.Images;
import io.ocelli.image.Preprocessing;
import io.ocelli.metrics.Evaluation;
import io.ocelli.model.Architecture;
import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.History;
import io.ocelli.training.Learner;
import io.ocelli.training.Learnt;
import io.ocelli.training.Plan;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingException;
import io.ocelli.weights.LoadReport;
import io.ocelli.weights.Weights;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
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
 * <p>It runs once on a black picture when it is opened, so that what does not work is seen there, and the first call is as
 * fast as the next.
 *
 * <p>Safe for any number of threads. It holds natives until it is closed; closing waits for the calls that run, and a call
 * afterwards is an {@link IllegalStateException}. What it returns are plain values that outlive it.
 */
public final class Classifier extends Architectures implements AutoCloseable {
    /** Null for the classifier of an ONNX file. */
    private final @Nullable TrainedModel model;

    private final String name;
    private final List<String> labels;
    private final Preprocessing preprocessing;
    private final History history;
    private final List<SkippedPicture> skipped;
    private final Serving serving;

    Classifier(TrainedModel model, Where where) {
        this(model, History.empty(), ImmutableList.of(), where);
    }

    private Classifier(TrainedModel model, History history, List<SkippedPicture> skipped, Where where) {
        this.model = model;
        this.name = model.architecture().name();
        this.labels = model.labels();
        this.preprocessing = model.preprocessing();
        this.history = history;
        this.skipped = ImmutableList.copyOf(skipped);
        this.serving = new Serving(new GraphNetwork(model, where), labels, preprocessing);
    }

    Classifier(Path file, Network network, List<String> labels, Preprocessing preprocessing) {
        this.model = null;
        this.name = file.toString();
        this.labels = ImmutableList.copyOf(labels);
        this.preprocessing = preprocessing;
        this.history = History.empty();
        this.skipped = ImmutableList.of();
        this.serving = new Serving(network, labels, preprocessing);
    }

    /**
     * The backbone of a registered name, torchvision's or timm's.
     *
     * @throws IllegalArgumentException if there is none; the message lists the nearest
     */
    public static Backbone model(String name) {
        return Backbone.of(Models.find(name));
    }

    /**
     * Every registered architecture. A model prints itself with what it costs, how well its weights do and how large they
     * are, and a stream picks by them: {@code models().stream().filter(m -> m.accuracy() > 75 && m.cost().gigaflops() < 1)}.
     */
    public static List<Model> models() {
        return Models.all();
    }

    /**
     * A classifier that was saved, here or by timm.
     *
     * @param folder holds {@code config.json} and {@code model.safetensors}, or {@code pytorch_model.bin} in its place
     * @throws io.ocelli.error.WeightsException if the folder is missing, or holds something else
     * @throws io.ocelli.error.EngineException if no engine can run it
     */
    public static Classifier load(Path folder) {
        return load(folder, null, "cpu");
    }

    /** As {@link #load(Path)}, on an engine by name, or null for the fastest, and a device by name. */
    public static Classifier load(Path folder, @Nullable String engine, String device) {
        return load(folder, engine, device, Preset.LATENCY);
    }

    /** As {@link #load(Path, String, String)}, made for few calls or for many; see {@link Backbone#serving}. */
    public static Classifier load(Path folder, @Nullable String engine, String device, Preset preset) {
        Where where = new Where(engine, Device.of(device), preset);
        GraphNetwork.prepare(where);
        return new Classifier(SavedModel.load(folder), where);
    }

    /**
     * The classifier in an ONNX file: one that {@link #exportOnnx} wrote, or another tool's.
     *
     * <pre>{@code
     * Classifier own = Classifier.onnx(Path.of("insects.onnx")).open();
     * Classifier other = Classifier.onnx(Path.of("resnet18.onnx"))
     *     .labels(names)
     *     .preprocessing(Preprocessing.imagenet())
     *     .open();
     * }</pre>
     */
    public static OnnxSpec onnx(Path file) {
        return OnnxSpec.of(file);
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

    /**
     * What pictures show, in their order. Files are decoded and classified on all processors.
     *
     * @throws io.ocelli.error.ImageException naming the first file that is missing or is no picture
     * @throws IllegalStateException after {@link #close}
     */
    public List<Prediction> classify(List<Path> files) {
        return serving.classify(files, ImageSource::of);
    }

    /** As {@link #classify(List)}, of pictures in memory. */
    public List<Prediction> classifyImages(List<Image> images) {
        return serving.classify(images, ImageSource::of);
    }

    /**
     * What any number of picture files show, in their order, while they are read from the stream. Files are decoded and
     * classified in batches on all processors; memory is bounded, as no more than 16 pictures a processor are taken ahead of
     * the answers. Nothing is taken before the first answer is asked for.
     *
     * <p>A file that cannot be read does not end the stream: its answer carries the error ({@link Answer#error()}). Close
     * the stream unless it is read to its end: its threads end, and {@code files} is closed too.
     *
     * <pre>{@code
     * try (Stream<Path> files = Files.list(folder); Stream<Answer<Path>> answers = classifier.classifyAll(files)) {
     *     answers.forEach(System.out::println);
     * }
     * }</pre>
     *
     * @throws IllegalStateException after {@link #close}, also by a stream that is read then
     */
    public Stream<Answer<Path>> classifyAll(Stream<Path> files) {
        return serving.classify(files, ImageSource::of);
    }

    /**
     * As {@link #classifyAll(Stream)}, of anything that pictures can be made from, such as rows of a table.
     *
     * @param source gives an element's picture; it and the source are called by several threads
     */
    public <T> Stream<Answer<T>> classifyAll(Stream<T> elements, Function<? super T, ImageSource> source) {
        return serving.classify(elements, source);
    }

    /** As {@link #classify(Path)}, with how long each stage took. */
    public TimedPrediction timed(Path file) {
        return serving.timed(ImageSource.of(file));
    }

    /** As {@link #timed(Path)}, from the bytes of a picture file. */
    public TimedPrediction timed(byte[] file) {
        return serving.timed(() -> Images.read(file));
    }

    /** The raw outputs of the head for a picture, one for each label. */
    public float[] logits(Image image) {
        return serving.logits(image);
    }

    /**
     * What the backbone makes of a picture: the numbers that the head takes.
     *
     * @throws IllegalStateException if it comes from an ONNX file
     */
    public float[] features(Image image) {
        return serving.features(image);
    }

    /**
     * The feature maps that a picture leaves at each stage of the backbone, by the stage's name and in order: float32 N C H W
     * with N = 1. A vision transformer's are its tokens in rows and columns as the patches lie, without the class token.
     *
     * @throws IllegalStateException if it comes from an ONNX file
     */
    public Map<String, Tensor> stages(Image image) {
        List<Tensor> results = serving.stages(image);
        Map<String, Tensor> stages = new LinkedHashMap<>();
        for (String name : architecture().stages().keySet()) {
            stages.put(name, results.get(stages.size()));
        }
        return Collections.unmodifiableMap(stages);
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
        SavedModel.save(known("saved", "copy the file instead"), folder);
    }

    /**
     * Writes it as one ONNX file that any ONNX tool opens; past 2 GB the weights go to a second file beside,
     * {@code NAME.data}. The files appear whole or not at all.
     *
     * <p>The input {@code pixels} is uint8 N H W C, red, green, blue, resized and cropped as {@link #preprocessing} says, of
     * any number of pictures; the program scales and normalises them itself. The outputs are {@code logits} and
     * {@code probabilities}, float32 N K. The file's {@code metadata_props} hold {@code ocelli.labels} (a JSON list by
     * index), {@code ocelli.preprocessing} (JSON: resize, crop, interpolation, mean, std), {@code ocelli.model} and
     * {@code ocelli.format}.
     *
     * @throws IllegalStateException if it comes from an ONNX file itself
     * @throws io.ocelli.error.EngineException if the file cannot be written, or {@code io.ocelli:ocelli-onnxruntime} is not
     *     on the class path
     */
    public void exportOnnx(Path file) {
        TrainedModel known = known("exported", "copy the file instead");
        ProgramFormat.named(FileNetwork.FORMAT)
                .write(
                        NetworkPrograms.classification(known.architecture(), known.preprocessing()),
                        known.weights(),
                        ModelTexts.of(known),
                        file);
    }

    private TrainedModel known(String what, String wayOut) {
        if (model == null) {
            throw new IllegalStateException("A classifier whose network is known can be " + what
                    + ", and this one is the ONNX file " + name + "; " + wayOut);
        }
        return model;
    }

    /** The names of the classes, by index. */
    public List<String> labels() {
        return labels;
    }

    /** What is done to pictures before the network sees them. */
    public Preprocessing preprocessing() {
        return preprocessing;
    }

    /**
     * The network.
     *
     * @throws IllegalStateException if it comes from an ONNX file
     */
    public Architecture architecture() {
        return known("asked for its architecture", "open it from its own weights instead")
                .architecture();
    }

    /**
     * The network's numbers, under the names of PyTorch's state dict.
     *
     * @throws IllegalStateException if it comes from an ONNX file
     */
    public Weights weights() {
        return known("asked for its weights", "open it from its own weights instead")
                .weights();
    }

    /**
     * How the weights that it began with fitted its network: what was missing, left over, or of another shape. It can be
     * anything but complete only after {@link io.ocelli.weights.Loading#PARTIAL}, and for published weights that hold more
     * than the network needs.
     *
     * @throws IllegalStateException if it comes from an ONNX file
     */
    public LoadReport loadReport() {
        return known("asked how its weights were loaded", "open it from its own weights instead")
                .report();
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
        return "Classifier " + name + " of " + labels.size() + " classes on " + engine();
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
         * @throws TrainingException if it fails after it learnt something, which the exception carries
         */
        public Classifier fit(DataSet training, DataSet validation, Training recipe) {
            List<String> names = labelsFrom(training);
            TrainedModel untrained = untrained(names, recipe.seed());
            Learnt learnt = Plan.of(
                            new Learner(
                                    untrained.architecture(),
                                    untrained.weights(),
                                    untrained.preprocessing(),
                                    backbone.frozen()),
                            training.relabel(names),
                            validation.relabel(names),
                            recipe,
                            backbone.engine(),
                            backbone.device())
                    .run();
            try {
                return new Classifier(
                        new TrainedModel(
                                untrained.architecture(),
                                learnt.weights(),
                                untrained.preprocessing(),
                                names,
                                untrained.report()),
                        learnt.history(),
                        learnt.skipped(),
                        backbone.where());
            } catch (RuntimeException e) {
                throw new TrainingException(
                        "The training ended well and is kept in learnt(), but its classifier does not open: "
                                + e.getMessage(),
                        learnt,
                        e);
            }
        }

        /** A classifier whose head has learnt nothing yet: to look at, to save, to compare with. */
        public Classifier open() {
            return new Classifier(untrained(labels.isEmpty() ? Labels.numbered(classes) : labels, 0), backbone.where());
        }

        private TrainedModel untrained(List<String> names, long seed) {
            Architecture architecture = backbone.architecture().classes(classes);
            if (!backbone.isTrained()) {
                Weights fresh = backbone.fresh(architecture.graph(), architecture.graph().parameters(), seed);
                return new TrainedModel(architecture, fresh, backbone.preprocessing(), names, LoadReport.none());
            }
            StateDicts.Fitted fitted = StateDicts.withHead(
                    backbone.loaded(), architecture, Heads.fresh(backbone, architecture, seed), backbone.terms());
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
