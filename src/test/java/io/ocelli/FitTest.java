package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.data.DataSet;
import io.ocelli.data.ImageFolder;
import io.ocelli.data.OnBroken;
import io.ocelli.data.Sampling;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.engine.Trainer;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.error.EngineException;
import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import io.ocelli.model.Initializer;
import io.ocelli.model.Models;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.testing.JavaProcess;
import io.ocelli.training.Average;
import io.ocelli.training.Checkpoint;
import io.ocelli.training.DivergedException;
import io.ocelli.training.History;
import io.ocelli.training.Loss;
import io.ocelli.training.Schedule;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent.EpochEnded;
import io.ocelli.training.TrainingEvent.StepEnded;
import io.ocelli.training.TrainingException;
import io.ocelli.weights.Safetensors;
import io.ocelli.weights.Weights;
import io.ocelli.weights.WeightsFile;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each knob of a recipe does to what is learnt, through the door that applications take. */
class FitTest {
    private static final DataSet TRAIN = RenderedPictures.of(2, 8, 1);
    private static final DataSet VALIDATION = RenderedPictures.of(2, 3, 2);
    private static final Training RECIPE = Training.defaults()
            .epochs(1)
            .batchSize(4)
            .optimizer(Optimizer.sgd(0.05))
            .schedule(Schedule.constant())
            .loss(Loss.crossEntropy());

    @TempDir
    private Path folder;

    private Path weights;

    @BeforeEach
    void write() {
        weights = folder.resolve("weights.safetensors");
        Safetensors.write(
                weights,
                Initializer.weights(Models.find("resnet20_cifar").build().graph(), 3),
                Map.of());
    }

    @AfterEach
    void clearTheInterruption() {
        Thread.interrupted();
    }

    private Backbone backbone() {
        return Classifier.model("resnet20_cifar").weights(weights);
    }

    private static Weights fit(Backbone backbone, Training recipe) {
        return fit(backbone, TRAIN, recipe);
    }

    private static Weights fit(Backbone backbone, DataSet pictures, Training recipe) {
        try (Classifier trained = backbone.head(2).fit(pictures, VALIDATION, recipe)) {
            return trained.weights();
        }
    }

    private static double moved(Weights before, Weights after, String name) {
        double[] one = before.get(name).toDoubles();
        double[] other = after.get(name).toDoubles();
        double most = 0;
        for (int i = 0; i < one.length; i++) {
            most = Math.max(most, Math.abs(other[i] - one[i]));
        }
        return most;
    }

    private static void assertSame(Weights actual, Weights expected) {
        assertThat(actual.names()).isEqualTo(expected.names());
        for (String name : expected.names()) {
            assertThat(actual.get(name).bytes())
                    .as(name)
                    .isEqualTo(expected.get(name).bytes());
        }
    }

    @Test
    void freezeUntilKeepsAllUpToAStageAndItsStatistics() {
        Weights before = WeightsFile.read(weights);
        Weights after = fit(backbone().freezeUntil("layer2"), RECIPE);

        for (String name : before.names()) {
            if (name.startsWith("linear.") || name.endsWith("num_batches_tracked")) {
                continue;
            }
            if (name.startsWith("layer3.")) {
                assertThat(moved(before, after, name)).as(name).isPositive();
            } else {
                assertThat(moved(before, after, name)).as(name).isZero();
            }
        }
        assertThat(after.get("layer3.0.bn1.num_batches_tracked").toLongs()).containsExactly(4);
        assertThat(after.get("layer2.0.bn1.num_batches_tracked").toLongs()).containsExactly(0);
    }

    /** Its own head has no norm and no dropout: what is accumulated is what one batch would be. */
    @Test
    void accumulatedBatchesAreOneOfTheirSize() {
        Backbone head = backbone().engine("pytorch").freezeBackbone();
        Weights whole = fit(head, RECIPE.epochs(3).batchSize(16));
        Weights parts = fit(head, RECIPE.epochs(3).batchSize(4).accumulate(4));

        assertThat(parts.get("linear.weight").toFloats())
                .containsExactly(whole.get("linear.weight").toFloats(), within(1e-5f));
        assertThat(moved(fit(head, RECIPE.epochs(3).batchSize(4)), whole, "linear.weight"))
                .isGreaterThan(1e-3);
    }

