package io.ocelli.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Trainer;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** How a trainer behaves, whatever it learns. */
public interface TrainerContract extends SmallTrainings {
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

                SmallTrainings.assertSameBits(together.get(0).get(), first);
                SmallTrainings.assertSameBits(together.get(1).get(), second);
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
            SmallTrainings.learn(whole, accumulation, 0, 6);
            SmallTrainings.learn(before, accumulation, 0, stop);
            try (Trainer after = train(program, before.weights(), before.state())) {
                SmallTrainings.learn(after, accumulation, stop, 6);

                SmallTrainings.assertSameBits(after.weights(), whole.weights());
                SmallTrainings.assertSameBits(after.state(), whole.state());
            }
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

            SmallTrainings.assertSameBits(trainer.weights(), weights);
            SmallTrainings.assertSameBits(trainer.state(), state);
        }
    }

    @Test
    default void whatATrainerGaveDoesNotChangeWithIt() {
        SmallNetwork network = network();
        try (Trainer trainer =
                train(network.training(Optimizer.sgd(1), NO_CLIP, 1), network.weights(), Weights.empty())) {
            Weights given = trainer.weights();
            trainer.step(SmallNetwork.batch(0, 4), RATES);

            SmallTrainings.assertSameBits(given, network.weights());
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
}
