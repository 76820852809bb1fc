package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import io.ocelli.data.Batch;
import io.ocelli.data.BatchLoader;
import io.ocelli.data.Batches;
import io.ocelli.data.DataSet;
import io.ocelli.data.LastBatch;
import io.ocelli.data.SkippedPicture;
import io.ocelli.engine.Program;
import io.ocelli.graph.Graph;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import io.ocelli.model.Architecture;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Learns from pictures, augmented anew in each epoch. */
final class PictureLesson implements Lesson {
    private final StepProgram step;
    private final Program evaluation;
    private final BatchLoader training;
    private final BatchLoader validation;
    private final Map<String, SkippedPicture> skipped = new LinkedHashMap<>();

    PictureLesson(FineTuning.Network network, StepProgram step, DataSet training, DataSet validation, Training recipe) {
        this.step = step;
        this.evaluation = new Program(
                whole(network).only(Architecture.LOGITS),
                NetworkPrograms.pixels(network.architecture().input()));
        Transform augmentation =
                recipe.augmentation() != null ? recipe.augmentation() : Transforms.training(network.preprocessing());
        this.training =
                loader(training, augmentation, network, recipe).shuffle(true).lastBatch(lastBatch(training, recipe));
        this.validation = loader(validation, Transforms.evaluation(network.preprocessing()), network, recipe);
    }

    /** A step of what is not frozen, from pictures. */
    static StepProgram step(FineTuning.Network network, Training recipe) {
        Architecture architecture = network.architecture();
        Map<String, Shape> pixels = NetworkPrograms.pixels(architecture.input());
        return new StepProgram(
                whole(network),
                architecture.auxiliary(),
                Objects.requireNonNull(pixels.get(NetworkPrograms.PIXELS)),
                network.frozenNodes(),
                StageRates.of(architecture, recipe.stageDecay()),
                recipe,
                network.onlyHeadLearns(),
                architecture.classes());
    }

    private static Graph whole(FineTuning.Network network) {
        Graph plain = network.architecture().graph();
        Graph.Builder graph = NetworkPrograms.withPixels(plain, network.preprocessing());
        plain.outputs().forEach(graph::output);
        return graph.build();
    }

    /** A last batch of one picture has no variance for a batch norm to use. */
    private static LastBatch lastBatch(DataSet training, Training recipe) {
        return training.size() % recipe.batchSize() == 1 && training.size() > 1 ? LastBatch.DROP : LastBatch.KEEP;
    }

    private static BatchLoader loader(
            DataSet pictures, Transform transform, FineTuning.Network network, Training recipe) {
        return BatchLoader.of(pictures)
                .transform(transform)
                .channels(network.architecture().input().channels())
                .batchSize(recipe.batchSize())
                .seed(recipe.seed())
                .threads(recipe.workers())
                .onBroken(recipe.onBroken());
    }

    @Override
    public int batches() {
        return training.batches();
    }

    @Override
    public Epoch epoch(int epoch) {
        Batches batches = training.epoch(epoch);
        return new Epoch() {
            @Override
            public boolean hasNext() {
                return batches.hasNext();
            }

            @Override
            public List<Tensor> next() {
                Batch batch = batches.next();
                return step.inputs(batch.pixels(), batch.labels(), batch.indexes(), epoch);
            }

            @Override
            public void close() {
                leave(batches);
            }
        };
    }

    private void leave(Batches batches) {
        batches.skipped().forEach(picture -> skipped.put(picture.name(), picture));
        batches.close();
    }

    @Override
    public Program evaluation() {
        return evaluation;
    }

    @Override
    public Examination validation() {
        Batches batches = validation.epoch(0);
        return new Examination() {
            private int[] labels = {};

            @Override
            public boolean hasNext() {
                return batches.hasNext();
            }

            @Override
            public Tensor next() {
                Batch batch = batches.next();
                labels = batch.labels();
                return batch.pixels();
            }

            @Override
            public int[] labels() {
                return labels.clone();
            }

            @Override
            public void close() {
                leave(batches);
            }
        };
    }

    @Override
    public List<SkippedPicture> skipped() {
        return ImmutableList.copyOf(skipped.values());
    }

    @Override
    public void close() {}
}
