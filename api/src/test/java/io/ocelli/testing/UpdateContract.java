package io.ocelli.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Trainer;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What an update makes of gradients: which are taken together, cut, and learnt from at which rate. */
public interface UpdateContract extends SmallTrainings {
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

        SmallTrainings.assertSameBits(
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
}
