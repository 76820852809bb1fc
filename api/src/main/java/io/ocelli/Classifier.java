package io.ocelli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.OnBroken;
import io.ocelli.data.Sample;
import io.ocelli.data.SkippedPicture;
import io.ocelli.decisions.Cascade;
import io.ocelli.decisions.LabelledScores;
import io.ocelli.engine.FileRunner;
import io.ocelli.image.Image;
import io.ocelli.image.Preprocessing;
import io.ocelli.metrics.Evaluation;
import io.ocelli.metrics.Metric;
import io.ocelli.metrics.MultiLabelEvaluation;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.model.Pass;
import io.ocelli.model.Scoring;
import io.ocelli.saving.TrainedModel;
import io.ocelli.serving.Batching;
import io.ocelli.serving.CascadeTally;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Merging;
import io.ocelli.serving.Parity;
import io.ocelli.serving.Scores;
import io.ocelli.serving.Serving;
import io.ocelli.serving.ServingTarget;
import io.ocelli.serving.Tta;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.History;
import io.ocelli.weights.LoadReport;
import io.ocelli.weights.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
public final class Classifier extends Architectures implements PictureClassifier, Deciding, Exporting {
    private final ClassifierIdentity identity;
    private final Serving serving;

    Classifier(ClassifierIdentity identity, Serving serving) {
        this.identity = identity;
        this.serving = serving;
    }

    static Classifier of(TrainedModel model, ServingTarget target) {
        return new Classifier(ClassifierIdentity.of(model, History.empty(), ImmutableList.of()), model.serve(target));
    }

    /**
     * A classifier that was saved, here or by timm.
     *
     * @param folder holds {@code config.json} and {@code model.safetensors}, or {@code pytorch_model.bin} in its place
     * @throws io.ocelli.error.WeightsException if the folder is missing, or holds something else
     * @throws io.ocelli.error.EngineException if no engine can run it
     */
    public static Classifier load(Path folder) {
        return saved(folder).open();
    }

    /** As {@link #load(Path)}, with a choice of where it runs: {@code Classifier.saved(folder).device("cuda:0").open()}. */
    public static SavedSpec saved(Path folder) {
        return SavedSpec.of(folder);
    }

    /**
     * The classifier in an ONNX file: one that {@link Exporting#exportOnnx} wrote, or another tool's.
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
     * The classifier in a model that another library runs; {@code ocelli-djl} makes DJL's models classifiers so.
     *
     * @param name what to call the model in messages
     * @param opening opens the model at {@link RunnerSpec#open}; the classifier closes it
     */
    public static RunnerSpec runner(String name, Supplier<? extends FileRunner> opening) {
        return RunnerSpec.of(name, opening);
    }

    /**
     * Several classifiers that answer together, by the mean of their probabilities; see {@link #ensemble(Merging, List)}.
     *
     * <pre>{@code
     * Classifier both = Classifier.ensemble(small, large);
     * }</pre>
     */
    public static Classifier ensemble(Classifier... members) {
        return ensemble(Merging.probabilities(), ImmutableList.copyOf(members));
    }

    /**
     * Several classifiers that answer together, each with its own preprocessing, engine and decorators. Decorators can be put
     * around the whole; its {@link #preprocessing} is that of the first member.
     *
     * <p>It shares their natives as {@link #with} says: close each. It is saved and exported by its members alone.
     *
     * @param merging how one answer is made of theirs
     * @throws IllegalArgumentException if there is none, their classes are not the same in the same order, or there are
     *     weights and not one for each
     * @throws IllegalStateException if one was closed
     */
    public static Classifier ensemble(Merging merging, List<Classifier> members) {
        Serving serving = Serving.ensemble(Lists.transform(members, member -> member.serving), merging);
        return new Classifier(
                ClassifierIdentity.ensemble(Lists.transform(members, member -> member.identity)), serving);
    }

    /**
     * A small classifier that answers what it is sure of, and a large one that answers the rest; see
     * {@link #cascade(Cascade, Classifier, Classifier, CascadeTally)}.
     *
     * <pre>{@code
     * Cascade rule = Cascade.by(OutlierScore.margin()).losing(0.002, small.scores(held), large.scores(held));
     * Classifier fast = Classifier.cascade(rule, small, large);
     * }</pre>
     */
    public static Classifier cascade(Cascade rule, Classifier small, Classifier large) {
        return cascade(rule, small, large, new CascadeTally());
    }

    /**
     * A small classifier that answers what it is sure of, and a large one that answers the rest, each with its own preprocessing,
     * engine and decorators. Decorators can be put around the whole; its {@link #preprocessing} is that of the small one.
     *
     * <p>It shares their natives as {@link #with} says: close each. It is an ensemble whose members answer one after the other, and
     * is saved and exported by these alone.
     *
     * @param tally counts how many pictures went on, and the time that was saved
     * @throws IllegalArgumentException if their classes are not the same in the same order
     * @throws IllegalStateException if one was closed
     */
    public static Classifier cascade(Cascade rule, Classifier small, Classifier large, CascadeTally tally) {
        Serving serving = Serving.cascade(small.serving, large.serving, rule, tally);
        return new Classifier(ClassifierIdentity.ensemble(ImmutableList.of(small.identity, large.identity)), serving);
    }