    /** 12 pictures in batches of 8 and 4: the second accumulation of an epoch has one batch. */
    @Test
    void aShorterAccumulationAverages() {
        Backbone head = backbone().engine("onnxruntime").freezeBackbone();
        DataSet twelve = RenderedPictures.of(2, 6, 1);
        Weights plain = fit(head, twelve, RECIPE.batchSize(4).epochs(1));
        Weights three = fit(head, twelve, RECIPE.batchSize(4).accumulate(2).epochs(1));
        Weights one = fit(head, twelve, RECIPE.batchSize(12).epochs(1));
        assertThat(moved(three, plain, "linear.weight")).isPositive();
        assertThat(moved(three, one, "linear.weight")).isPositive();
        // All that an epoch has is one accumulation of three, and the same as one batch.
        Weights all = fit(head, twelve, RECIPE.batchSize(4).accumulate(3).epochs(1));
        assertThat(all.get("linear.weight").toFloats())
                .containsExactly(one.get("linear.weight").toFloats(), within(1e-5f));
    }

    @Test
    void augmentationIsWhatTheNetworkSees() {
        AtomicInteger seen = new AtomicInteger();
        Transform plain = Transforms.evaluation(Preprocessings.plain(backbone().size()));
        Transform counting = new Transform() {
            @Override
            public Image apply(Image image) {
                seen.incrementAndGet();
                return plain.apply(image);
            }

            @Override
            public Image apply(Image image, Randomness randomness) {
                return apply(image);
            }
        };
        try (Classifier trained = backbone()
                .freezeBackbone()
                .head(2)
                .fit(TRAIN, VALIDATION, RECIPE.epochs(2).augmentation(counting))) {
            assertThat(trained.history().cached()).isFalse();
        }
        assertThat(seen.get()).as("each picture in each epoch").isEqualTo(2 * TRAIN.size());
        Transform mirrored = Transforms.training(Preprocessings.plain(backbone().size()));
        assertThat(moved(
                        fit(backbone().freezeBackbone(), RECIPE.augmentation(plain)),
                        fit(backbone().freezeBackbone(), RECIPE.augmentation(mirrored)),
                        "linear.weight"))
                .isPositive();
    }

    /**
     * Plain descent moves a weight by its rate times its gradient. A new head gives the backbone none before it moved, so that
     * the backbone's first is the second step's, and the same for all rates.
     */
    @Test
    void stageDecaySlowsTheStagesNearThePixels() {
        Weights before = WeightsFile.read(weights);
        Training step = RECIPE.batchSize(16).epochs(2);
        Weights equal = fit(backbone(), step);
        Weights decayed = fit(backbone(), step.stageDecay(0.5));

        assertThat(ratio(before, equal, decayed, "conv1.weight")).isCloseTo(0.125, within(0.01));
        assertThat(ratio(before, equal, decayed, "layer1.0.conv1.weight")).isCloseTo(0.125, within(0.01));
        assertThat(ratio(before, equal, decayed, "layer2.0.conv1.weight")).isCloseTo(0.25, within(0.01));
        assertThat(ratio(before, equal, decayed, "layer3.0.conv1.weight")).isCloseTo(0.5, within(0.01));
        assertThat(moved(decayed, equal, "linear.weight")).isZero();
    }

    /** Plain descent with a decay moves a weight by the rate times the decay times the weight besides. */
    @Test
    void normsAndBiasesNeedNotDecay() {
        Training step = RECIPE.batchSize(16).optimizer(Optimizer.sgd(0.05).weightDecay(0.1));
        Weights all = fit(backbone(), step);
        Weights weightsAlone = fit(backbone(), step.decayNormsAndBiases(false));
        Weights none = fit(backbone(), step.optimizer(Optimizer.sgd(0.05)));

        for (String name : List.of("bn1.weight", "layer3.2.bn2.weight")) {
            assertThat(moved(weightsAlone, all, name)).as(name).isPositive();
            assertThat(moved(weightsAlone, none, name)).as(name).isZero();
        }
        assertThat(moved(weightsAlone, all, "layer1.0.conv1.weight")).isZero();
        assertThat(moved(weightsAlone, none, "layer1.0.conv1.weight")).isPositive();
    }

    @Test
    void clippedValuesMoveNoWeightByMore() {
        Weights before = WeightsFile.read(weights);
        Training step = RECIPE.batchSize(16).epochs(2);

        assertThat(moved(before, fit(backbone(), step), "conv1.weight")).isGreaterThan(2 * 0.05 * 1e-5);
        assertThat(moved(before, fit(backbone(), step.clipValue(1e-5)), "conv1.weight"))
                .isLessThanOrEqualTo(2 * 0.05 * 1e-5 + 1e-7);
    }

