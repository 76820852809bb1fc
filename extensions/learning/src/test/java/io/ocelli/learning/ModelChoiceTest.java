package io.ocelli.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.data.DataSet;
import io.ocelli.engine.Device;
import io.ocelli.engine.Optimizer;
import io.ocelli.image.Pipeline;
import io.ocelli.model.Network;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Golden;
import io.ocelli.testing.GoldenStep;
import io.ocelli.training.History;
import io.ocelli.training.Learner;
import io.ocelli.training.Learnt;
import io.ocelli.training.Loss;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Objective;
import io.ocelli.training.Plan;
import io.ocelli.training.Schedule;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The best epoch by what a network says of pictures without labels. */
class ModelChoiceTest {
    private static final int ROWS = 8;
    private static final Tensor TABLE = Golden.tensor("choice", Shape.of(ROWS, 3), -1, 1);
    private static final List<Weights> AFTER = new ArrayList<>();

    /** Rows 0 to 3 are labelled, 4 to 7 the target; the objective makes the target's entropy larger, against its choice. */
    private static Learnt learn(NamedTerm judge, Objective objective, String engine) {
        AFTER.clear();
        Network network = GoldenStep.saying(TABLE);
        DataSet labelled = GoldenStep.pictures(ROWS, 0, 3, 0, 1, 2, 0);
        DataSet target = GoldenStep.pictures(ROWS, 4, 3, -1, -1, -1, -1);
        Training recipe = Training.defaults()
                .epochs(3)
                .batchSize(4)
                .optimizer(Optimizer.sgd(0.5))
                .schedule(Schedule.constant())
                .augmentation(Pipeline.empty())
                .objective(objective)
                .stream("target", target)
                .bestWeights(judge)
                .listener((event, session) -> {
                    if (event instanceof TrainingEvent.EpochEnded) {
                        AFTER.add(session.weights());
                    }
                });
        return Plan.of(
                        new Learner(network.architecture(), network.weights(), network.preprocessing(), null),
                        labelled,
                        labelled,
                        recipe,
                        engine,
                        Device.CPU)
                .run();
    }

    private static double entropy(Weights weights) {
        float[] columns = weights.get(GoldenStep.WEIGHT).toFloats();
        double mean = 0;
        for (int row = 4; row < ROWS; row++) {
            double sum = 0;
            for (int k = 0; k < 3; k++) {
                sum += Math.exp(columns[k * ROWS + row]);
            }
            for (int k = 0; k < 3; k++) {
                double share = Math.exp(columns[k * ROWS + row]) / sum;
                mean -= share * Math.log(share) / 4;
            }
        }
        return mean;
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void theEpochWithTheLeastEntropyIsGiven(String engine) {
        Objective rising =
                Objective.labels(Loss.crossEntropy()).plus(Entropy.of("target").times(-1));
        Learnt learnt = learn(Entropy.of("target"), rising, engine);
        List<History.Epoch> epochs = learnt.history().epochs();

        for (int i = 0; i < 3; i++) {
            assertThat(epochs.get(i).judged()).isCloseTo(entropy(AFTER.get(i)), within(1e-5));
        }
        assertThat(epochs.get(0).judged())
                .isLessThan(epochs.get(1).judged())
                .isLessThan(epochs.get(2).judged());
        assertThat(learnt.history().best()).isEqualTo(epochs.get(0));
        assertThat(learnt.weights().get(GoldenStep.WEIGHT).toFloats())
                .isEqualTo(AFTER.get(0).get(GoldenStep.WEIGHT).toFloats());
        assertThat(learnt.history().toCsv())
                .startsWith(
                        "epoch,training_loss,validation_loss,validation_accuracy," + "learning_rate,seconds,judged\n");
    }

    /** What tells need not be learnt. */
    @Test
    void theStreamMayBeForTheChoiceAlone() {
        Learnt learnt = learn(Entropy.of("target").andDiversity(), Objective.labels(Loss.crossEntropy()), "pytorch");

        assertThat(learnt.history().epochs()).allMatch(epoch -> Double.isFinite(epoch.judged()));
    }

    @Test
    void itLooksAtOneStreamAlone() {
        assertThatThrownBy(() -> learn(Mmd.with("target"), Objective.labels(Loss.crossEntropy()), "pytorch"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "What tells the best epoch looks at what the network makes of the pictures of one stream, and at"
                                + " nothing else; 'mmd' looks at the labelled pictures");
    }
}
