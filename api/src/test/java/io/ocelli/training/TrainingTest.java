package io.ocelli.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.data.Mix;
import io.ocelli.data.OnBroken;
import io.ocelli.data.Sampling;
import io.ocelli.engine.AmsGrad;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.error.OcelliException;
import io.ocelli.image.Pipeline;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A recipe is a value. */
class TrainingTest {
    private static Training everything() {
        return Training.defaults()
                .epochs(20)
                .batchSize(16)
                .accumulate(2)
                .optimizer(Optimizer.adamW(1e-3).weightDecay(0.05))
                .schedule(Schedule.cosine().warmup(0.05))
                .stageDecay(0.5)
                .loss(Loss.crossEntropy().labelSmoothing(0.2))
                .precision(Precision.MIXED)
                .clip(1)
                .seed(-7)
                .augmentation(Pipeline.empty())
                .workers(3)
                .onBroken(OnBroken.SKIP);
    }

    @Test
    void readsLikeTheCallsThatMakeIt() {
        assertThat(Training.defaults()).hasToString("Training.defaults()");
        assertThat(Training.defaults()
                        .epochs(20)
                        .batchSize(16)
                        .schedule(Schedule.cosine().warmup(0.05))
                        .loss(Loss.crossEntropy())
                        .clip(1)
                        .seed(7))
                .hasToString("Training.defaults().epochs(20).batchSize(16).schedule(Schedule.cosine(0.0).warmup(0.05))"
                        + ".loss(Loss.crossEntropy()).clip(1.0).seed(7)");
    }

    @Test
    void comparesByWhatItSays() {
        assertThat(everything()).isEqualTo(everything()).hasSameHashCodeAs(everything());
        assertThat(everything()).isNotEqualTo(everything().epochs(21));
        assertThat(everything().clip(2)).isNotEqualTo(everything());
        assertThat(Training.defaults().epochs(25)).isNotEqualTo(Training.defaults());
    }

    @Test
    void whoListensAndWhenItStopsAreNotOfTheValue() {
        assertThat(everything().listener((event, session) -> {}).stopWhen(() -> true))
                .isEqualTo(everything());
    }

    @Test
    void comesBackFromJson() {
        assertThat(Training.fromJson(everything().toJson())).isEqualTo(everything());
        assertThat(Training.fromJson(Training.defaults().toJson())).isEqualTo(Training.defaults());
        assertThat(Training.fromJson("{}")).isEqualTo(Training.defaults());
    }

    @Test
    void itsJsonStays() {
        assertThat(everything().toJson())
                .isEqualTo("{\"epochs\":20,\"batchSize\":16,\"accumulate\":2,"
                        + "\"optimizer\":{\"name\":\"adamW\",\"learningRate\":0.001,\"beta1\":0.9,\"beta2\":0.999,"
                        + "\"eps\":1.0E-8,\"weightDecay\":0.05},"
                        + "\"schedule\":{\"name\":\"warmup\",\"fraction\":0.05,\"of\":{\"name\":\"cosine\",\"minimum\":0.0}},"
                        + "\"stageDecay\":0.5,\"loss\":{\"name\":\"crossEntropy\",\"labelSmoothing\":0.2},"
                        + "\"precision\":\"mixed\",\"clip\":1.0,\"seed\":-7,"
                        + "\"augmentation\":{\"name\":\"Pipeline\",\"steps\":[]},\"workers\":3,\"onBroken\":\"skip\"}");
    }

    @Test
    void whenItStopsAndWhatItLooksAtAreOfTheValue() {
        Training recipe = Training.defaults()
                .view("second", Pipeline.empty())
                .earlyStopping(5, 0.01)
                .bestWeights();
        assertThat(recipe)
                .hasToString("Training.defaults().view(\"second\", " + Pipeline.empty()
                        + ").earlyStopping(5, 0.01).bestWeights()")
                .isNotEqualTo(Training.defaults()
                        .view("second", Pipeline.empty())
                        .earlyStopping(5)
                        .bestWeights());
        assertThat(Training.fromJson(recipe.toJson())).isEqualTo(recipe);
        assertThatThrownBy(() -> Training.defaults().earlyStopping(0))
                .hasMessage("Early stopping bears 1 epoch or more, and progress is 0 or more; received 0 and 0.0");
    }