    /** Three epochs of which the last two are averaged; half as many pictures make half as many updates. */
    @ParameterizedTest
    @ValueSource(ints = {16, 8})
    void anEqualAverageIsTheMeanOfItsEpochs(int samples) {
        Backbone head = backbone().freezeBackbone();
        Training recipe = RECIPE.sampling(Sampling.balanced().withSamples(samples));
        float[] two = fit(head, recipe.epochs(2)).get("linear.weight").toFloats();
        float[] three = fit(head, recipe.epochs(3)).get("linear.weight").toFloats();
        float[] mean = new float[two.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (two[i] + three[i]) / 2;
        }
        assertThat(fit(head, recipe.epochs(3).average(Average.equal(2)))
                        .get("linear.weight")
                        .toFloats())
                .containsExactly(mean, within(1e-6f));
    }

    @Test
    void weightsOfClassesAreAsManyAsClasses() {
        assertThatThrownBy(() -> fit(backbone(), RECIPE.loss(Loss.crossEntropy().weights(1, 2, 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A loss has one of weights for each class, and there are 2, received [1.0, 2.0, 3.0]");
    }

    private static double ratio(Weights before, Weights equal, Weights decayed, String name) {
        return moved(before, decayed, name) / moved(before, equal, name);
    }

    @Test
    void mixedPrecisionLearnsNearlyTheSameInFloat32() {
        Weights full = fit(backbone(), RECIPE);
        Weights mixed = fit(backbone(), RECIPE.precision(Precision.MIXED));

        assertThat(moved(full, mixed, "conv1.weight")).isPositive();
        double most = 0;
        for (String name : full.names()) {
            most = Math.max(most, moved(full, mixed, name));
        }
        assertThat(most).isLessThan(0.3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anInterruptedTrainingKeepsWhatItLearnt(boolean frozen) {
        Training recipe = RECIPE.epochs(1000).listener((event, session) -> {
            if (event instanceof StepEnded && session.position().updates() == 9) {
                Thread.currentThread().interrupt();
            }
        });
        Backbone backbone = frozen ? backbone().freezeBackbone() : backbone();
        try (Classifier trained = backbone.head(2).fit(TRAIN, VALIDATION, recipe)) {
            assertThat(Thread.interrupted()).isTrue();
            assertThat(trained.history().epochs()).hasSize(2);
            assertThat(trained.weights().get("linear.weight").toFloats())
                    .isNotEqualTo(fit(backbone, RECIPE).get("linear.weight").toFloats());
        }
    }

    @Test
    void aTrainingThatDivergesGivesBackWhatItHadLearnt() {
        // It grows without a bound.
        Training recipe = RECIPE.epochs(50).optimizer(Optimizer.sgd(2)).schedule(progress -> 1 << progress.step());
        DivergedException failure = catchThrowableOfType(
                DivergedException.class, () -> backbone().head(2).fit(TRAIN, VALIDATION, recipe));

        List<History.Epoch> epochs = failure.learnt().history().epochs();
        assertThat(failure.learnt().position().epoch()).isEqualTo(epochs.size());
        assertThat(failure.learnt().weights().names())
                .containsAll(WeightsFile.read(weights).names());
        for (String name : failure.learnt().weights().names()) {
            for (float value : failure.learnt().weights().get(name).toFloats()) {
                assertThat(Float.isNaN(value)).as(name).isFalse();
            }
        }
    }

    @Test
    void aNetworkWhoseNormsWouldSeeOneValueIsRefusedAtOnce() {
        assertThatThrownBy(() ->
                        Classifier.resnet18().inputSize(32, 32).head(2).fit(TRAIN, VALIDATION, RECIPE.batchSize(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'layer4.0.bn1' would see one in a batch of 1 picture");
    }

    @Test
    void aDeviceThatIsNotThereIsFoundBeforeAFeatureIsComputed() {
        AtomicInteger events = new AtomicInteger();
        Training recipe = RECIPE.listener((event, session) -> events.incrementAndGet());

        assertThatThrownBy(() ->
                        backbone().device("cuda:7").freezeBackbone().head(2).fit(TRAIN, VALIDATION, recipe))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("cuda:7");
        assertThat(events.get()).isZero();
    }

    @Test
    void aFinishedTrainingIsKeptWhereItsClassifierDoesNotOpen() throws Exception {
        Path services = Files.createDirectories(folder.resolve("more/META-INF/services"));
        Files.writeString(services.resolve("io.ocelli.engine.Engine"), TrainsOnly.class.getName());
        String printed = JavaProcess.run(JavaProcess.of(
                System.getProperty("java.class.path") + File.pathSeparator + folder.resolve("more"),
                List.of(),
                OnTrainsOnly.class,
                weights.toString()));

        assertThat(printed)
                .contains(
                        "The training ended well, but its classifier does not open; save(folder) of this exception keeps what was"
                                + " learnt: no room")
                .contains("1 epochs, 14 entries of the last layers");
    }

    static final class OnTrainsOnly {
        private OnTrainsOnly() {}

        public static void main(String[] args) {
            Backbone backbone = Classifier.model("resnet20_cifar")
                    .weights(Path.of(args[0]))
                    .engine("trains_only")
                    .freezeBackbone();
            try {
                backbone.head(2).fit(TRAIN, VALIDATION, RECIPE);
                throw new AssertionError("it should not open");
            } catch (TrainingException e) {
                System.out.println(e.getMessage());
                System.out.println(e.learnt().history().epochs().size() + " epochs, "
                        + e.learnt().weights().names().stream()
                                .filter(name -> name.startsWith("layer3.2.") || name.startsWith("linear."))
                                .count()
                        + " entries of the last layers");
            }
        }
    }

    /** ONNX Runtime, with no room for a classifier. */
    public static final class TrainsOnly implements Engine {
        private static Engine whole() {
            return Engines.named("onnxruntime");
        }

        @Override
        public String name() {
            return "trains_only";
        }

        @Override
        public int servingRank() {
            return -1;
        }

        @Override
        public int trainingRank() {
            return -1;
        }

        @Override
        public String refuses(Device device) {
            return whole().refuses(device);
        }

        @Override
        public String describe() {
            return whole().describe();
        }

        @Override
        public Runner open(Program program, Weights weights, Device device) {
            if (program.graph().outputs().containsKey(NetworkPrograms.PROBABILITIES)) {
                throw new EngineException("no room");
            }
            return whole().open(program, weights, device);
        }

        @Override
        public String refuses(TrainingProgram program, Device device) {
            return whole().refuses(program, device);
        }

        @Override
        public Trainer train(TrainingProgram program, Weights weights, Weights state, Device device) {
            return whole().train(program, weights, state, device);
        }
    }

    /** A picture that vanishes in the middle is an error, but no loss. */
    @Test
    void aPictureThatVanishesKeepsWhatWasLearnt() throws Exception {
        Path last = RenderedPictures.folder(folder.resolve("pictures"), 2, 4, 1);
        Training recipe = RECIPE.epochs(9).onBroken(OnBroken.FAIL).listener((event, session) -> {
            if (event instanceof EpochEnded) {
                delete(last);
            }
        });
        TrainingException failure = catchThrowableOfType(
                TrainingException.class,
                () -> backbone().head(2).fit(ImageFolder.of(folder.resolve("pictures")), VALIDATION, recipe));

        assertThat(failure).hasMessageContaining(last.toString());
        assertThat(failure.learnt().history().epochs()).hasSize(1);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Killed after seven batches, in the second epoch and in the middle of an accumulation. */
    @ParameterizedTest
    @ValueSource(strings = {"whole", "head"})
    void aTrainingGoesOnInAnotherProcessBitForBit(String what) throws Exception {
        Weights expected = fit(Resumed.backbone(weights, what), Resumed.RECIPE);
        String checkpoint = folder.resolve("checkpoint").toString();
        String result = folder.resolve("result").toString();
        JavaProcess.run(JavaProcess.of(List.of(), Killed.class, weights.toString(), what, checkpoint));
        JavaProcess.run(JavaProcess.of(List.of(), Resumed.class, weights.toString(), what, checkpoint, result));

        assertSame(WeightsFile.read(Path.of(result)), expected);
    }

    /** Trains, and dies. */
    static final class Killed {
        private Killed() {}

        public static void main(String[] args) {
            Training recipe = Resumed.RECIPE.listener((event, session) -> {
                if (event instanceof StepEnded
                        && session.position().epoch() == 1
                        && session.position().batch() == 3) {
                    session.checkpoint().save(Path.of(args[2]));
                    Runtime.getRuntime().halt(0);
                }
            });
            fit(Resumed.backbone(Path.of(args[0]), args[1]), recipe);
            throw new AssertionError("it should have been killed");
        }
    }

    /** Goes on. */
    static final class Resumed {
        static final Training RECIPE = FitTest.RECIPE
                .epochs(3)
                .accumulate(2)
                .optimizer(Optimizer.adamW(1e-3))
                .schedule(Schedule.cosine().warmup(0.1))
                .seed(11);

        private Resumed() {}

        static Backbone backbone(Path weights, String what) {
            Backbone whole = Classifier.model("resnet20_cifar").weights(weights);
            return what.equals("head") ? whole.freezeBackbone() : whole;
        }

        public static void main(String[] args) {
            Training recipe = RECIPE.resumeFrom(Checkpoint.load(Path.of(args[2])));
            Safetensors.write(Path.of(args[3]), fit(backbone(Path.of(args[0]), args[1]), recipe), Map.of());
        }
    }
}
