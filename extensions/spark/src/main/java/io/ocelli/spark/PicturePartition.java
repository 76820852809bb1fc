package io.ocelli.spark;

import com.google.common.util.concurrent.Futures;
import io.ocelli.Classifier;
import io.ocelli.Prediction;
import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.image.Images;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
        int threads = task.cpus();
        if (threads == 1) {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return rows.hasNext();
                }

                @Override
                public Row next() {
                    return answer(classifier, rows.next());
                }
            };
        }
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        task.addTaskCompletionListener(ended -> {
            workers.shutdownNow();
        });
        return new Ahead(rows, classifier, workers, 2 * threads);
    }

    /** Rows in their order, of which a few are worked on ahead. */
    private final class Ahead implements Iterator<Row> {
        private final Iterator<Row> rows;
        private final Classifier classifier;
        private final ExecutorService workers;
        private final int most;
        private final Queue<Future<Row>> under = new ArrayDeque<>();

        Ahead(Iterator<Row> rows, Classifier classifier, ExecutorService workers, int most) {
            this.rows = rows;
            this.classifier = classifier;
            this.workers = workers;
            this.most = most;
        }

        @Override
        public boolean hasNext() {
            return !under.isEmpty() || rows.hasNext();
        }

        @Override
        public Row next() {
            while (under.size() < most && rows.hasNext()) {
                Row row = rows.next();
                under.add(workers.submit(() -> answer(classifier, row)));
            }
            Future<Row> first = under.poll();
            if (first == null) {
                throw new NoSuchElementException();
            }
            return Objects.requireNonNull(Futures.getUnchecked(first));
        }
    }

    private Row answer(Classifier classifier, Row row) {
        Prediction prediction = null;
        float[] features = null;
        String error = null;
        try {
            Image image = read(row);
            prediction = predicts() ? classifier.classify(image) : null;
            features = outputs.contains(Output.FEATURES) ? classifier.features(image) : null;
        } catch (ImageException | IOException e) {
            error = e.getMessage() == null ? e.toString() : e.getMessage();
        }
        Object[] values = new Object[row.size() + outputs.size()];
        for (int i = 0; i < row.size(); i++) {
            values[i] = row.get(i);
        }
        for (int i = 0; i < outputs.size(); i++) {
            values[row.size() + i] = value(outputs.get(i), prediction, features, error);
        }
        return RowFactory.create(values);
    }

    private boolean predicts() {
        return outputs.contains(Output.PREDICTION)
                || outputs.contains(Output.LABEL)
                || outputs.contains(Output.PROBABILITY);
    }

    private static @Nullable Object value(
            Output output, @Nullable Prediction prediction, float @Nullable [] features, @Nullable String error) {
        if (output == Output.ERROR) {
            return error;
        }
        if (output == Output.FEATURES) {
            return features == null ? null : Vectors.dense(doubles(features));
        }
        if (prediction == null) {
            return null;
        }
        return switch (output) {
            case PREDICTION -> (double) prediction.index();
            case LABEL -> prediction.label();
            case PROBABILITY -> Vectors.dense(doubles(prediction.probabilities()));
            case FEATURES, ERROR -> throw new AssertionError(output);
        };
    }

    private static double[] doubles(float[] numbers) {
        double[] wide = new double[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            wide[i] = numbers[i];
        }
        return wide;
    }

    private Image read(Row row) throws IOException {
        Object value = row.get(input);
        if (value == null) {
            throw new IOException("There is no picture in column '" + column + "': it is null");
        }
        if (value instanceof byte[] bytes) {
            return Images.read(bytes, "the picture in column '" + column + "'");
        }
        Path path = path((String) value);
        try (InputStream stream = path.getFileSystem(hadoop.value().value()).open(path)) {
            return Images.read(stream.readAllBytes(), path.toString());
        }
    }

    private Path path(String text) throws IOException {
        try {
            return new Path(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("Column '" + column + "' holds paths of pictures, received '" + text + "'", e);
        }
    }
}