    static Stream<Schedule> schedules() {
        return Stream.of(
                Schedule.constant(),
                Schedule.step(3, 0.1),
                Schedule.multiStep(0.5, 2, 7),
                Schedule.exponential(0.9),
                Schedule.cosine(0.1),
                Schedule.polynomial(2),
                Schedule.linear(0.2),
                Schedule.cosineWarmRestarts(5, 2, 0.1),
                Schedule.oneCycle(),
                Schedule.plateau(0.5, 3, 0.01),
                Schedule.linear().warmupSteps(4),
                Schedule.step(3, 0.1).inEpochs().warmup(0.1));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void everyScheduleComesBackFromJson(Schedule schedule) {
        Training recipe = Training.defaults().schedule(schedule);

        assertThat(Training.fromJson(recipe.toJson())).isEqualTo(recipe);
    }

    @Test
    void everyOptimizerComesBackFromJson() {
        for (Optimizer optimizer : List.of(
                Optimizer.sgd(0.1).momentum(0.9).weightDecay(1e-4).withNesterov(),
                Optimizer.adam(1e-3).betas(0.8, 0.9).eps(1e-6),
                Optimizer.adamW(1e-4),
                Optimizer.amsGrad(1e-3).betas(0.8, 0.9),
                new AmsGrad(Optimizer.adamW(1e-3)),
                Optimizer.rmsProp(1e-2)
                        .alpha(0.9)
                        .momentum(0.8)
                        .weightDecay(0.1)
                        .eps(1e-3),
                Optimizer.adagrad(0.1).weightDecay(0.1).eps(1e-3),
                Optimizer.lion(1e-4).betas(0.8, 0.9).weightDecay(0.1),
                Optimizer.lamb(1e-3).betas(0.8, 0.9).weightDecay(0.1).eps(1e-3))) {
            Training recipe = Training.defaults().optimizer(optimizer);
            assertThat(Training.fromJson(recipe.toJson())).isEqualTo(recipe);
        }
    }

    @Test
    void normsBiasesAndValuesAreOfTheRecipe() {
        assertThat(Training.fromJson(Training.defaults().gradientCheckpointing().toJson()))
                .hasToString("Training.defaults().gradientCheckpointing()")
                .isEqualTo(Training.defaults().gradientCheckpointing());
        assertThat(Training.fromJson(Training.defaults().freezeNormStatistics().toJson()))
                .hasToString("Training.defaults().freezeNormStatistics()")
                .isEqualTo(Training.defaults().freezeNormStatistics());
        Training recipe = Training.defaults().decayNormsAndBiases(false).clipValue(0.5);

        assertThat(recipe).hasToString("Training.defaults().decayNormsAndBiases(false).clipValue(0.5)");
        assertThat(Training.fromJson(recipe.toJson())).isEqualTo(recipe);
        assertThat(recipe.decayNormsAndBiases(true))
                .isEqualTo(Training.defaults().clipValue(0.5));
        assertThatThrownBy(() -> Training.defaults().clipValue(0)).hasMessage("clipValue is positive, received 0.0");
    }

    @Test
    void everyMixAndSamplingComesBackFromJson() {
        Training mixed =
                Training.defaults().mix(Mix.mixUp(0.2).or(Mix.cutMix(1), 0.25).withProbability(0.5));
        assertThat(Training.fromJson(mixed.toJson())).isEqualTo(mixed);
        assertThat(mixed)
                .hasToString("Training.defaults().mix(Mix.mixUp(0.2).or(Mix.cutMix(1.0), 0.25).withProbability(0.5))");
        assertThat(mixed.toJson())
                .contains("\"mix\":{\"name\":\"sometimes\",\"mix\":{\"name\":\"either\",\"first\":{\"name\":\"mixUp\","
                        + "\"alpha\":0.2},\"second\":{\"name\":\"cutMix\",\"alpha\":1.0},\"switchProbability\":0.25},"
                        + "\"probability\":0.5}");
        for (Sampling sampling : List.of(
                Sampling.uniform().repeated(3),
                Sampling.balanced().withSamples(100),
                Sampling.byClass(1, 0.5).withReplacement(false),
                Sampling.bySample(0, 1, 2))) {
            Training recipe = Training.defaults().sampling(sampling);
            assertThat(Training.fromJson(recipe.toJson())).isEqualTo(recipe);
        }
        assertThat(Training.defaults().sampling(Sampling.uniform().repeated(3)).toJson())
                .contains("\"sampling\":{\"by\":\"uniform\",\"weights\":[],\"replacement\":false,\"samples\":0,"
                        + "\"repeats\":3}");
        assertThatThrownBy(() -> Training.fromJson("{\"mix\":{\"name\":\"odd\"}}"))
                .isInstanceOf(OcelliException.class)
                .hasMessage("A saved recipe's mix is mixUp, cutMix, either or sometimes, received {\"name\":\"odd\"}");
    }

    @Test
    void viewsOfFeaturesAreOfTheRecipe() {
        Training recipe = Training.defaults().cachedViews(4);
        assertThat(recipe).hasToString("Training.defaults().cachedViews(4)");
        assertThat(Training.fromJson(recipe.toJson())).isEqualTo(recipe).isNotEqualTo(Training.defaults());
        assertThatThrownBy(() -> Training.defaults().cachedViews(0))
                .hasMessage("cachedViews is at least 1, received 0");
    }

    @Test
    void whatIsNotTheLibrarysOwnIsNamed() {
        assertThatThrownBy(() ->
                        Training.defaults().mix((batch, randomness) -> batch).toJson())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has a mix of the library's own");
        assertThatThrownBy(() -> Training.defaults().schedule(progress -> 1).toJson())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "A recipe that is written as JSON has a schedule of the library's own, and this one's is ")
                .hasMessageEndingWith(". Keep the recipe as code instead.");
        assertThatThrownBy(() ->
                        Training.defaults().loss((logits, targets) -> logits).toJson())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has a loss of the library's own");
        assertThatThrownBy(
                        () -> Training.defaults().augmentation(image -> image).toJson())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("A transform that is saved has a name()");
    }

    @Test
    void refusesJsonOfSomethingElse() {
        for (String json :
                List.of("", "[]", "{\"epochs\":0}", "{\"momentum\":1}", "{\"schedule\":{\"name\":\"odd\"}}")) {
            assertThatThrownBy(() -> Training.fromJson(json)).as(json).isInstanceOf(OcelliException.class);
        }
        assertThatThrownBy(() -> Training.fromJson("{\"momentum\":1}"))
                .hasMessage("A saved recipe has the names of Training's methods, received 'momentum'");
    }
}
