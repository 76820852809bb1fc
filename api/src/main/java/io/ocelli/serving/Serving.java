package io.ocelli.serving;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import io.ocelli.data.Batch;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.ImageSource;
import io.ocelli.data.OnBroken;
import io.ocelli.data.Sample;
import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.image.Preprocessing;
import io.ocelli.metrics.Evaluation;
import io.ocelli.metrics.Metric;
import io.ocelli.metrics.MultiLabelEvaluation;
import io.ocelli.model.Architecture;
import io.ocelli.model.Scoring;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From pictures to scores: decode, transform, batch, network, and the decorators around. Thread-safe. Holds natives, perhaps
 * together with others that {@link #with} made of it or it was made of: they go when the last is closed.
 */
public final class Serving implements AutoCloseable {
    static final String CLOSED =
            "A classifier answers until it is closed, and this one was closed; load or open another";

    /** Pixels of decoded pictures that a thread holds for decorators at most, apart from the last picture. */
    private static final long PIXELS_HELD = 1 << 24;

    private final Served network;
    private final boolean decorated;
    private final Scorer one;
    private final Scorer many;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Serving(Served network, List<Decorator> decorators) {
        this.network = network;
        this.decorated = !decorators.isEmpty();
        boolean whole = false;
        try {
            this.one = decorated(network.scorer(false), decorators);
            this.many = decorated(network.scorer(true), decorators);
            whole = true;
        } finally {
            if (!whole) {
                network.release();
            }
        }
    }

    /** One more that shares the natives of another, with the same around it. */
    private Serving(Serving other) {
        other.requireOpen();
        other.network.share();
        this.network = other.network;
        this.decorated = other.decorated;
        this.one = other.one;
        this.many = other.many;
    }

    private static Scorer decorated(Scorer scorer, List<Decorator> decorators) {
        Scorer outermost = scorer;
        for (Decorator decorator : decorators) {
            outermost = decorator.around(outermost);
        }
        return outermost;
    }

    /**
     * A network on an engine. It runs once on a black picture.
     *
     * @throws io.ocelli.error.EngineException if no engine can run it
     */
    public static Serving of(
            Architecture architecture,
            Weights weights,
            Preprocessing preprocessing,
            List<String> labels,
            Answering answering,
            ServingTarget target) {
        return of(
                new GraphScorer(architecture, weights, preprocessing, answering.scoring(), target),
                labels,
                preprocessing,
                answering,
                target);
    }

    /** Takes the network over; it is closed if this fails. */
    static Serving of(
            PixelScorer network,
            List<String> labels,
            Preprocessing preprocessing,
            Answering answering,
            ServingTarget target) {
        Serving opened = new Serving(
                new ServedNetwork(network, labels, preprocessing, answering.scoring(), answering.transform(), target),
                answering.decorators());
        boolean well = false;
        try {
            Scorer inner = opened.network.scorer(false);
            for (Decorator decorator : answering.decorators()) {
                decorator.opened(inner);
                inner = decorator.around(inner);
            }
            well = true;
            return opened;
        } finally {
            if (!well) {
                opened.close();
            }
        }
    }

    /**
     * Several that answer together, with all that is around them. It shares their natives.
     *
     * @throws IllegalArgumentException if there is none, they are of different labels or scored in different ways, or there
     *     are weights and not one for each
     */
    public static Serving ensemble(List<Serving> members, Merging merging) {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("An ensemble has one member at least, received none");
        }
        merging.requireWeights(members.size(), "members");
        return together(members, ServedEnsemble.merging(merging));
    }

    /**
     * One that answers what it is sure of, and another that answers the rest, each with all that is around it. It shares their
     * natives.
     *
     * @param sure whether what the first says stands
     * @param tally is told of each batch
     * @throws IllegalArgumentException if they are of different labels or scored in different ways
     */
    public static Serving cascade(Serving first, Serving rest, Predicate<Scores> sure, CascadeTally tally) {
        return together(ImmutableList.of(first, rest), (members, views) -> {
            long start = System.nanoTime();
            List<Scores> answers = new ArrayList<>(members.get(0).score(views));
            List<Integer> places = new ArrayList<>();
            List<View> unsure = new ArrayList<>();
            for (int i = 0; i < answers.size(); i++) {
                if (!sure.test(answers.get(i))) {
                    places.add(i);
                    unsure.add(views.get(i));
                }
            }
            long between = System.nanoTime();
            List<Scores> better =
                    unsure.isEmpty() ? ImmutableList.of() : members.get(1).score(unsure);
            for (int i = 0; i < better.size(); i++) {
                answers.set(places.get(i), better.get(i));
            }
            tally.add(views.size(), unsure.size(), between - start, System.nanoTime() - between);
            return answers;
        });
    }

    private static Serving together(List<Serving> members, ServedEnsemble.Way way) {
        Serving first = members.get(0);
        for (Serving member : members) {
            if (!member.labels().equals(first.labels())) {
                throw new IllegalArgumentException("The members of an ensemble have the same classes in the same order,"
                        + " received " + difference(first.labels(), member.labels()));
            }
            if (member.one.scoring() != first.one.scoring()) {
                throw new IllegalArgumentException("The members of an ensemble say probabilities in one way, received "
                        + first.one.scoring() + " and " + member.one.scoring());
            }
        }
        List<Serving> shared = new ArrayList<>(members.size());
        boolean whole = false;
        try {
            for (Serving member : members) {
                shared.add(new Serving(member));
            }
            whole = true;
        } finally {
            if (!whole) {
                shared.forEach(Serving::close);
            }
        }
        return new Serving(new ServedEnsemble(shared, way), ImmutableList.of());
    }

    private static String difference(List<String> labels, List<String> others) {
        for (int i = 0; i < Math.min(labels.size(), others.size()); i++) {
            if (!labels.get(i).equals(others.get(i))) {
                return "'" + labels.get(i) + "' and '" + others.get(i) + "' as class " + i;
            }
        }
        return labels.size() + " and " + others.size() + " classes";
    }

    /** The same network with these decorators around it, the innermost first, and no others. */
    public Serving with(List<Decorator> decorators) {
        requireOpen();
        network.share();
        return new Serving(network, decorators);
    }

    /**
     * Lets the engine start while the caller reads weights: about half of the time to the first prediction. What fails here
     * is told by {@link #of}.
     */
    public static void prepare(ServingTarget target) {
        GraphScorer.prepare(target);
    }

    /** The name of the engine. */
    public String engine() {
        return network.engine();
    }

    /** What it runs on and why, for people to read. */
    public String placement() {
        return network.placement();
    }

    /** What gathering single pictures has done; all zeros where none are gathered. */
    public Batching.Figures batching() {
        return network.batching();
    }

    List<String> labels() {
        return network.labels();
    }

    /** What answers, with all that is around it. */
    Scorer scorer(boolean among) {
        return among ? many : one;
    }

    /** How what is said is to be read, decorators included: one class a picture, or each by itself. */
    public Scoring scoring() {
        return one.scoring();
    }

    /** What is said of a picture. */
    public Scores score(Image image) {
        requireOpen();
        return one.score(Collections.singletonList(View.of(image))).get(0);
    }

    /** What is said of each view of a picture. */
    public List<Scores> score(Image image, Views views) {
        requireOpen();
        views.requireFor(one.preprocessing());
        return one.score(views.of(View.of(image), one));
    }

    /**
     * What is said of a picture, and how long the stages took, in nanoseconds.
     *
     * @param decode reading and decoding
     * @param transform resizing and cropping, of each view
     * @param network the network, as often as decorators run it
     * @param decorators what is around the network, apart from these
     */
    public record Timed(Scores scores, long decode, long transform, long network, long decorators) {}

    /** What is said of a picture, and how long it took. */
    public Timed timed(ImageSource source) {
        return timed(alone(source));
    }

    /** What is said of a sample, and how long it took. */
    public Timed timed(Sample sample) {
        requireOpen();
        long start = System.nanoTime();
        Image image = read(sample.source());
        long decoded = System.nanoTime();
        try (StageClock clock = StageClock.start()) {
            View view = StageClock.transforming(() -> view(image)).with(company(sample));
            Scores scores = one.score(Collections.singletonList(view)).get(0);
            long rest = System.nanoTime() - decoded - clock.transform() - clock.network();
            return new Timed(scores, decoded - start, clock.transform(), clock.network(), rest);
        }
    }

    /**
     * The picture of a source as far as it is needed to score it; with 16 bits where the network takes them. Decorators may look at
     * all of it.
     */
    public Image read(ImageSource source) {
        return decorated || one.preprocessing().intensities() != null
                ? source.readFor(one.preprocessing())
                : source.readFor(network.transform());
    }

    /** Decorators may look at the picture as it is. */
    private View view(Image image) {
        return decorated ? View.of(image) : network.view(image);
    }

    /** As {@link #view(Image)}, with its company, but for its class. */
    private View view(Sample sample) {
        return view(read(sample.source())).with(company(sample));
    }

    private static Map<String, Datum> company(Sample sample) {
        Map<String, Datum> company = new LinkedHashMap<>(sample.values());
        company.remove(Sample.CLASS);
        company.remove(Batch.TARGETS);
        return company;
    }

    /** What is said of a sample. */
    public Scores score(Sample sample) {
        requireOpen();
        return one.score(Collections.singletonList(view(sample))).get(0);
    }

    /** What is said of each of these samples, on all processors. */
    public List<Scores> score(List<Sample> samples) {
        return scores(samples, sample -> sample);
    }

    private static Sample alone(ImageSource source) {
        return new Sample("picture", source, Sample.UNLABELLED);
    }

    /** The backbone's features of a picture. */
    public float[] features(Image image) {
        requireOpen();
        return one.features(Collections.singletonList(view(image))).get(0);
    }

    /** As {@link #features(Image)}, of each of a list's pictures, on all processors. */
    public <T> List<float[]> features(List<T> pictures, Function<? super T, ImageSource> source) {
        requireOpen();
        List<float[]> features = new ArrayList<>(pictures.size());
        try (ParallelBatches<T, float[]> found = new ParallelBatches<>(
                pictures.iterator(),
                ParallelBatches.batch(pictures.size(), ServedNetwork.BATCH),
                some -> many.features(Lists.transform(some, picture -> view(read(source.apply(picture))))))) {
            while (found.hasNext()) {
                features.add(found.next());
            }
        }
        return features;
    }

    /** The result of each of the backbone's stages, by its name and in order. */
    public Map<String, Tensor> stages(Image image) {
        requireOpen();
        return network.stages(image);
    }

    /** What is said of each of a list's pictures, on all processors. */
    public <T> List<Scores> score(List<T> pictures, Function<? super T, ImageSource> source) {
        return scores(pictures, picture -> alone(source.apply(picture)));
    }

    private <T> List<Scores> scores(List<T> pictures, Function<? super T, Sample> sample) {
        List<Scores> scores = new ArrayList<>(pictures.size());
        try (ParallelBatches<T, Scored<T>> answers = new ParallelBatches<>(
                pictures.iterator(),
                ParallelBatches.batch(pictures.size(), ServedNetwork.BATCH),
                some -> scored(some, sample))) {
            while (answers.hasNext()) {
                scores.add(answers.next().orThrow());
            }
        }
        return ImmutableList.copyOf(scores);
    }

    /** What is said of each of a list's pictures, on the calling thread. */
    public <T> List<Scored<T>> scoreHere(List<T> pictures, Function<? super T, ImageSource> source) {
        List<Scored<T>> scored = new ArrayList<>(pictures.size());
        for (List<T> some : Lists.partition(pictures, ServedNetwork.BATCH)) {
            scored.addAll(scored(some, picture -> alone(source.apply(picture))));
        }
        return scored;
    }

    /** What is said of each of a stream's pictures, on all processors, while the stream is read. */
    public <T> Stream<Scored<T>> score(Stream<? extends T> pictures, Function<? super T, ImageSource> source) {
        requireOpen();
        return LazyBatches.<T, Scored<T>>stream(
                pictures, ServedNetwork.BATCH, some -> scored(some, picture -> alone(source.apply(picture))));
    }

    /** What is said of a batch; a picture that cannot be read has its error in its place. */
    private <T> List<Scored<T>> scored(List<T> elements, Function<? super T, Sample> sample) {
        requireOpen();
        List<View> views = new ArrayList<>(elements.size());
        List<@Nullable ImageException> errors = new ArrayList<>(elements.size());
        List<Scores> scores = new ArrayList<>(elements.size());
        long held = 0;
        for (T element : elements) {
            try {
                View view = view(sample.apply(element));
                views.add(view);
                held += (long) view.image().height() * view.image().width();
                errors.add(null);
            } catch (ImageException e) {
                errors.add(e);
            }
            if (held > PIXELS_HELD || errors.size() == elements.size()) {
                scores.addAll(many.score(ImmutableList.copyOf(views)));
                views.clear();
                held = 0;
            }
        }
        List<Scored<T>> scored = new ArrayList<>(elements.size());
        int next = 0;
        for (int i = 0; i < elements.size(); i++) {
            ImageException error = errors.get(i);
            scored.add(new Scored<>(elements.get(i), error == null ? scores.get(next++) : null, error));
        }
        return scored;
    }

    /**
     * Counts what is said of labelled pictures, whose labels are indexes of the classes, on all processors.
     *
     * @throws IllegalArgumentException naming a picture without a label
     */
    public Evaluation evaluate(DataSet pictures, OnBroken onBroken, Metric... metrics) {
        requireOpen();
        return Examination.of(pictures, network.labels(), onBroken, some -> scored(some, sample -> sample), metrics);
    }

    /**
     * As {@link #evaluate}, where a picture is of any number of the classes.
     *
     * @throws IllegalArgumentException naming a picture that does not say of which
     */
    public MultiLabelEvaluation evaluateLabels(DataSet pictures, OnBroken onBroken) {
        requireOpen();
        return Examination.ofSeveral(pictures, network.labels(), onBroken, some -> scored(some, sample -> sample));
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException(CLOSED);
        }
    }

    /** Waits for the calls that run. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            network.release();
        }
    }
}
