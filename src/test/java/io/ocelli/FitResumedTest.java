package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.engine.Optimizer;
import io.ocelli.testing.JavaProcess;
import io.ocelli.training.Checkpoint;
import io.ocelli.training.Schedule;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent.StepEnded;
import io.ocelli.weights.Safetensors;
import io.ocelli.weights.Weights;
import io.ocelli.weights.WeightsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training that was killed goes on as if it had not been. */
class FitResumedTest extends Fitting {
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
        static final Training RECIPE = Fitting.RECIPE
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

    private static void assertSame(Weights actual, Weights expected) {
        assertThat(actual.names()).isEqualTo(expected.names());
        for (String name : expected.names()) {
            assertThat(actual.get(name).bytes())
                    .as(name)
                    .isEqualTo(expected.get(name).bytes());
        }
    }
}
