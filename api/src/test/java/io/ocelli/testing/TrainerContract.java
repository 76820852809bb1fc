package io.ocelli.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.ocelli.engine.Device;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Trainer;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** How a trainer behaves, whatever it learns. */
public interface TrainerContract extends EngineUnderTest {
    double[] RATES = {0.01, 0.02};

    double NO_CLIP = Double.POSITIVE_INFINITY;

    @Test
    default void twoTrainersAtOnceGiveWhatEachGivesAlone() throws Exception {
        TrainingProgram sgd = network().training(Optimizer.sgd(1).momentum(0.9), NO_CLIP, 1);
        TrainingProgram adam = network().training(Optimizer.adamW(1), 1.0, 1);
        Weights first = trained(sgd, 0);
        Weights second = trained(adam, 100);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 3; round++) {
                Callable<Weights> one = () -> trained(sgd, 0);
                Callable<Weights> two = () -> trained(adam, 100);
                List<Future<Weights>> together = threads.invokeAll(List.of(one, two));

                assertSameBits(together.get(0).get(), first);
                assertSameBits(together.get(1).get(), second);
            }
        } finally {
            threads.shutdown();
        }
    }

    @TestFactory
    default Stream<DynamicTest> goesOnFromItsStateBitForBit() {
        return Stream.of(
                        Optimizer.sgd(1),
                        Optimizer.sgd(1).momentum(0.9).weightDecay(1e-3),
                        Optimizer.sgd(1).momentum(0.9).withNesterov(),
                        Optimizer.adam(1).weightDecay(0.1),
                        Optimizer.adamW(1),
                        Optimizer.amsGrad(1),
                        Optimizer.rmsProp(1).momentum(0.9),
                        Optimizer.adagrad(1),
                        Optimizer.lion(1).weightDecay(0.1),
                        Optimizer.lamb(1))
                .flatMap(optimizer -> Stream.of(1, 2)
                        .map(accumulation ->
                                dynamicTest(optimizer + ", " + accumulation, () -> goesOn(optimizer, accumulation))));
    }

    private void goesOn(Optimizer optimizer, int accumulation) {
        SmallNetwork network = network();
        TrainingProgram program = network.training(optimizer, 1.0, accumulation);
        // Where gradients are accumulated, the stop is between a batch and the step it belongs to.
        int stop = 3;
        try (Trainer whole = train(program, network.weights(), Weights.empty());
                Trainer before = train(program, network.weights(), Weights.empty())) {
            learn(whole, accumulation, 0, 6);
            learn(before, accumulation, 0, stop);
            try (Trainer after = train(program, before.weights(), before.state())) {
                learn(after, accumulation, stop, 6);

                assertSameBits(after.weights(), whole.weights());
                assertSameBits(after.state(), whole.state());
            }
        }
    }

    @Test
    default void partsOfABatchAccumulateToTheWhole() {
        SmallNetwork network = networkWithoutBatchNorm();
        List<Tensor> batch = SmallNetwork.batch(0, 8);
        Optimizer optimizer = Optimizer.sgd(1).momentum(0.9);
        try (Trainer whole = train(network.training(optimizer, NO_CLIP, 1), network.weights(), Weights.empty());
                Trainer parts = train(network.training(optimizer, NO_CLIP, 4), network.weights(), Weights.empty())) {
            for (int step = 0; step < 2; step++) {
                whole.step(batch, RATES);
                parts.accumulate(SmallNetwork.rows(batch, 0, 2));
                parts.accumulate(SmallNetwork.rows(batch, 2, 4));
                parts.accumulate(SmallNetwork.rows(batch, 4, 6));
                parts.step(SmallNetwork.rows(batch, 6, 8), RATES);
            }

            Weights expected = whole.weights();
            parts.weights()
                    .toMap()
                    .forEach((name, tensor) -> Close.assertClose(
                            tensor.toDoubles(), expected.get(name).toDoubles(), 1e-6, name));
        }
    }

    /** As where an epoch ends in the middle. */
    @TestFactory
    default Stream<DynamicTest> averagesOverTheBatchesThatCame() {
        return Stream.of(NO_CLIP, 0.5)
                .map(clip -> dynamicTest("clip " + clip, () -> {
                    SmallNetwork network = networkWithoutBatchNorm();
                    List<Tensor> batch = SmallNetwork.batch(0, 8);
                    Optimizer optimizer = Optimizer.sgd(1);
                    try (Trainer whole =
                                    train(network.training(optimizer, clip, 1), network.weights(), Weights.empty());
                            Trainer fewer =
                                    train(network.training(optimizer, clip, 3), network.weights(), Weights.empty())) {
                        whole.step(batch, RATES);
                        fewer.accumulate(SmallNetwork.rows(batch, 0, 4));
                        fewer.step(SmallNetwork.rows(batch, 4, 8), RATES);

                        Weights expected = whole.weights();
                        fewer.weights()
                                .toMap()
                                .forEach((name, tensor) -> Close.assertClose(
                                        tensor.toDoubles(), expected.get(name).toDoubles(), 1e-6, name));
                    }
                }));
    }

    @Test
    default void clippedGradientsHaveTheNormOfTheClip() {
        SmallNetwork network = network();
        double clip = 1e-2;
        try (Trainer trainer = train(network.training(Optimizer.sgd(1), clip, 1), network.weights(), Weights.empty())) {
            trainer.step(SmallNetwork.batch(0, 8), 1, 1);

            double squares = 0;
            for (Map.Entry<String, Tensor> entry : trainer.weights().toMap().entrySet()) {
                if (entry.getKey().endsWith("weight") || entry.getKey().endsWith("bias")) {
                    double[] before = network.weights().get(entry.getKey()).toDoubles();
                    double[] after = entry.getValue().toDoubles();
                    for (int i = 0; i < before.length; i++) {
                        squares += Math.pow(after[i] - before[i], 2);
                    }
                }
            }
            assertThat(Math.sqrt(squares)).isCloseTo(clip, within(1e-4 * clip));
        }
    }

    @Test
    default void eachGradientIsAtMostTheClippedValue() {
        TrainingProgram plain = network().training(Optimizer.sgd(1), NO_CLIP, 1);
        try (Trainer trainer = train(plain.clipValue(0.01), network().weights(), Weights.empty())) {
            Weights before = trainer.weights();
            Weights gradients = trainer.gradients(SmallNetwork.batch(0, 4));
            trainer.step(SmallNetwork.batch(0, 4), 1, 1);
            Weights after = trainer.weights();

            int clipped = 0;
            for (String name : gradients.names()) {
                double[] raw = gradients.get(name).toDoubles();
                double[] from = before.get(name).toDoubles();
                double[] to = after.get(name).toDoubles();
                for (int i = 0; i < raw.length; i++) {
                    clipped += Math.abs(raw[i]) > 0.01 ? 1 : 0;
                    assertThat(from[i] - to[i])
                            .as(name)
                            .isEqualTo(Math.max(-0.01, Math.min(0.01, raw[i])), within(1e-6));
                }
            }
            assertThat(clipped).isPositive();
        }
    }

    /** Without a gradient's part there is no telling decay from learning: weights that decay twice as much differ by it. */
    @Test
    default void aGroupDecaysByItsOwnFactor() {
        TrainingProgram plain = network().training(Optimizer.sgd(1).weightDecay(0.1), NO_CLIP, 1);
        Weights start = network().weights();
        try (Trainer both = train(plain, start, Weights.empty());
                Trainer first = train(plain.with(List.of(1.0, 0.0), null), start, Weights.empty())) {
            both.step(SmallNetwork.batch(0, 4), RATES);
            first.step(SmallNetwork.batch(0, 4), RATES);

            for (String name : plain.groups().keySet()) {
                boolean decays = plain.groups().get(name) == 0;
                double[] weight = start.get(name).toDoubles();
                double[] one = first.weights().get(name).toDoubles();
                double[] other = both.weights().get(name).toDoubles();
                for (int i = 0; i < weight.length; i++) {
                    assertThat(one[i] - other[i])
                            .as(name)
                            .isEqualTo(decays ? 0 : RATES[1] * 0.1 * weight[i], within(1e-6));
                }
            }
        }
    }

    @Test
    default void smallGradientsAreNotClipped() {
        SmallNetwork network = network();

        assertSameBits(
                trained(network.training(Optimizer.adam(1), 1e6, 1), 0),
                trained(network.training(Optimizer.adam(1), NO_CLIP, 1), 0));
    }

    @Test
    default void aGroupLearnsAtItsOwnRate() {
        SmallNetwork network = networkWithoutBatchNorm();
        try (Trainer trainer =
                train(network.training(Optimizer.adamW(1), NO_CLIP, 1), network.weights(), Weights.empty())) {
            trainer.step(SmallNetwork.batch(0, 4), 0, 0.1);
            Weights after = trainer.weights();

            assertThat(after.get("first.weight").bytes())
                    .isEqualTo(network.weights().get("first.weight").bytes());
            assertThat(after.get("fc.weight").bytes())
                    .isNotEqualTo(network.weights().get("fc.weight").bytes());
        }
    }

    @Test
    default void onlyWhatIsInAGroupLearns() {
        SmallNetwork network = networkWithoutBatchNorm();
        TrainingProgram program =
                network.training(Optimizer.sgd(1).weightDecay(0.1), NO_CLIP, 1, Map.of("fc.weight", 0));
        try (Trainer trainer = train(program, network.weights(), Weights.empty())) {
            trainer.step(SmallNetwork.batch(0, 4), 0.1);

            trainer.weights().toMap().forEach((name, tensor) -> {
                if (!name.equals("fc.weight")) {
                    assertThat(tensor.bytes())
                            .as(name)
                            .isEqualTo(network.weights().get(name).bytes());
                }
            });
            assertThat(trainer.gradients(SmallNetwork.batch(0, 4)).names()).containsExactly("fc.weight");
        }
    }

    @Test
    default void gradientsChangeNoWeightAndNoState() {
        SmallNetwork network = networkWithoutBatchNorm();
        try (Trainer trainer =
                train(network.training(Optimizer.adam(1), NO_CLIP, 2), network.weights(), Weights.empty())) {
            trainer.step(SmallNetwork.batch(0, 4), RATES);
            Weights weights = trainer.weights();
            Weights state = trainer.state();
            trainer.gradients(SmallNetwork.batch(1, 4));

            assertSameBits(trainer.weights(), weights);
            assertSameBits(trainer.state(), state);
        }
    }

    @Test
    default void whatATrainerGaveDoesNotChangeWithIt() {
        SmallNetwork network = network();
        try (Trainer trainer =
                train(network.training(Optimizer.sgd(1), NO_CLIP, 1), network.weights(), Weights.empty())) {
            Weights given = trainer.weights();
            trainer.step(SmallNetwork.batch(0, 4), RATES);

            assertSameBits(given, network.weights());
        }
    }

    @Test
    default void weightsComeInTheOrderOfTheStateDict() {
        SmallNetwork network = network();
        try (Trainer trainer =
                train(network.training(Optimizer.sgd(1), NO_CLIP, 1), network.weights(), Weights.empty())) {
            assertThat(trainer.weights().names())
                    .containsExactlyElementsOf(network.weights().names());
        }
    }

    @Test
    default void afterCloseATrainerSaysSo() {
        SmallNetwork network = network();
        Trainer trainer = train(network.training(Optimizer.sgd(1), NO_CLIP, 1), network.weights(), Weights.empty());
        trainer.close();
        trainer.close();

        assertThatThrownBy(() -> trainer.step(SmallNetwork.batch(0, 4), RATES))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A trainer trains until it is closed, and this one was closed;"
                        + " make another from its weights and state");
    }

    @Test
    default void aTrainerRefusesInputsOfAnotherShape() {
        SmallNetwork network = network();
        try (Trainer trainer =
                train(network.training(Optimizer.sgd(1), NO_CLIP, 1), network.weights(), Weights.empty())) {
            List<Tensor> batch = SmallNetwork.batch(0, 4);

            assertThatThrownBy(() -> trainer.step(List.of(batch.get(0), batch.get(0)), RATES))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Input 1 of the program is targets FLOAT32[?, 5], received FLOAT32[4, 3, 8, 8]");
        }
    }

    @Test
    default void aStepTakesARateForEachGroup() {
        SmallNetwork network = network();
        try (Trainer trainer =
                train(network.training(Optimizer.sgd(1), NO_CLIP, 1), network.weights(), Weights.empty())) {
            assertThatThrownBy(() -> trainer.step(SmallNetwork.batch(0, 4), 0.1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A step takes a learning rate for each of 2 groups, received 1");
        }
    }

    /** A network with a batch norm where the engine trains one, else of linear layers. */
    private SmallNetwork network() {
        return trainable(SmallNetwork.withBatchNorm());
    }

    /** A network whose samples do not know of each other. */
    private SmallNetwork networkWithoutBatchNorm() {
        return trainable(SmallNetwork.withoutBatchNorm());
    }

    private SmallNetwork trainable(SmallNetwork network) {
        return engine().refuses(network.training(Optimizer.sgd(1), NO_CLIP, 1), Device.CPU) == null
                ? network
                : SmallNetwork.ofLinearLayers();
    }

    private Weights trained(TrainingProgram program, int from) {
        try (Trainer trainer = train(program, network().weights(), Weights.empty())) {
            learn(trainer, 1, from, from + 8);
            return trainer.weights();
        }
    }

    private static void learn(Trainer trainer, int accumulation, int from, int to) {
        for (int i = from; i < to; i++) {
            if (i % accumulation == accumulation - 1) {
                trainer.step(SmallNetwork.batch(i, 4), RATES);
            } else {
                trainer.accumulate(SmallNetwork.batch(i, 4));
            }
        }
    }

    private static void assertSameBits(Weights actual, Weights expected) {
        assertThat(actual.names()).isEqualTo(expected.names());
        actual.toMap()
                .forEach((name, tensor) -> assertThat(tensor.bytes())
                        .as(name)
                        .isEqualTo(expected.get(name).bytes()));
    }
}
