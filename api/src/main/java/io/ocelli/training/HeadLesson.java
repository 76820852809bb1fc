package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.ocelli.data.BatchLoader;
import io.ocelli.data.DataSet;
import io.ocelli.data.SkippedPicture;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Graph;
import io.ocelli.image.Randomness;
import io.ocelli.image.Transforms;
import io.ocelli.model.Architecture;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Learns a head from the features of a frozen backbone, which are computed once. */
final class HeadLesson implements Lesson {
    private static final int BACKBONE_BATCH = 16;

    private final StepProgram step;
    private final Program evaluation;
    private final Training recipe;
    private final Features training;
    private final Features validation;

    private HeadLesson(
            StepProgram step, Architecture architecture, Training recipe, Features training, Features validation) {
        Graph head = NetworkPrograms.head(architecture);
        this.step = step;
        this.evaluation =
                new Program(head, ImmutableMap.of(head.inputs().get(0).name(), NetworkPrograms.features(architecture)));
        this.recipe = recipe;
        this.training = training;
        this.validation = validation;
    }

    /** A step of the head alone, from features. */
    static StepProgram step(Architecture architecture, Training recipe) {
        return new StepProgram(
                NetworkPrograms.head(architecture),
                ImmutableMap.of(),
                NetworkPrograms.features(architecture),
                ImmutableSet.of(),
                StageRates.equal(),
                recipe,
                true,
                architecture.classes());
    }

    static HeadLesson of(
            FineTuning.Network network,
            StepProgram step,
            DataSet training,
            DataSet validation,
            Training recipe,
            Engine engine,
            Device device) {
        Architecture architecture = network.architecture();
        Shape each = NetworkPrograms.features(architecture);
        Program program = NetworkPrograms.features(architecture, network.preprocessing());
        int all = training.size() + validation.size();
        try (Runner backbone = engine.open(program, network.weights(), device)) {
            Features learnt = compute(
                    training,
                    network,
                    recipe,
                    backbone,
                    each,
                    done -> recipe.tell(new TrainingEvent.FeaturesComputed(done, all)));
            try {
                Features examined = compute(
                        validation,
                        network,
                        recipe,
                        backbone,
                        each,
                        done -> recipe.tell(new TrainingEvent.FeaturesComputed(training.size() + done, all)));
                return new HeadLesson(step, architecture, recipe, learnt, examined);
            } catch (RuntimeException e) {
                learnt.close();
                throw e;
            }
        }
    }

    private static Features compute(
            DataSet pictures,
            FineTuning.Network network,
            Training recipe,
            Runner backbone,
            Shape each,
            IntConsumer progress) {
        BatchLoader loader = BatchLoader.of(pictures)
                .transform(Transforms.evaluation(network.preprocessing()))
                .channels(network.architecture().input().channels())
                .batchSize(BACKBONE_BATCH)
                .threads(recipe.workers())
                .onBroken(recipe.onBroken());
        return Features.compute(loader, backbone, each, progress, recipe);
    }

    @Override
    public int batches() {
        return (training.size() + recipe.batchSize() - 1) / recipe.batchSize();
    }

    @Override
    public Epoch epoch(int epoch) {
        int[] order = Randomness.of(recipe.seed()).split("order").split(epoch).permutation(training.size());
        return new Epoch() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < order.length;
            }

            @Override
            public List<Tensor> next() {
                int[] indexes = Arrays.copyOfRange(order, next, Math.min(order.length, next + recipe.batchSize()));
                next += indexes.length;
                int[] labels = IntStream.of(indexes).map(training::label).toArray();
                return step.inputs(training.rows(indexes), labels, indexes, epoch);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Program evaluation() {
        return evaluation;
    }

    @Override
    public Examination validation() {
        return new Examination() {
            private int next;
            private int[] labels = {};

            @Override
            public boolean hasNext() {
                return next < validation.size();
            }

            @Override
            public Tensor next() {
                int[] indexes = IntStream.range(next, Math.min(validation.size(), next + recipe.batchSize()))
                        .toArray();
                next += indexes.length;
                labels = IntStream.of(indexes).map(validation::label).toArray();
                return validation.rows(indexes);
            }

            @Override
            public int[] labels() {
                return labels.clone();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public List<SkippedPicture> skipped() {
        return ImmutableList.<SkippedPicture>builder()
                .addAll(training.skipped())
                .addAll(validation.skipped())
                .build();
    }

    @Override
    public void close() {
        training.close();
        validation.close();
    }
}
