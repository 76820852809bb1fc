package io.ocelli;

import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.OnBroken;
import io.ocelli.image.Image;
import io.ocelli.image.Images;
import io.ocelli.metrics.Evaluation;
import io.ocelli.metrics.Metric;
import io.ocelli.metrics.MultiLabelEvaluation;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What says of pictures which class they show: all that an application asks a {@link Classifier}, so that something else can
 * stand in its place, such as a test's double. Safe for any number of threads.
 */
public interface PictureClassifier extends AutoCloseable {
    /** The names of the classes, by index. */
    List<String> labels();

    /**
     * What a picture shows.
     *
     * @throws io.ocelli.error.ImageException if it cannot be read
     * @throws io.ocelli.error.EngineException if the network fails, or says what is no number
     * @throws IllegalStateException after {@link #close}
     */
    Prediction classify(ImageSource source);

    /** As {@link #classify(ImageSource)}, of a picture file. */
    default Prediction classify(Path file) {
        return classify(ImageSource.of(file));
    }

    /** As {@link #classify(ImageSource)}, from the bytes of a picture file. */
    default Prediction classify(byte[] file) {
        return classify(ImageSource.of(file));
    }

    /** As {@link #classify(ImageSource)}, from a stream, which is read to its end and left open. */
    default Prediction classify(InputStream stream) {
        return classify(Images.bytes(stream));
    }

    /** As {@link #classify(ImageSource)}, of a picture in memory. */
    default Prediction classify(Image image) {
        return classify(ImageSource.of(image));
    }

    /**
     * What pictures show, in their order. Files are decoded and classified on all processors.
     *
     * @throws io.ocelli.error.ImageException naming the first file that is missing or is no picture
     * @throws NullPointerException naming the place of a file that is null
     * @throws IllegalStateException after {@link #close}
     */
    default List<Prediction> classify(List<Path> files) {
        return classify(files, ImageSource::of);
    }

    /** As {@link #classify(List)}, of pictures in memory. */
    default List<Prediction> classifyImages(List<Image> images) {
        return classify(images, ImageSource::of);
    }

    /**
     * As {@link #classify(List)}, of anything that pictures can be made from.
     *
     * @param source gives an element's picture; it and the source are called by several threads
     */
    <T> List<Prediction> classify(List<T> elements, Function<? super T, ImageSource> source);

    /**
     * What any number of picture files show, in their order, while they are read from the stream. Files are decoded and
     * classified in batches on all processors; memory is bounded, as no more than 16 pictures a processor are taken ahead of
     * the answers. Nothing is taken before the first answer is asked for.
     *
     * <p>A file that cannot be read does not end the stream: its answer carries the error ({@link Answer#error()}). What
     * {@code files} itself throws comes behind the answers to the files before it. Close the stream unless it is read to its
     * end: its threads end, and {@code files} is closed too.
     *
     * <pre>{@code
     * try (Stream<Path> files = Files.list(folder); Stream<Answer<Path>> answers = classifier.classifyAll(files)) {
     *     answers.forEach(System.out::println);
     * }
     * }</pre>
     *
     * @throws IllegalStateException after {@link #close}, also by a stream that is read then
     */
    default Stream<Answer<Path>> classifyAll(Stream<Path> files) {
        return classifyAll(files, ImageSource::of);
    }

    /**
     * As {@link #classifyAll(Stream)}, of anything that pictures can be made from, such as rows of a table.
     *
     * @param source gives an element's picture; it and the source are called by several threads
     */
    <T> Stream<Answer<T>> classifyAll(Stream<T> elements, Function<? super T, ImageSource> source);

    /** As {@link #classify(ImageSource)}, with how long each stage took. */
    TimedPrediction timed(ImageSource source);

    /** As {@link #timed(ImageSource)}, of a picture file. */
    default TimedPrediction timed(Path file) {
        return timed(ImageSource.of(file));
    }

    /** As {@link #timed(ImageSource)}, from the bytes of a picture file. */
    default TimedPrediction timed(byte[] file) {
        return timed(ImageSource.of(file));
    }

    /** As {@link #timed(ImageSource)}, from a stream, which is read to its end and left open. */
    default TimedPrediction timed(InputStream stream) {
        return timed(Images.bytes(stream));
    }

    /** As {@link #timed(ImageSource)}, of a picture in memory. */
    default TimedPrediction timed(Image image) {
        return timed(ImageSource.of(image));
    }

    /** The raw outputs of the head for a picture, one for each label, as decorators leave them. */
    float[] logits(ImageSource source);

    /** As {@link #logits(ImageSource)}, of a picture file. */
    default float[] logits(Path file) {
        return logits(ImageSource.of(file));
    }

    /** As {@link #logits(ImageSource)}, from the bytes of a picture file. */
    default float[] logits(byte[] file) {
        return logits(ImageSource.of(file));
    }

    /** As {@link #logits(ImageSource)}, from a stream, which is read to its end and left open. */
    default float[] logits(InputStream stream) {
        return logits(Images.bytes(stream));
    }

    /** As {@link #logits(ImageSource)}, of a picture in memory. */
    default float[] logits(Image image) {
        return logits(ImageSource.of(image));
    }

    /**
     * How well it does on labelled pictures, on all processors; their classes are matched with the labels by name.
     *
     * @param metrics figures of one's own, counted beside the others
     * @throws IllegalArgumentException if the pictures have a class that the classifier does not know, or one has none, or two
     *     metrics have one name
     * @throws io.ocelli.error.ImageException naming a picture that cannot be read
     */
    default Evaluation evaluate(DataSet pictures, Metric... metrics) {
        return evaluate(pictures, OnBroken.FAIL, metrics);
    }

    /**
     * As {@link #evaluate(DataSet, Metric...)}, with a choice of what becomes of a picture that cannot be read; left out ones are
     * logged.
     */
    Evaluation evaluate(DataSet pictures, OnBroken onBroken, Metric... metrics);

    /**
     * How well it does on pictures that are of any number of the classes each, as those of
     * {@link io.ocelli.data.ImageFolder#multiLabel}; matched by name.
     *
     * @throws IllegalArgumentException if the pictures have a class that the classifier does not know, or one does not say of
     *     which it is
     * @throws io.ocelli.error.ImageException naming a picture that cannot be read
     */
    default MultiLabelEvaluation evaluateLabels(DataSet pictures) {
        return evaluateLabels(pictures, OnBroken.FAIL);
    }

    /** As {@link #evaluateLabels(DataSet)}, with a choice of what becomes of a picture that cannot be read. */
    MultiLabelEvaluation evaluateLabels(DataSet pictures, OnBroken onBroken);

    /** Waits for the calls that run; a call afterwards is an {@link IllegalStateException}. */
    @Override
    void close();
}