    @Override
    public Prediction classify(ImageSource source) {
        return prediction(serving.score(serving.read(source)));
    }

    /**
     * What a sample shows, by its picture and what it carries beside it, where the network or what is around it looks at that: a
     * row of a table, a text. {@code Sample.of(file, Sample.UNLABELLED).with("age", Datum.row(54))}.
     *
     * @throws io.ocelli.error.ImageException if its picture cannot be read
     * @throws IllegalArgumentException if it does not carry what the network takes
     */
    public Prediction classify(Sample sample) {
        return prediction(serving.score(sample));
    }

    /** As {@link #classify(Sample)}, of all samples of a data set, in their order and on all processors. */
    public List<Prediction> classify(DataSet samples) {
        List<Sample> all =
                IntStream.range(0, samples.size()).mapToObj(samples::sample).collect(Collectors.toList());
        return ImmutableList.copyOf(Lists.transform(serving.score(all), this::prediction));
    }

    @Override
    public <T> List<Prediction> classify(List<T> elements, Function<? super T, ImageSource> source) {
        return ImmutableList.copyOf(Lists.transform(serving.score(elements, source), this::prediction));
    }

    @Override
    public <T> Stream<Answer<T>> classifyAll(Stream<T> elements, Function<? super T, ImageSource> source) {
        return serving.score(elements, source).map(scored -> Answer.of(scored, labels()));
    }

    /**
     * As {@link #classifyAll(Stream, Function)}, of a list, a few pictures together and on the calling thread alone: for hosts that
     * have threads of their own, such as Spark. With {@link io.ocelli.engine.Preset#THROUGHPUT} the engine keeps to that thread,
     * too.
     */
    public <T> List<Answer<T>> classifyHere(List<T> elements, Function<? super T, ImageSource> source) {
        return ImmutableList.copyOf(
                Lists.transform(serving.scoreHere(elements, source), scored -> Answer.of(scored, labels())));
    }

    private Prediction prediction(Scores scores) {
        return new Prediction(labels(), scores);
    }

    @Override
    public TimedPrediction timed(ImageSource source) {
        return timed(serving.timed(source));
    }

    /** As {@link #classify(Sample)}, with how long each stage took. */
    public TimedPrediction timed(Sample sample) {
        return timed(serving.timed(sample));
    }

    private TimedPrediction timed(Serving.Timed timed) {
        return new TimedPrediction(
                prediction(timed.scores()),
                Timings.ofNanos(timed.decode(), timed.transform(), timed.network(), timed.decorators()));
    }

    @Override
    public float[] logits(ImageSource source) {
        return serving.score(serving.read(source)).logits();
    }

    /**
     * What the backbone makes of a picture: the numbers that the head takes.
     *
     * @throws IllegalStateException if it comes from an ONNX file, or is an ensemble
     */
    @Override
    public float[] features(ImageSource source) {
        return serving.features(serving.read(source));
    }

    @Override
    public float[][] features(DataSet pictures) {
        List<Sample> samples =
                IntStream.range(0, pictures.size()).mapToObj(pictures::sample).collect(Collectors.toList());
        return serving.features(samples, Sample::source).toArray(new float[0][]);
    }

    /**
     * The feature maps that a picture leaves at each stage of the backbone, by the stage's name and in order: float32 N C H W
     * with N = 1. A vision transformer's are its tokens in rows and columns as the patches lie, without the class token.
     *
     * @throws IllegalStateException if it comes from an ONNX file, or is an ensemble
     */
    public Map<String, Tensor> stages(Image image) {
        return serving.stages(image);
    }

    @Override
    public Evaluation evaluate(DataSet pictures, OnBroken onBroken, Metric... metrics) {
        return serving.evaluate(pictures.relabel(labels()), onBroken, metrics);
    }

    @Override
    public MultiLabelEvaluation evaluateLabels(DataSet pictures, OnBroken onBroken) {
        return serving.evaluateLabels(pictures.relabel(labels()), onBroken);
    }

    /**
     * This classifier with a decorator around it, which answers in its place: it looks at a picture in several ways, changes
     * what is said, or decides about it. It is saved with the classifier.
     *
     * <p>Both share one network and its natives, which go when the last of them is closed: close each.
     * @throws IllegalStateException after {@link #close}
     */
    @Override
    public Classifier with(Decorator decorator) {
        return with(identity.with(decorator));
    }

