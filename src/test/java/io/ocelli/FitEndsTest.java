package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ocelli.data.ImageFolder;
import io.ocelli.data.OnBroken;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.engine.Trainer;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.error.EngineException;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.testing.JavaProcess;
import io.ocelli.training.DivergedException;
import io.ocelli.training.History;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent.EpochEnded;
import io.ocelli.training.TrainingEvent.StepEnded;
import io.ocelli.training.TrainingException;
import io.ocelli.weights.Weights;
import io.ocelli.weights.WeightsFile;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training that cannot be is refused before it begins, and one that ends early loses nothing. */
class FitEndsTest extends Fitting {
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
}
