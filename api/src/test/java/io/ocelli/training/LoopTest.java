package io.ocelli.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.data.DataSet;
import io.ocelli.data.Mix;
import io.ocelli.data.OnBroken;
import io.ocelli.data.Sample;
import io.ocelli.data.Sampling;
import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.TrainingEvent.Ended;
import io.ocelli.training.TrainingEvent.StepEnded;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the loop asks of its engine, batch by batch. */
class LoopTest extends Looping {
    @Test
    void theLastBatchesOfAnEpochMakeAnUpdateOfTheirOwn() {
        Learnt learnt = fake.plan(Fake.pictures(20), RECIPE.accumulate(2)).run();

        assertThat(fake.calls)
                .containsExactly(
                        "accumulate 4", "step 4 at 1.000", "accumulate 4", "step 4 at 1.000", "step 4 at 1.000");
        assertThat(learnt.position()).isEqualTo(new Position(1, 0, 3));
    }

    @Test
    void anEpochHasAsManySamplesAsTheSamplingSays() {
        fake.plan(Fake.pictures(20), RECIPE.sampling(Sampling.balanced().withSamples(7)))
                .run();

        assertThat(fake.calls).containsExactly("step 4 at 1.000", "step 3 at 1.000");
    }

    /** Weights by picture are still of the same pictures where some could not be read. */
    @Test
    void featuresAreSampledToo() {
        double[] weights = new double[10];
        weights[3] = 1;
        weights[7] = 1;
        DataSet black = Fake.pictures(10, 1, 2);
        List<Sample> levels = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Sample sample = black.sample(i);
            Levels level = new Levels(10 * i);
            levels.add(
                    new Sample(sample.name(), () -> level.apply(sample.source().read()), sample.label()));
        }
        Training recipe = RECIPE.onBroken(OnBroken.SKIP)
                .sampling(Sampling.bySample(weights)
                        .withReplacement(false)
                        .repeated(2)
                        .withSamples(4));
        DataSet training = DataSet.of(black.classes(), levels);
        Plan plan = fake.plan(Fake.learner(false, "flatten"), training, Fake.pictures(2), recipe);
        plan.run();

