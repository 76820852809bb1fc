package io.ocelli.spring;

import io.ocelli.Answer;
import io.ocelli.Classifier;
import io.ocelli.PictureClassifier;
import io.ocelli.Prediction;
import io.ocelli.TimedPrediction;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.OnBroken;
import io.ocelli.metrics.Evaluation;
import io.ocelli.metrics.Metric;
import io.ocelli.metrics.MultiLabelEvaluation;
import io.ocelli.serving.Batching;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Replaceable;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A classifier whose model can be opened again while it answers. A call is answered whole by the model that was there when it
 * began; the old one is closed when its last call has ended. Safe for any number of threads.
 */
public final class ReloadableClassifier implements PictureClassifier {
    private static final String CLOSED = "A classifier answers until its application ends, and this one was closed";

    private final String name;
    private final Supplier<Classifier> opening;
    private final List<ReloadListener> listeners = new CopyOnWriteArrayList<>();
    private final List<UnaryOperator<PictureClassifier>> watches = new CopyOnWriteArrayList<>();
    private final Replaceable<Opened> model;
    private volatile @Nullable RuntimeException reloadError;

    private record Opened(Classifier classifier, Instant at) {
        static Opened by(Supplier<Classifier> opening) {
            return new Opened(opening.get(), Instant.now());
        }

        void close() {
            classifier.close();
        }
    }

    /** Opens it. */
    ReloadableClassifier(String name, Supplier<Classifier> opening) {
        this.name = name;
        this.opening = opening;
        this.model = Replaceable.of(Opened.by(opening), Opened::close, CLOSED);
    }

    /** The name of its bean. */
    public String name() {
        return name;
    }

    /** The name of the engine that it runs on. */
    public String engine() {
        return model.current().classifier().engine();
    }

    /** What is around the model that answers, the innermost first. */
    public List<Decorator> decorators() {
        return model.current().classifier().decorators();
    }

    /** What gathering single pictures has done since the model that answers was opened. */
    public Batching.Figures batching() {
        return model.current().classifier().batching();
    }

    /** When the model that answers was opened. */
    public Instant opened() {
        return model.current().at();
    }

    /** Why the last reload failed; null where none did. */
    public @Nullable RuntimeException reloadError() {
        return reloadError;
    }

    /** Tells this listener of each reload from now on. */
    public void listen(ReloadListener listener) {
        listeners.add(listener);
    }

    /**
     * From now on pictures are asked of what this gives, which asks the classifier that it is given, such as one that counts.
     *
     * @param watch called for each question, by many threads
     */
    public void watch(UnaryOperator<PictureClassifier> watch) {
        watches.add(watch);
    }

    private PictureClassifier watched(Classifier classifier) {
        PictureClassifier watched = classifier;
        for (UnaryOperator<PictureClassifier> watch : watches) {
            watched = watch.apply(watched);
        }
        return watched;
    }

    /**
     * Opens the model again, from where it was. Until that is done the old one answers, and where it fails the old one stays.
     *
     * @throws io.ocelli.error.OcelliException if it cannot be opened
     * @throws IllegalStateException after {@link #close}
     */
    public synchronized void reload() {
        model.use().close(); // refused after the end, before anything is opened
        Opened opened;
        try {
            opened = Opened.by(opening);
        } catch (RuntimeException e) {
            reloadError = e;
            listeners.forEach(listener -> listener.reloaded(false));
            throw e;
        }
        model.replace(opened);
        reloadError = null;
        listeners.forEach(listener -> listener.reloaded(true));
    }

    private <R> R ask(Function<PictureClassifier, R> question) {
        try (Replaceable.Use<Opened> use = model.use()) {
            return question.apply(watched(use.get().classifier()));
        }
    }

    @Override
    public List<String> labels() {
        return ask(PictureClassifier::labels);
    }

    @Override
    public Prediction classify(ImageSource source) {
        return ask(classifier -> classifier.classify(source));
    }

    @Override
    public TimedPrediction timed(ImageSource source) {
        return ask(classifier -> classifier.timed(source));
    }

    @Override
    public <T> List<Prediction> classify(List<T> elements, Function<? super T, ImageSource> source) {
        return ask(classifier -> classifier.classify(elements, source));
    }

    /** As {@link PictureClassifier#classifyAll}, by one model to its end: it is kept until the stream is closed. */
    @Override
    public <T> Stream<Answer<T>> classifyAll(Stream<T> elements, Function<? super T, ImageSource> source) {
        Replaceable.Use<Opened> use = model.use();
        boolean begun = false;
        try {
            Stream<Answer<T>> answers = watched(use.get().classifier())
                    .classifyAll(elements, source)
                    .onClose(use::close);
            begun = true;
            return answers;
        } finally {
            if (!begun) {
                use.close();
            }
        }
    }

    @Override
    public float[] logits(ImageSource source) {
        return ask(classifier -> classifier.logits(source));
    }

    @Override
    public Evaluation evaluate(DataSet pictures, OnBroken onBroken, Metric... metrics) {
        return ask(classifier -> classifier.evaluate(pictures, onBroken, metrics));
    }

    @Override
    public MultiLabelEvaluation evaluateLabels(DataSet pictures, OnBroken onBroken) {
        return ask(classifier -> classifier.evaluateLabels(pictures, onBroken));
    }

    @Override
    public void close() {
        model.close();
    }

    @Override
    public String toString() {
        return "'" + name + "': " + model.current().classifier();
    }
}
