package io.ocelli;

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
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** From pictures to predictions: decode, transform, batch, network. Thread-safe. */
final class Serving implements AutoCloseable {
    static final String CLOSED =
            "A classifier answers until it is closed, and this one was closed; load or open another";

    /** Of evaluation. */
    private static final int BATCH = 32;
    /** Of lists and streams: larger batches were no faster, and hold more memory and answers back. */
    private static final int MANY = 8;

    private final Network network;
    private final List<String> labels;
    private final Transform transform;
    private final int channels;
    private final Buffers buffers = new Buffers();
    private volatile boolean closed;

    /** Takes the network over, and runs it once on a black picture; it is closed if that fails. */
    Serving(Network network, List<String> labels, Preprocessing preprocessing) {
        this.network = network;
        this.labels = ImmutableList.copyOf(labels);
        this.channels = preprocessing.channels();
        boolean works = false;
        try {
            this.transform = Transforms.evaluation(preprocessing);
            logits(Image.black(preprocessing.cropHeight(), preprocessing.cropWidth(), channels));
            works = true;
        } finally {
            if (!works) {
                network.close();
            }
        }
    }

    String engine() {
        return network.engine();
    }

    Prediction classify(Image image) {
        return new Prediction(
                labels, run(seen(image), network::run).probabilities().toFloats());
    }

    TimedPrediction timed(ImageSource source) {
        long start = System.nanoTime();
        Image image = source.read();
        long decoded = System.nanoTime();
        Image seen = seen(image);
        long transformed = System.nanoTime();
        Prediction prediction =
                new Prediction(labels, run(seen, network::run).probabilities().toFloats());
        return new TimedPrediction(
                prediction, Timings.ofNanos(decoded - start, transformed - decoded, System.nanoTime() - transformed));
    }

    float[] logits(Image image) {
        return run(seen(image), network::run).logits().toFloats();
    }

    float[] features(Image image) {
        return run(seen(image), network::features).toFloats();
    }

    List<Tensor> stages(Image image) {
        return run(seen(image), network::stages);
    }

    <T> List<Prediction> classify(List<T> pictures, Function<? super T, ImageSource> source) {
        List<Prediction> predictions = new ArrayList<>(pictures.size());
        int batch = Abreast.batch(pictures.size(), MANY);
        try (Abreast<T, Answer<T>> answers = new Abreast<>(pictures.iterator(), batch, some -> answers(some, source))) {
            while (answers.hasNext()) {
                predictions.add(answers.next().prediction());
            }
        }
        return ImmutableList.copyOf(predictions);
    }

    <T> Stream<Answer<T>> classify(Stream<? extends T> pictures, Function<? super T, ImageSource> source) {
        requireOpen();
        Answers<T> answers = new Answers<>(pictures, some -> answers(some, source));
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(answers, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(answers::close);
    }

    /** Makes its threads when the first answer is asked for, so that a stream which nobody reads costs nothing. */
    private static final class Answers<T> implements Iterator<Answer<T>> {
        private final Stream<? extends T> pictures;
        private final Function<List<T>, List<Answer<T>>> work;
        private @Nullable Abreast<T, Answer<T>> abreast;

        Answers(Stream<? extends T> pictures, Function<List<T>, List<Answer<T>>> work) {
            this.pictures = pictures;
            this.work = work;
        }

        private synchronized Abreast<T, Answer<T>> abreast() {
            if (abreast == null) {
                abreast = new Abreast<>(pictures.iterator(), MANY, work);
            }
            return abreast;
        }

        @Override
        public boolean hasNext() {
            return abreast().hasNext();
        }

        @Override
        public Answer<T> next() {
            return abreast().next();
        }

        synchronized void close() {
            if (abreast != null) {
                abreast.close();
            }
            pictures.close();
        }
    }

    /** The answers to a batch; a picture that cannot be read has its error in its place. */
    private <T> List<Answer<T>> answers(List<T> pictures, Function<? super T, ImageSource> source) {
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
        float[] probabilities = seen.isEmpty()
                ? new float[0]
                : run(seen, network::runAmongMany).probabilities().toFloats();
        List<Answer<T>> answers = new ArrayList<>(pictures.size());
        int next = 0;
        for (int i = 0; i < pictures.size(); i++) {
            ImageException error = errors.get(i);
            answers.add(
                    error != null
                            ? Answer.of(pictures.get(i), error)
                            : Answer.of(pictures.get(i), prediction(probabilities, next++)));
        }
        return answers;
    }

    private Prediction prediction(float[] probabilities, int row) {
        return new Prediction(
                labels, Arrays.copyOfRange(probabilities, row * labels.size(), (row + 1) * labels.size()));
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

    Evaluation evaluate(DataSet pictures) {
        requireOpen();
        Evaluation.Accumulator scores = Evaluation.accumulator(labels);
        BatchLoader loader = BatchLoader.of(pictures.relabel(labels))
                .transform(transform)
                .channels(channels)
                .batchSize(BATCH);
        try (Batches batches = loader.epoch(0)) {
            for (Batch batch : batches) {
                scores.add(network.run(batch.pixels()).probabilities().toFloats(), batch.labels());
            }
        }
        return scores.evaluation();
    }

    @Override
    public void close() {
        closed = true;
        network.close();
    }
}
