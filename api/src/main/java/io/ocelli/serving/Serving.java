package io.ocelli.serving;

import com.google.common.collect.ImmutableList;
import io.ocelli.data.Batch;
import io.ocelli.data.BatchLoader;
import io.ocelli.data.Batches;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import io.ocelli.metrics.Evaluation;
import io.ocelli.model.Architecture;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** From pictures to predictions: decode, transform, batch, network. Thread-safe. */
public final class Serving implements AutoCloseable {
    static final String CLOSED =
            "A classifier answers until it is closed, and this one was closed; load or open another";

    /** Of evaluation. */
    private static final int BATCH = 32;
    /** Of lists and streams: larger batches were no faster, and hold more memory and answers back. */
    private static final int MANY = 8;

    private final PixelScorer network;
    private final int classes;
    private final Transform transform;
    private final int channels;
    private final Buffers buffers = new Buffers();
    private volatile boolean closed;

    /** Takes the network over, and runs it once on a black picture; it is closed if that fails. */
    Serving(PixelScorer network, int classes, Preprocessing preprocessing) {
        this.network = network;
        this.classes = classes;
        this.channels = preprocessing.channels();
        boolean works = false;
        try {
            this.transform = Transforms.evaluation(preprocessing);
            score(Image.black(preprocessing.cropHeight(), preprocessing.cropWidth(), channels));
            works = true;
        } finally {
            if (!works) {
                network.close();
            }
        }
    }

    /**
     * A network on an engine.
     *
     * @throws io.ocelli.error.EngineException if no engine can run it
     */
    public static Serving of(
            Architecture architecture, Weights weights, Preprocessing preprocessing, ServingTarget target) {
        return new Serving(
                new GraphScorer(architecture, weights, preprocessing, target), architecture.classes(), preprocessing);
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

    /** What is said of a picture. */
    public Scores score(Image image) {
        return run(seen(image), network::run).row(0, classes);
    }

    /**
     * What is said of a picture, and how long the stages took, in nanoseconds.
     *
     * @param decode reading and decoding
     * @param transform resizing and cropping
     * @param network the network
     */
    public record Timed(Scores scores, long decode, long transform, long network) {}

    /** What is said of a picture, and how long it took. */
    public Timed timed(ImageSource source) {
        long start = System.nanoTime();
        Image image = source.read();
        long decoded = System.nanoTime();
        Image seen = seen(image);
        long transformed = System.nanoTime();
        Scores scores = run(seen, network::run).row(0, classes);
        return new Timed(scores, decoded - start, transformed - decoded, System.nanoTime() - transformed);
    }

    /** The backbone's features of a picture. */
    public float[] features(Image image) {
        return run(seen(image), network::features).toFloats();
    }

    /** The result of each of the backbone's stages, in order. */
    public List<Tensor> stages(Image image) {
        return run(seen(image), network::stages);
    }

    /** What is said of each of a list's pictures, on all processors. */
    public <T> List<Scores> score(List<T> pictures, Function<? super T, ImageSource> source) {
        List<Scores> scores = new ArrayList<>(pictures.size());
        int batch = ParallelBatches.batch(pictures.size(), MANY);
        try (ParallelBatches<T, Scored<T>> answers =
                new ParallelBatches<>(pictures.iterator(), batch, some -> scored(some, source))) {
            while (answers.hasNext()) {
                scores.add(answers.next().orThrow());
            }
        }
        return ImmutableList.copyOf(scores);
    }

    /** What is said of each of a stream's pictures, on all processors, while the stream is read. */
    public <T> Stream<Scored<T>> score(Stream<? extends T> pictures, Function<? super T, ImageSource> source) {
        requireOpen();
        LazyBatches<T> answers = new LazyBatches<>(pictures, some -> scored(some, source));
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(answers, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(answers::close);
    }

    /** Makes its threads when the first answer is asked for, so that a stream which nobody reads costs nothing. */
    private static final class LazyBatches<T> implements Iterator<Scored<T>> {
        private final Stream<? extends T> pictures;
        private final Function<List<T>, List<Scored<T>>> work;
        private @Nullable ParallelBatches<T, Scored<T>> abreast;

        LazyBatches(Stream<? extends T> pictures, Function<List<T>, List<Scored<T>>> work) {
            this.pictures = pictures;
            this.work = work;
        }

        private synchronized ParallelBatches<T, Scored<T>> abreast() {
            if (abreast == null) {
                abreast = new ParallelBatches<>(pictures.iterator(), MANY, work);
            }
            return abreast;
        }

        @Override
        public boolean hasNext() {
            return abreast().hasNext();
        }

        @Override
        public Scored<T> next() {
            return abreast().next();
        }

        synchronized void close() {
            if (abreast != null) {
                abreast.close();
            }
            pictures.close();
        }
    }

    /** What is said of a batch; a picture that cannot be read has its error in its place. */
    private <T> List<Scored<T>> scored(List<T> pictures, Function<? super T, ImageSource> source) {
        requireOpen();
        List<Image> seen = new ArrayList<>(pictures.size());
        List<@Nullable ImageException> errors = new ArrayList<>(pictures.size());
        for (T picture : pictures) {
            try {
                seen.add(seen(source.apply(picture).read()));
                errors.add(null);
            } catch (ImageException e) {
                errors.add(e);
            }
        }
        List<Scores> scores =
                seen.isEmpty() ? ImmutableList.of() : run(seen, network::runAmongMany).rows(classes);
        List<Scored<T>> scored = new ArrayList<>(pictures.size());
        int next = 0;
        for (int i = 0; i < pictures.size(); i++) {
            ImageException error = errors.get(i);
            scored.add(new Scored<>(pictures.get(i), error == null ? scores.get(next++) : null, error));
        }
        return scored;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(CLOSED);
        }
    }

    private Image seen(Image image) {
        return transform.apply(image.toChannels(channels));
    }

    private <O> O run(Image seen, Function<Tensor, O> program) {
        return run(ImmutableList.of(seen), program);
    }

    /** Pictures of one size through a program. */
    private <O> O run(List<Image> seen, Function<Tensor, O> program) {
        requireOpen();
        Image first = seen.get(0);
        Shape shape = Shape.of(seen.size(), first.height(), first.width(), first.channels());
        ByteBuffer bytes = buffers.take(Math.toIntExact(shape.count()));
        try {
            for (Image image : seen) {
                bytes.put(image.samples());
            }
            ((Buffer) bytes).flip(); // ByteBuffer has no flip of its own on Android 26
            return program.apply(Tensor.of(DType.UINT8, shape, bytes));
        } finally {
            buffers.giveBack(bytes);
        }
    }

    /** Counts what is said of labelled pictures, whose labels are indexes of the classes. */
    public Evaluation evaluate(DataSet pictures, List<String> labels) {
        requireOpen();
        Evaluation.Accumulator counts = Evaluation.accumulator(labels);
        BatchLoader loader =
                BatchLoader.of(pictures).transform(transform).channels(channels).batchSize(BATCH);
        try (Batches batches = loader.epoch(0)) {
            for (Batch batch : batches) {
                counts.add(network.run(batch.pixels()).probabilities().toFloats(), batch.labels());
            }
        }
        return counts.evaluation();
    }

    /** Waits for the calls that run. */
    @Override
    public void close() {
        closed = true;
        network.close();
    }
}
