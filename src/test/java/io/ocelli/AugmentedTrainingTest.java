package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.data.DataSet;
import io.ocelli.data.Mix;
import io.ocelli.data.Sampling;
import io.ocelli.engine.Optimizer;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Transform;
import io.ocelli.model.Initializer;
import io.ocelli.model.Models;
import io.ocelli.training.Checkpoint;
import io.ocelli.training.FineTuning;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent.EpochEnded;
import io.ocelli.training.TrainingEvent.StepEnded;
import io.ocelli.transforms.AugMix;
import io.ocelli.transforms.AutoAugment;
import io.ocelli.transforms.AutoAugmentPolicy;
import io.ocelli.transforms.ColorJitter;
import io.ocelli.transforms.RandAugment;
import io.ocelli.transforms.RandomApply;
import io.ocelli.transforms.RandomChoice;
import io.ocelli.transforms.RandomErasing;
import io.ocelli.transforms.RandomHorizontalFlip;
import io.ocelli.transforms.RandomResizedCrop;
import io.ocelli.transforms.TrivialAugmentWide;
import io.ocelli.weights.Safetensors;
import io.ocelli.weights.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Augmentation, mixes, samplings and cached views in trainings of a real network. */
class AugmentedTrainingTest {
    private static final DataSet TRAIN = RenderedPictures.of(2, 8, 1);
    private static final DataSet VALIDATION = RenderedPictures.of(2, 3, 2);
    private static final Transform CROP =
            Pipeline.of(RandomResizedCrop.of(32, 32, Interpolation.BILINEAR), new RandomHorizontalFlip(0.5));
    private static final Training RECIPE =
            Training.defaults().epochs(2).batchSize(4).optimizer(Optimizer.sgd(0.05));

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

    /** All of it in one recipe, which goes through JSON. */
    @Test
    void aRecipeOfTodayIsReadAndGivesTheSameOnAnyNumberOfThreads() {
        Transform all = Pipeline.of(
                CROP,
                RandomChoice.of(
                        RandAugment.of(2, 9),
                        TrivialAugmentWide.of(),
                        AutoAugment.of(AutoAugmentPolicy.CIFAR10),
                        AugMix.of()),
                new RandomApply(new ColorJitter(0.4, 0.4, 0.4, 0.1), 0.8),
                RandomErasing.of(0.5).withNoise());
        Training recipe = RECIPE.augmentation(all)
                .mix(Mix.mixUp(0.2).or(Mix.cutMix(1)).withProbability(0.9))
                .sampling(Sampling.balanced().repeated(2).withSamples(12));
        Weights learnt = fit(whole(), recipe.workers(1));
        assertSame(fit(whole(), Training.fromJson(recipe.toJson()).workers(3)), learnt);
    }

    @Test
    void aMixAndASamplingChangeWhatIsLearnt() {
        Training plain = RECIPE.augmentation(CROP);
        Weights learnt = fit(whole(), plain);
        assertThat(head(fit(whole(), plain.mix(Mix.mixUp(1))))).isNotEqualTo(head(learnt));
        assertThat(head(fit(whole(), plain.mix(Mix.cutMix(1))))).isNotEqualTo(head(learnt));
        assertThat(head(fit(whole(), plain.mix(Mix.mixUp(1).withProbability(0)))))
                .isEqualTo(head(learnt));
        assertThat(head(fit(whole(), plain.sampling(Sampling.uniform())))).isEqualTo(head(learnt));
        assertThat(head(fit(whole(), plain.sampling(Sampling.uniform().repeated(2)))))
                .isNotEqualTo(head(learnt));
    }

    @Test
    void viewsOfFeaturesAreOfTheAugmentationAndTheBackboneStays() {
        Training recipe = RECIPE.augmentation(CROP).cachedViews(3).epochs(4);
        List<Boolean> cached = new ArrayList<>();
        Training told = recipe.listener((event, session) -> {
            if (event instanceof EpochEnded) {
                cached.add(session.history().cached());
            }
        });
        Weights learnt = fit(frozen(), told);
        assertThat(cached).hasSize(4).containsOnly(true);
        assertThat(head(learnt)).isNotEqualTo(head(fit(frozen(), RECIPE.epochs(4))));
        assertThat(head(learnt)).isNotEqualTo(head(fit(frozen(), recipe.cachedViews(1))));
        assertThat(learnt.get("conv1.weight").toFloats())
                .isEqualTo(Safetensors.read(weights).get("conv1.weight").toFloats());
    }

    @Test
    void fineTuningKeepsFeaturesWhileTheHeadLearnsAlone() {
        List<Boolean> cached = new ArrayList<>();
        Training recipe = RECIPE.augmentation(CROP).cachedViews(2).listener((event, session) -> {
            if (event instanceof EpochEnded) {
                cached.add(session.history().cached());
            }
        });
        whole().head(2).fineTune(TRAIN, VALIDATION, FineTuning.of(2, 1, recipe)).close();
        assertThat(cached).containsExactly(true, true, false);
    }

    /** In the middle of an epoch, where views, repeats and mixes must be those that would have come. */
    @Test
    void whatWasStoppedGoesOnToTheSameWeights() {
        goesOn(
                frozen(),
                RECIPE.epochs(3)
                        .augmentation(CROP)
                        .cachedViews(2)
                        .sampling(Sampling.balanced().repeated(2)));
        goesOn(
                whole(),
                RECIPE.augmentation(CROP)
                        .mix(Mix.cutMix(1))
                        .sampling(Sampling.balanced().repeated(2)));
    }

    private static void goesOn(Backbone backbone, Training recipe) {
        List<Checkpoint> kept = new ArrayList<>();
        fit(backbone, recipe.listener((event, session) -> {
            if (event instanceof StepEnded
                    && session.position().epoch() == 1
                    && session.position().batch() == 2) {
                kept.add(session.checkpoint());
                session.stop("enough");
            }
        }));
        assertThat(kept).hasSize(1);
        assertSame(fit(backbone, recipe.resumeFrom(kept.get(0))), fit(backbone, recipe));
    }

    private Backbone whole() {
        return Classifier.model("resnet20_cifar").weights(weights);
    }

    private Backbone frozen() {
        return whole().freezeBackbone();
    }

    private static Weights fit(Backbone backbone, Training recipe) {
        try (Classifier trained = backbone.head(2).fit(TRAIN, VALIDATION, recipe)) {
            return trained.weights();
        }
    }

    private static float[] head(Weights weights) {
        return weights.get("linear.weight").toFloats();
    }

    private static void assertSame(Weights actual, Weights expected) {
        for (String name : expected.names()) {
            assertThat(actual.get(name).bytes())
                    .as(name)
                    .isEqualTo(expected.get(name).bytes());
        }
    }
}