        assertThat(plan.cached()).isTrue();
        assertThat(fake.calls).containsExactly("step 4 at 1.000");
        float[] features = fake.inputs.get(0).toFloats();
        assertThat(List.of(features[0], features[4], features[8], features[12]))
                .containsExactlyInAnyOrder(30f, 30f, 70f, 70f);
        assertThat(features[0]).isEqualTo(features[4]);
    }

    /** Nobody knows of the last batch that it is, before the broken pictures behind it were seen. */
    @Test
    void anEpochThatSkippingMakesShorterEndsWithAnUpdate() {
        Training recipe = RECIPE.epochs(2).accumulate(2).onBroken(OnBroken.SKIP);
        Learnt learnt = fake.plan(Fake.pictures(16, 1, 5, 6, 9), recipe).run();

        assertThat(fake.calls)
                .containsExactly(
                        "accumulate 4",
                        "step 4 at 1.000",
                        "step 4 at 1.000",
                        "accumulate 4",
                        "step 4 at 1.000",
                        "step 4 at 1.000");
        assertThat(learnt.skipped()).hasSize(4);
    }

    @Test
    void theScheduleReachesItsEnd() {
        fake.plan(Fake.pictures(12), RECIPE.epochs(2).accumulate(2).schedule(Schedule.linear()))
                .run();

        assertThat(fake.calls)
                .containsExactly(
                        "accumulate 4",
                        "step 4 at 1.000",
                        "step 4 at 0.750",
                        "accumulate 4",
                        "step 4 at 0.500",
                        "step 4 at 0.250");
    }

    /** Planned were 3 batches; the second epoch knows that 2 come. */
    @Test
    void theScheduleCountsTheBatchesThatArrive() {
        Training recipe = RECIPE.epochs(2).schedule(Schedule.linear()).onBroken(OnBroken.SKIP);
        fake.plan(Fake.pictures(12, 0, 1, 2, 3), recipe).run();

        assertThat(fake.calls)
                .containsExactly("step 4 at 1.000", "step 4 at 0.833", "step 4 at 0.500", "step 4 at 0.250");
    }

    @Test
    void aLastBatchOfOneIsLeftOutWhereANormLearns() {
        fake.plan(Fake.learner(true, null), Fake.pictures(9), Fake.pictures(2), RECIPE)
                .run();

        assertThat(fake.calls).containsExactly("step 4 at 1.000", "step 4 at 1.000");
    }

    @Test
    void aLastBatchOfOneIsLearntWhereNoNormDoes() {
        fake.plan(Fake.pictures(9), RECIPE).run();

        assertThat(fake.calls).containsExactly("step 4 at 1.000", "step 4 at 1.000", "step 1 at 1.000");
    }

    @Test
    void aBatchOfOneThatSkippingMadeIsLeftOutAndTheOneBeforeItUpdates() {
        Training recipe = RECIPE.accumulate(2).onBroken(OnBroken.SKIP);
        fake.plan(Fake.learner(true, null), Fake.pictures(15, 2, 7), Fake.pictures(2), recipe)
                .run();

        assertThat(fake.calls).containsExactly("accumulate 4", "step 4 at 1.000", "step 4 at 1.000");
    }

    @Test
    void whatWasNotValidatedIsNotANumber() {
        Training recipe = RECIPE.epochs(4).schedule(Schedule.plateau(0.5, 0, 0)).onBroken(OnBroken.SKIP);
        fake.losses = batch -> 4 - batch;
        Learnt learnt = fake.plan(Fake.learner(false, null), Fake.pictures(4), Fake.pictures(2, 0, 1), recipe)
                .run();

        assertThat(learnt.history().epochs()).allSatisfy(epoch -> {
            assertThat(epoch.validationLoss()).isNaN();
            assertThat(epoch.validationAccuracy()).isNaN();
        });
        assertThat(fake.calls).as("the training loss fell").allMatch(call -> call.endsWith("1.000"));
    }

    @Test
    void aPlateauWatchesTheTrainingLossWhereNothingWasValidated() {
        Training recipe = RECIPE.epochs(3).schedule(Schedule.plateau(0.5, 0, 0)).onBroken(OnBroken.SKIP);
        fake.plan(Fake.learner(false, null), Fake.pictures(4), Fake.pictures(2, 0, 1), recipe)
                .run();

        assertThat(fake.calls).containsExactly("step 4 at 1.000", "step 4 at 1.000", "step 4 at 0.500");
    }

    @Test
    void tellsWhatHappensInOrder() {
        fake.plan(Fake.pictures(8), told(RECIPE)).run();

        assertThat(events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Began", "StepEnded", "StepEnded", "EpochEnded", "Ended");
        assertThat(events.get(0)).isEqualTo(new TrainingEvent.Began(1, 2, 8, false, "fake"));
        StepEnded second = (StepEnded) events.get(2);
        assertThat(second).isEqualTo(new StepEnded(1, 2, 1, java.util.Map.of(), 1, second.waited()));
        assertThat(second.waited()).isBetween(0.0, 60.0);
        assertThat(events.get(4)).isEqualTo(new Ended("all epochs are over"));
    }

    @Test
    void tellsOfFeaturesFirst() {
        fake.plan(Fake.learner(false, "flatten"), Fake.pictures(20), Fake.pictures(2), told(RECIPE))
                .run();

        assertThat(events.subList(0, 3))
                .containsExactly(
                        new TrainingEvent.FeaturesComputed(16, 22),
                        new TrainingEvent.FeaturesComputed(20, 22),
                        new TrainingEvent.FeaturesComputed(22, 22));
        assertThat(events.get(3)).isEqualTo(new TrainingEvent.Began(1, 5, 20, true, "fake"));
    }

    /** Each picture goes through the backbone under each draw before the first epoch; epochs take them in turn. */
    @Test
    void featuresOfSeveralDrawsAreLearntInTurn() {
        Transform drawn = new Levels(0);
        Training recipe = told(RECIPE.epochs(5).batchSize(20).cachedViews(3).augmentation(drawn));
        Plan plan = fake.plan(Fake.learner(false, "flatten"), Fake.pictures(20), Fake.pictures(2), recipe);
        Learnt learnt = plan.run();

        assertThat(plan.cached()).isTrue();
        assertThat(learnt.history().cached()).isTrue();
        assertThat(events.subList(0, 2))
                .containsExactly(
                        new TrainingEvent.FeaturesComputed(16, 62), new TrainingEvent.FeaturesComputed(20, 62));
        assertThat(events.get(6)).isEqualTo(new TrainingEvent.FeaturesComputed(62, 62));
        assertThat(fake.calls).hasSize(5).containsOnly("step 20 at 1.000");
        List<Float> sums = fake.inputs.stream().map(LoopTest::sum).toList();
        assertThat(sums.subList(0, 3)).doesNotHaveDuplicates();
        assertThat(sums.subList(3, 5)).isEqualTo(sums.subList(0, 2));
    }

    @Test
    void withoutFeaturesThereAreNoViewsOfThem() {
        assertThatThrownBy(() -> fake.plan(Fake.pictures(8), RECIPE.cachedViews(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "cachedViews are of the features of a frozen backbone, and here the backbone learns, received 2."
                                + " Say freezeBackbone(), or leave cachedViews out.");
        Training mixed = RECIPE.cachedViews(2).mix(Mix.mixUp(1));
        assertThatThrownBy(() -> fake.plan(Fake.learner(false, "flatten"), Fake.pictures(8), Fake.pictures(2), mixed))
                .hasMessage(
                        "cachedViews are of the features of a frozen backbone, and here the recipe mixes pictures, takes"
                                + " views of them, or asks the network for what lies before its features, received 2. Leave out"
                                + " one of them.");
    }

    /** A level for the whole picture. */
    private record Levels(int level) implements Transform {
        @Override
        public Image apply(Image image) {
            Image result = Image.black(image.height(), image.width(), image.channels());
            java.util.Arrays.fill(result.samples(), (byte) level);
            return result;
        }

        @Override
        public Transform draw(Size size, Randomness randomness) {
            return new Levels(randomness.nextInt(256));
        }
    }

    private static float sum(Tensor tensor) {
        float sum = 0;
        for (float value : tensor.toFloats()) {
            sum += value;
        }
        return sum;
    }

    @Test
    void randomStreamsHangOnTheSeedTheNameAndThePosition() {
        List<Long> drawn = new ArrayList<>();
        Training recipe = RECIPE.seed(3).listener((event, session) -> {
            if (event instanceof StepEnded) {
                drawn.add(session.randomness("noise").nextLong());
                drawn.add(session.randomness("noise").nextLong());
                drawn.add(session.randomness("views").nextLong());
            }
        });
        fake.plan(Fake.pictures(8), recipe).run();
        List<Long> first = new ArrayList<>(drawn);
        drawn.clear();
        fake.plan(Fake.pictures(8), recipe).run();

        assertThat(drawn).isEqualTo(first);
        assertThat(first.get(0))
                .isEqualTo(first.get(1))
                .isNotEqualTo(first.get(2))
                .isNotEqualTo(first.get(3));
    }
}
