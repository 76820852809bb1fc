package io.ocelli.learning;

import com.google.common.collect.ImmutableList;
import io.ocelli.Classifier;
import io.ocelli.SavedSpec;
import io.ocelli.data.DataSet;
import io.ocelli.data.Sample;
import io.ocelli.decisions.OutlierScore;
import io.ocelli.decisions.Outliers;
import io.ocelli.error.WeightsException;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.saving.SavedModel;
import io.ocelli.saving.TrainedModel;
import io.ocelli.serving.Answering;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Serving;
import io.ocelli.serving.ServingTarget;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.LoadReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Classes by a few pictures each, without training: a frozen backbone's features are kept of them, and a picture is of the class
 * whose mean, or whose nearest pictures, are most like it; pictures that are like none are refused.
 *
 * <pre>{@code
 * Gallery gallery = Gallery.of(classifier.network()).add(insects).add("wasp", threePictures).falseAcceptance(0.01);
 * try (Classifier insectsAndWasps = gallery.open()) {
 *     Prediction found = insectsAndWasps.classify(photo);
 *     boolean stranger = found.decision().isRefusal();
 * }
 * gallery.save(folder); // Classifier.load(folder) opens it, and Gallery.load(folder) goes on adding
 * }</pre>
 *
 * <p>Similarities are cosines: of the features and the mean of a class's features of length 1 ({@link NearestMean}), or where k
 * neighbours vote, t log of the sum of exp(cosine / t) over those of them that are of the class ({@link NeighbourVotes}; all that
 * equal the last one vote). Logits are similarities divided by the temperature t. The whole is one network, with the kept features
 * as its weights: it runs on every engine, and is saved and exported as any other.
 *
 * <p>A value, safe for any number of threads; {@link #add} computes features. Its classes are in the order in which they came.
 */
public final class Gallery {
    /** As {@link NeighbourVotes#ofPaper}. */
    private static final double TEMPERATURE = 0.07;

    private final Network network;
    private final ImmutableList<String> labels;
    private final float[][] rows;
    private final int[] classes;
    private final int k;
    private final double temperature;
    private final @Nullable Double least;
    private final ServingTarget target;

    private Gallery(
            Network network,
            List<String> labels,
            float[][] rows,
            int[] classes,
            int k,
            double temperature,
            @Nullable Double least,
            ServingTarget target) {
        this.network = network;
        this.labels = ImmutableList.copyOf(labels);
        this.rows = rows;
        this.classes = classes;
        this.k = k;
        this.temperature = temperature;
        this.least = least;
        this.target = target;
    }

    /** One without pictures, by the nearest mean, which refuses nothing. */
    public static Gallery of(Network backbone) {
        return new Gallery(
                backbone, ImmutableList.of(), new float[0][], new int[0], 0, TEMPERATURE, null, ServingTarget.DEFAULT);
    }

    /**
     * One that was saved.
     *
     * @throws WeightsException if the folder is missing, or holds another classifier
     */
    public static Gallery load(Path folder) {
        TrainedModel model = SavedModel.load(folder);
        Map<String, Tensor> weights = model.weights().toMap();
        Tensor kept = weights.get(GalleryGraph.ROWS);
        Tensor members = weights.get(GalleryGraph.MEMBERS);
        Tensor head = weights.get(GalleryGraph.HEAD + ".weight");
        if (kept == null || members == null || head == null) {
            throw new WeightsException("A gallery is in a folder that Gallery.save wrote, and in " + folder + " is "
                    + model.architecture().name() + ". Begin one with Gallery.of(classifier.network()).");
        }
        int width = kept.shape().at(1);
        float[] values = kept.toFloats();
        float[] ones = members.toFloats();
        int count = model.labels().size();
        float[][] rows = new float[kept.shape().at(0)][];
        int[] classes = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
            while (ones[i * count + classes[i]] == 0) {
                classes[i]++;
            }
        }
        double temperature = 1 / (double) head.toFloats()[0];
        Double least = null;
        for (Decorator decorator : model.answering().decorators()) {
            least = decorator instanceof Outliers
                    ? Double.valueOf(((Outliers) decorator).threshold() * temperature)
                    : least;
        }
        return new Gallery(
                new Network(model.architecture(), model.weights(), model.preprocessing()),
                model.labels(),
                rows,
                classes,
                GalleryGraph.neighbours(model.architecture()),
                temperature,
                least,
                ServingTarget.DEFAULT);
    }

    /** Whether a network is that of a gallery, which {@link #load} goes on with. */
    public static boolean isIn(Architecture architecture) {
        return architecture.graph().contains(GalleryGraph.ROWS);
    }

    private Gallery with(List<String> names, float[][] features, int[] numbers) {
        return new Gallery(network, names, features, numbers, k, temperature, least, target);
    }

    /** On an engine by name: {@code pytorch}, {@code onnxruntime}; by default the fastest. */
    public Gallery engine(String name) {
        return new Gallery(network, labels, rows, classes, k, temperature, least, target.withEngine(name));
    }

    /** By the nearest mean, as it begins. */
    public Gallery byMeans() {
        return new Gallery(network, labels, rows, classes, 0, temperature, least, target);
    }

    /**
     * By the votes of the nearest pictures.
     *
     * @param neighbours how many vote, 1 to 1000; all where there are fewer
     * @throws IllegalArgumentException if it is not
     */
    public Gallery byNeighbours(int neighbours) {
        if (neighbours < 1 || neighbours > 1000) {
            throw new IllegalArgumentException("1 to 1000 neighbours vote, received " + neighbours);
        }
        return new Gallery(network, labels, rows, classes, neighbours, temperature, least, target);
    }

    /**
     * At another temperature; 0.07 is the usual.
     *
     * @param other above 0, finite
     * @throws IllegalArgumentException if it is not
     */
    public Gallery temperature(double other) {
        if (!(other > 0 && other < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("A temperature is above 0 and finite, received " + other);
        }
        return new Gallery(network, labels, rows, classes, k, other, least, target);
    }

    /**
     * Refusing what is less similar to its class. The similarity stays as it is when classes come and go.
     *
     * @param similarity finite; cosines are -1 to 1
     * @throws IllegalArgumentException if it is not
     */
    public Gallery accepting(double similarity) {
        if (!Double.isFinite(similarity)) {
            throw new IllegalArgumentException("A least similarity is finite, received " + similarity);
        }
        return new Gallery(network, labels, rows, classes, k, temperature, similarity, target);
    }

    /**
     * Refusing so much that of strangers no more than a share are accepted. It is chosen by the pictures of the gallery as it is
     * now: each class is a stranger to the gallery of the others. Say it again when classes came or went, or it votes in another
     * way.
     *
     * @param share 0 to below 1
     * @throws IllegalArgumentException if it is not
     * @throws IllegalStateException if there are fewer than two classes
     */
    public Gallery falseAcceptance(double share) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException(
                    "A wanted share of accepted strangers is 0 or more and below 1, received " + share);
        }
        if (labels.size() < 2) {
            throw new IllegalStateException("What strangers are like is seen from two classes or more, and the gallery"
                    + " has " + labels + ". Add classes, or say a similarity yourself: accepting(0.7).");
        }
        return accepting(scores().threshold(share));
    }

    private GalleryScores scores() {
        return new GalleryScores(NeighbourVotes.directions(rows), classes, k, temperature);
    }

    /**
     * How it would do, by its own pictures.
     *
     * @throws IllegalStateException if it has none
     */
    public GalleryFigures figures() {
        requirePictures();
        return scores().figures(least == null ? Double.NEGATIVE_INFINITY : least);
    }

    private void requirePictures() {
        if (labels.isEmpty()) {
            throw new IllegalStateException(
                    "A gallery answers when it has a class or more, and this one is empty: add(label, pictures)");
        }
    }

    /** The classes. */
    public List<String> labels() {
        return labels;
    }

    /** How many pictures each class has. */
    public Map<String, Integer> pictures() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String label : labels) {
            counts.put(label, 0);
        }
        for (int each : classes) {
            counts.merge(labels.get(each), 1, Integer::sum);
        }
        return counts;
    }

    /**
     * With pictures of a class, new or known.
     *
     * @param pictures at least one; what they say of their own classes does not count
     * @throws IllegalArgumentException if there is none, or the features of one are all 0
     * @throws io.ocelli.error.ImageException if one cannot be read
     * @throws io.ocelli.error.EngineException if no engine runs the network
     */
    public Gallery add(String label, DataSet pictures) {
        List<Sample> samples = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            samples.add(pictures.sample(i));
            names.add(label);
        }
        return add(samples, names);
    }

    /**
     * With pictures of the classes that they are labelled with, new or known.
     *
     * @throws IllegalArgumentException as {@link #add(String, DataSet)}, and if one has no class
     */
    public Gallery add(DataSet pictures) {
        List<Sample> samples = new ArrayList<>();
        List<String> names = new ArrayList<>();
        int[] numbers = pictures.labels();
        for (int i = 0; i < pictures.size(); i++) {
            samples.add(pictures.sample(i));
            names.add(pictures.classes().get(numbers[i]));
        }
        return add(samples, names);
    }

    private Gallery add(List<Sample> samples, List<String> names) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("A class is added by a picture or more, received none");
        }
        List<String> all = new ArrayList<>(labels);
        float[][] features = Arrays.copyOf(rows, rows.length + samples.size());
        int[] numbers = Arrays.copyOf(classes, features.length);
        List<float[]> seen = features(samples);
        for (int i = 0; i < seen.size(); i++) {
            float[] row = GalleryGraph.vector(network.architecture(), seen.get(i));
            requireDirection(row, names.get(i), i);
            features[rows.length + i] = row;
            if (!all.contains(names.get(i))) {
                all.add(names.get(i));
            }
            numbers[rows.length + i] = all.indexOf(names.get(i));
        }
        return with(all, features, numbers);
    }

    private static void requireDirection(float[] row, String label, int index) {
        for (float each : row) {
            if (each != 0) {
                return;
            }
        }
        throw new IllegalArgumentException(
                "Pictures of a gallery are told apart by their features, and those of number " + index + " of '" + label
                        + "' are all 0: the backbone sees nothing in it");
    }

    private List<float[]> features(List<Sample> samples) {
        Architecture architecture = network.architecture();
        ImmutableList.Builder<String> numbers = ImmutableList.builder();
        for (int i = 0; i < architecture.classes(); i++) {
            numbers.add(Integer.toString(i));
        }
        try (Serving serving = Serving.of(
                architecture, network.weights(), network.preprocessing(), numbers.build(), Answering.PLAIN, target)) {
            return serving.features(samples, Sample::source);
        }
    }

    /**
     * Without a class.
     *
     * @throws IllegalArgumentException if it is none of the gallery's
     */
    public Gallery remove(String label) {
        int gone = labels.indexOf(label);
        if (gone < 0) {
            throw new IllegalArgumentException(
                    "What is removed is one of the gallery's classes, " + labels + ", received '" + label + "'");
        }
        List<String> names = new ArrayList<>(labels);
        names.remove(gone);
        List<float[]> features = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < classes.length; i++) {
            if (classes[i] != gone) {
                features.add(rows[i]);
                numbers.add(classes[i] > gone ? classes[i] - 1 : classes[i]);
            }
        }
        return with(
                names,
                features.toArray(new float[0][]),
                numbers.stream().mapToInt(Integer::intValue).toArray());
    }

    private TrainedModel model() {
        requirePictures();
        Network whole = GalleryGraph.network(network, rows, classes, labels.size(), k, temperature);
        List<Decorator> around = least == null
                ? ImmutableList.of()
                : ImmutableList.of(new Outliers(OutlierScore.maxLogit(), least / temperature));
        return new TrainedModel(
                whole.architecture(),
                whole.weights(),
                whole.preprocessing(),
                labels,
                Answering.PLAIN.withDecorators(around),
                LoadReport.none());
    }

    /**
     * Its classifier, which is closed by whoever opens it.
     *
     * @throws IllegalStateException if it has no class
     * @throws io.ocelli.error.EngineException if no engine can run it
     */
    public Classifier open() {
        SavedSpec spec = SavedSpec.of(SavedModel.files(model(), "a gallery"));
        return (target.engine() == null ? spec : spec.engine(target.engine())).open();
    }

    /**
     * Saves it as a classifier, which {@code Classifier.load(folder)} opens.
     *
     * @param folder is made where it is missing
     * @throws IllegalStateException if it has no class
     * @throws WeightsException if it cannot be written
     */
    public void save(Path folder) {
        SavedModel.save(model(), folder);
    }

    @Override
    public String toString() {
        return "Gallery " + pictures() + (k == 0 ? " by means" : " by " + k + " neighbours")
                + (least == null ? "" : ", accepting " + least);
    }
}
