package io.ocelli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.engine.Device;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Trainer;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.weights.Weights;

/** Trainings of a small network, of what the engine trains. */
interface SmallTrainings extends EngineUnderTest {
    double[] RATES = {0.01, 0.02};

    double NO_CLIP = Double.POSITIVE_INFINITY;

    /** A network with a batch norm where the engine trains one, else of linear layers. */
    default SmallNetwork network() {
        return trainable(SmallNetwork.withBatchNorm());
    }

    /** A network whose samples do not know of each other. */
    default SmallNetwork networkWithoutBatchNorm() {
        return trainable(SmallNetwork.withoutBatchNorm());
    }

    default SmallNetwork trainable(SmallNetwork network) {
        return engine().refuses(network.training(Optimizer.sgd(1), NO_CLIP, 1), Device.CPU) == null
                ? network
                : SmallNetwork.ofLinearLayers();
    }

    default Weights trained(TrainingProgram program, int from) {
        try (Trainer trainer = train(program, network().weights(), Weights.empty())) {
            learn(trainer, 1, from, from + 8);
            return trainer.weights();
        }
    }

    static void learn(Trainer trainer, int accumulation, int from, int to) {
        for (int i = from; i < to; i++) {
            if (i % accumulation == accumulation - 1) {
                trainer.step(SmallNetwork.batch(i, 4), RATES);
            } else {
                trainer.accumulate(SmallNetwork.batch(i, 4));
            }
        }
    }

    static void assertSameBits(Weights actual, Weights expected) {
        assertThat(actual.names()).isEqualTo(expected.names());
        actual.toMap()
                .forEach((name, tensor) -> assertThat(tensor.bytes())
                        .as(name)
                        .isEqualTo(expected.get(name).bytes()));
    }
}
