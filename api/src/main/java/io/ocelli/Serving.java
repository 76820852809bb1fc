package io.ocelli;

import com.google.common.collect.ImmutableList;
import io.ocelli.data.Batch;
import io.ocelli.data.BatchLoader;
import io.ocelli.data.Batches;
import io.ocelli.data.DataSet;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.image.Image;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import io.ocelli.metrics.Evaluation;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a classifier's network on an engine. Thread-safe. */
final class Serving implements AutoCloseable {
    private static final int BATCH = 32;
    private static final int LOGITS = 0;
    private static final int PROBABILITIES = 1;

    private final TrainedModel model;
    private final Engine engine;
    private final Device device;
    private final Transform transform;
    private final Runner classification;
    private @Nullable Runner features;
    private volatile boolean closed;

    Serving(TrainedModel model, @Nullable String engineName, Device device) {
        this.model = model;
        this.engine = Engines.forInference(engineName);
        this.device = device;
        this.transform = Transforms.evaluation(model.preprocessing());
        this.classification = open(NetworkPrograms.classification(model.architecture(), model.preprocessing()));
    }

    private Runner open(Program program) {
        return engine.open(program, model.weights(), device);
    }

    String engine() {
        return engine.name();
    }

    Prediction classify(Image image) {
        return new Prediction(
                model.labels(),
                classification.run(pixels(image)).get(PROBABILITIES).toFloats());
    }

    float[] logits(Image image) {
        return classification.run(pixels(image)).get(LOGITS).toFloats();
    }

    float[] features(Image image) {
        return featuresRunner().run(pixels(image)).get(0).toFloats();
    }

    private synchronized Runner featuresRunner() {
        requireOpen();
        if (features == null) {
            features = open(NetworkPrograms.features(model.architecture(), model.preprocessing()));
        }
        return features;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(
                    "A classifier answers until it is closed, and this one was closed; load or open another");
        }
    }

    private List<Tensor> pixels(Image image) {
        requireOpen();
        Image seen =
                transform.apply(image.toChannels(model.architecture().input().channels()));
        Shape shape = Shape.of(1, seen.height(), seen.width(), seen.channels());
        ByteBuffer bytes = Tensor.allocate(DType.UINT8, shape);
        bytes.put(seen.samples());
        ((Buffer) bytes).flip(); // ByteBuffer has no flip of its own on Android 26
        return ImmutableList.of(Tensor.of(DType.UINT8, shape, bytes));
    }

    Evaluation evaluate(DataSet pictures) {
        requireOpen();
        Evaluation.Accumulator scores = Evaluation.accumulator(model.labels());
        int channels = model.architecture().input().channels();
        BatchLoader loader = BatchLoader.of(pictures.relabel(model.labels()))
                .transform(transform)
                .channels(channels)
                .batchSize(BATCH);
        try (Batches batches = loader.epoch(0)) {
            for (Batch batch : batches) {
                Tensor probabilities =
                        classification.run(ImmutableList.of(batch.pixels())).get(PROBABILITIES);
                scores.add(probabilities.toFloats(), batch.labels());
            }
        }
        return scores.evaluation();
    }

    @Override
    public void close() {
        closed = true;
        classification.close();
        synchronized (this) {
            if (features != null) {
                features.close();
            }
        }
    }
}