    @Override
    public LabelledScores scores(DataSet pictures) {
        if (serving.scoring() != Scoring.SOFTMAX) {
            throw new IllegalStateException(
                    "What is fitted is fitted on pictures that show one class, and this classifier"
                            + " says of each class by itself whether a picture shows it. Choose thresholds yourself:"
                            + " withThreshold(least), withThresholds(leastByLabel).");
        }
        DataSet known = pictures.relabel(labels());
        List<Sample> samples =
                IntStream.range(0, known.size()).mapToObj(known::sample).collect(Collectors.toList());
        return LabelledScores.of(serving.score(samples), known.labels());
    }

    /**
     * A classifier of this one's network as a pass changes it, with the same classes and decorators, and natives of its own.
     *
     * @throws IllegalStateException if it comes from an ONNX file, or is an ensemble
     * @throws io.ocelli.error.EngineException if no engine can run what comes of it
     */
    public Classifier apply(Pass pass) {
        return of(identity.asked("for its network").with(pass.apply(network())), ServingTarget.DEFAULT);
    }

    /**
     * This classifier, which is compared with what it says now of a sample whenever it is opened from what is saved of it: {@link
     * Parity}. Whole numbers are worth it, as engines, processors and devices do not all compute them alike.
     *
     * @param tolerance how far a logit may be, as a share of the largest: 0.1 for 8 bits, 0.001 for float32
     */
    public Classifier checkedAtOpen(double tolerance) {
        return with(Parity.of(preprocessing(), image -> logits(ImageSource.of(image)), tolerance));
    }

    /** This classifier without decorators; it shares its natives as {@link #with} says. */
    public Classifier undecorated() {
        return with(identity.with(ImmutableList.of()));
    }

    private Classifier with(ClassifierIdentity other) {
        return new Classifier(other, serving.with(other.decorators()));
    }

    /**
     * What is said of each view of a picture alone, in their order, where {@code with(tta)} makes one answer of them. How far
     * they disagree is an {@link io.ocelli.serving.Uncertainty}.
     *
     * @throws IllegalArgumentException if the network cannot look so
     */
    public List<Prediction> classifyViews(Image image, Tta tta) {
        return ImmutableList.copyOf(Lists.transform(serving.score(image, tta.views()), this::prediction));
    }

    /** The decorators around it, the innermost first. */
    public List<Decorator> decorators() {
        return identity.decorators();
    }

    @Override
    public TrainedModel trained(String deed, String wayOut) {
        return identity.known(deed, wayOut);
    }

    @Override
    public List<String> labels() {
        return identity.labels();
    }

    /** What is done to pictures before the network sees them. */
    public Preprocessing preprocessing() {
        return identity.preprocessing();
    }

    /** Whether its network is known: not that of an ONNX file, or of an ensemble. */
    public boolean hasNetwork() {
        return identity.model() != null;
    }

    /**
     * The network.
     *
     * @throws IllegalStateException if it comes from an ONNX file, or is an ensemble
     */
    public Architecture architecture() {
        return identity.asked("for its architecture").architecture();
    }

    /** The architecture with its weights and preprocessing, as passes and extensions take it; refused as each of them is. */
    public Network network() {
        return new Network(architecture(), weights(), preprocessing());
    }

    /**
     * The network's numbers, under the names of PyTorch's state dict.
     *
     * @throws IllegalStateException if it comes from an ONNX file, or is an ensemble
     */
    public Weights weights() {
        return identity.asked("for its weights").weights();
    }

    /**
     * How the weights that it began with fitted its network: what was missing, left over, or of another shape. It can be
     * anything but complete only after {@link io.ocelli.weights.Loading#PARTIAL}, and for published weights that hold more
     * than the network needs.
     *
     * @throws IllegalStateException if it comes from an ONNX file, or is an ensemble
     */
    public LoadReport loadReport() {
        return identity.asked("how its weights were loaded").report();
    }

    /** How it was trained, epoch by epoch; empty where it was loaded or opened. */
    public History history() {
        return identity.history();
    }

    /**
     * The pictures that could not be read and were left out of the training, where the recipe said so: first those to learn
     * from, then those of the validation.
     */
    public List<SkippedPicture> skipped() {
        return identity.skipped();
    }

    /** The name of the engine that it runs on. */
    public String engine() {
        return serving.engine();
    }

    /**
     * What it runs on and why, for people to read: {@code onnxruntime in FP32: the first of those here that take it}; of an engine
     * that was measured what was tried, how long it took and how far it was from float32.
     */
    public String placement() {
        return serving.placement();
    }

    /** What gathering single pictures ({@link Backbone#batching}) has done; all zeros where none are gathered. */
    public Batching.Figures batching() {
        return serving.batching();
    }

    @Override
    public void close() {
        serving.close();
    }

    @Override
    public String toString() {
        return "Classifier " + identity.name() + " of " + labels().size() + " classes on " + engine();
    }
}
