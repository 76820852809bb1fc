package io.ocelli.spark;

import com.google.common.collect.AbstractIterator;
import com.google.common.collect.Iterators;
import com.google.common.util.concurrent.Futures;
import io.ocelli.Answer;
import io.ocelli.Classifier;
import io.ocelli.Prediction;
import io.ocelli.data.ImageSource;
import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/** Adds its columns to the rows of a partition, on as many threads as the task has processors ({@code spark.task.cpus}). */
final class PicturePartition implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1;

    /** Rows that go through the network together. */
    private static final int BATCH = 8;

    private final Broadcast<ShippedModel> model;
    private final Broadcast<SerializableConfiguration> hadoop;
    private final int input;
    private final String column;
    private final List<Output> outputs;

    PicturePartition(
            Broadcast<ShippedModel> model,
            Broadcast<SerializableConfiguration> hadoop,
            int input,
            String column,
            List<Output> outputs) {
        this.model = model;
        this.hadoop = hadoop;
        this.input = input;
        this.column = column;
        this.outputs = new ArrayList<>(outputs);
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        TaskContext task = TaskContext.get();
        Classifier classifier = model.value().classifier();
        Iterator<List<Row>> batches = Iterators.partition(rows, BATCH);
        int threads = task.cpus();
        if (threads == 1) {
            return Iterators.concat(Iterators.transform(
                    batches, batch -> answers(classifier, batch).iterator()));
        }
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        task.addTaskCompletionListener(ended -> {
            workers.shutdownNow();
        });
        Iterator<List<Row>> ahead = new Ahead<>(batches, batch -> answers(classifier, batch), workers, 2 * threads);
        return Iterators.concat(Iterators.transform(ahead, List::iterator));
    }

    /** Results in the order of what they are of, of which a few are worked on ahead. */
    private static final class Ahead<T, R> extends AbstractIterator<R> {
        private final Iterator<T> elements;
        private final Function<T, R> work;
        private final ExecutorService workers;
        private final int most;
        private final Queue<Future<R>> under = new ArrayDeque<>();

        Ahead(Iterator<T> elements, Function<T, R> work, ExecutorService workers, int most) {
            this.elements = elements;
            this.work = work;
            this.workers = workers;
            this.most = most;
        }

        @Override
        protected @Nullable R computeNext() {
            while (under.size() < most && elements.hasNext()) {
                T element = elements.next();
                under.add(workers.submit(() -> work.apply(element)));
            }
            Future<R> first = under.poll();
            return first == null ? endOfData() : Futures.getUnchecked(first);
        }
    }

    private List<Row> answers(Classifier classifier, List<Row> rows) {
        if (predicts() && !featured()) {
            return classifier.classifyHere(rows, this::picture).stream()
                    .map(this::answer)
                    .toList();
        }
        List<Row> answers = new ArrayList<>(rows.size());
        for (Row row : rows) { // each read once for all that is asked
            try {
                Image image = picture(row).readFor(classifier.preprocessing());
                answers.add(answer(
                        row,
                        predicts() ? classifier.classify(image) : null,
                        featured() ? classifier.features(image) : null));
            } catch (ImageException e) {
                answers.add(failed(row, e));
            }
        }
        return answers;
    }

    private Row answer(Answer<Row> answer) {
        ImageException error = answer.error();
        return error == null ? answer(answer.picture(), answer.prediction(), null) : failed(answer.picture(), error);
    }

    private Row failed(Row row, ImageException error) {
        return wider(row, output -> output == Output.ERROR ? error.getMessage() : null);
    }

    private Row answer(Row row, @Nullable Prediction prediction, float @Nullable [] features) {
        return wider(row, output -> value(output, prediction, features));
    }

    private Row wider(Row row, Function<Output, @Nullable Object> added) {
        Object[] values = new Object[row.size() + outputs.size()];
        for (int i = 0; i < row.size(); i++) {
            values[i] = row.get(i);
        }
        for (int i = 0; i < outputs.size(); i++) {
            values[row.size() + i] = added.apply(outputs.get(i));
        }
        return RowFactory.create(values);
    }

    private boolean featured() {
        return outputs.contains(Output.FEATURES);
    }

    private boolean predicts() {
        return outputs.contains(Output.PREDICTION)
                || outputs.contains(Output.LABEL)
                || outputs.contains(Output.PROBABILITY);
    }

    private static @Nullable Object value(Output output, @Nullable Prediction prediction, float @Nullable [] features) {
        return switch (output) {
            case PREDICTION -> prediction == null ? null : (double) prediction.index();
            case LABEL -> prediction == null ? null : prediction.label();
            case PROBABILITY -> prediction == null ? null : Vectors.dense(doubles(prediction.probabilities()));
            case FEATURES -> features == null ? null : Vectors.dense(doubles(features));
            case ERROR -> null;
        };
    }

    private static double[] doubles(float[] numbers) {
        double[] wide = new double[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            wide[i] = numbers[i];
        }
        return wide;
    }

    private ImageSource picture(Row row) {
        Object value = row.get(input);
        return value instanceof String path
                ? ImageSource.of(path, () -> bytes(path))
                : ImageSource.of("the picture in column '" + column + "'", () -> bytes((byte[]) value));
    }

    private byte[] bytes(byte @Nullable [] value) {
        if (value == null) {
            throw new ImageException("There is no picture in column '" + column + "': it is null");
        }
        return value;
    }

    private byte[] bytes(String path) {
        try {
            Path file = new Path(path);
            FileSystem files = file.getFileSystem(hadoop.value().value());
            if (files instanceof LocalFileSystem local
                    && !local.pathToFile(local.getChecksumFile(file)).exists()) {
                // Hadoop's opening of a small picture takes a tenth of what classifying it takes.
                return Files.readAllBytes(local.pathToFile(file).toPath());
            }
            try (InputStream stream = files.open(file)) {
                return stream.readAllBytes();
            }
        } catch (NoSuchFileException e) {
            throw new ImageException("There is no picture " + path, e);
        } catch (IllegalArgumentException e) {
            throw new ImageException("Column '" + column + "' holds paths of pictures, received '" + path + "'", e);
        } catch (IOException e) {
            throw new ImageException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }
}
