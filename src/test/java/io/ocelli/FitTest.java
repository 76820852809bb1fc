package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.data.DataSet;
import io.ocelli.data.Sampling;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import io.ocelli.training.Average;
import io.ocelli.training.Loss;
import io.ocelli.training.Training;
import io.ocelli.weights.Weights;
import io.ocelli.weights.WeightsFile;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each knob of a recipe does to what is learnt, through the door that applications take. */
class FitTest extends Fitting {
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
}
