package io.ocelli.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ocelli.data.DataSet;
import io.ocelli.data.Mix;
import io.ocelli.data.OnBroken;
import io.ocelli.data.Sample;
import io.ocelli.data.Sampling;
import io.ocelli.engine.Optimizer;
import io.ocelli.error.EngineException;
import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.TrainingEvent.Ended;
import io.ocelli.training.TrainingEvent.EpochEnded;
import io.ocelli.training.TrainingEvent.Failed;
import io.ocelli.training.TrainingEvent.StepEnded;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop on an engine that writes down what it is asked. */
class LoopTest {
    private static final Training RECIPE = Training.defaults()
            .epochs(1)
            .batchSize(4)
            .optimizer(Optimizer.sgd(1))
            .schedule(Schedule.constant());

    private final Fake fake = new Fake();
    private final List<TrainingEvent> events = new ArrayList<>();

    @AfterEach
    void clearTheInterruption() {
        Thread.interrupted();
    }

    private Training told(Training recipe) {
        return recipe.listener((event, session) -> events.add(event));
    }

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
        assertThat(events.get(2)).isEqualTo(new StepEnded(1, 2, 1, java.util.Map.of(), 1));
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
    void aListenerStopsItForAReason() {
        Training recipe = told(RECIPE.epochs(9)).listener((event, session) -> {
            if (event instanceof StepEnded && session.position().updates() == 3) {
                session.stop("three is enough");
                session.stop("a later reason");
            }
        });
        Learnt learnt = fake.plan(Fake.pictures(8), recipe).run();

        assertThat(learnt.position()).isEqualTo(new Position(1, 1, 3));
        assertThat(learnt.history().epochs()).hasSize(1);
        assertThat(Fake.updates(learnt.weights())).isEqualTo(3);
        assertThat(events.get(events.size() - 1)).isEqualTo(new Ended("three is enough"));
    }

    @Test
    void anInterruptionKeepsWhatWasLearnt() {
        fake.before = () -> {
            if (fake.calls.size() == 4) {
                Thread.currentThread().interrupt();
            }
        };
        Learnt learnt = fake.plan(Fake.pictures(8), told(RECIPE.epochs(9))).run();

        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(learnt.history().epochs()).hasSize(2);
        assertThat(Fake.updates(learnt.weights())).isEqualTo(5);
        assertThat(events.get(events.size() - 1)).isEqualTo(new Ended("the thread that trains was interrupted"));
    }

    @Test
    void anInterruptionWhileItValidatesKeepsWhatWasLearnt() {
        fake.beforeRun = () -> Thread.currentThread().interrupt();
        // Whoever is interrupted waits for the second batch.
        Learnt learnt = fake.plan(
                        Fake.learner(false, null), Fake.pictures(8), Fake.slow(Fake.pictures(9)), RECIPE.epochs(9))
                .run();

        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(learnt.history().epochs()).isEmpty();
        assertThat(learnt.position()).isEqualTo(new Position(0, 2, 2));
    }

    @Test
    void anInterruptionWhileFeaturesAreComputedIsNoError() {
        fake.beforeRun = () -> Thread.currentThread().interrupt();
        Learnt learnt = fake.plan(
                        Fake.learner(false, "flatten"),
                        Fake.slow(Fake.pictures(40)),
                        Fake.pictures(9),
                        told(RECIPE.epochs(9)))
                .run();

        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(learnt.position()).isEqualTo(new Position(0, 0, 0));
        assertThat(events.get(events.size() - 1)).isEqualTo(new Ended("the thread that trains was interrupted"));
    }

    @Test
    void aLossThatIsNoNumberGivesBackTheLastEpoch() {
        fake.losses = batch -> batch == 5 ? Double.NaN : 1;
        Plan plan = fake.plan(Fake.pictures(8), told(RECIPE.epochs(9)));

        DivergedException failure = catchThrowableOfType(DivergedException.class, plan::run);

        assertThat(failure)
                .hasMessage(
                        "The loss is finite, and it became NaN in epoch 3, step 2, on picture1.png, picture6.png, picture2.png, picture4.png."
                                + " Lower the learning rate (now 1.0),"
                                + " or clip(1). What was learnt in 2 epochs before is kept in learnt().");
        assertThat(failure.learnt().history().epochs()).hasSize(2);
        assertThat(failure.learnt().position()).isEqualTo(new Position(2, 0, 4));
        assertThat(Fake.updates(failure.learnt().weights())).isEqualTo(4);
        assertThat(events.get(events.size() - 1)).isEqualTo(new Failed(failure));
    }

    @Test
    void aListenerSeesTheLastGoodWeightsOfAFailure() {
        fake.losses = batch -> batch == 3 ? Double.POSITIVE_INFINITY : 1;
        List<Weights> seen = new ArrayList<>();
        Training recipe = RECIPE.epochs(9).listener((event, session) -> {
            if (event instanceof Failed) {
                seen.add(session.weights());
            }
        });

        assertThatThrownBy(() -> fake.plan(Fake.pictures(8), recipe).run()).isInstanceOf(DivergedException.class);
        assertThat(seen).hasSize(1);
        assertThat(Fake.updates(seen.get(0))).isEqualTo(2);
    }

    @Test
    void anEngineThatFailsInTheMiddleGivesBackAllThatWasLearnt() {
        EngineException cause = new EngineException("out of memory");
        fake.before = () -> {
            if (fake.calls.size() == 3) {
                throw cause;
            }
        };
        Plan plan = fake.plan(Fake.pictures(8), RECIPE.epochs(9));

        TrainingException failure = catchThrowableOfType(TrainingException.class, plan::run);

        assertThat(failure)
                .hasCause(cause)
                .hasMessage(
                        "The training failed in epoch 2 after 1 batches, 3 updates in all, and what it had learnt is"
                                + " kept in learnt(): out of memory");
        assertThat(failure.learnt().history().epochs()).hasSize(1);
        assertThat(Fake.updates(failure.learnt().weights())).isEqualTo(3);
    }

    @Test
    void anErrorBeforeAnythingWasLearntComesAsItIs() {
        assertThatThrownBy(() -> fake.plan(Fake.pictures(4, 2), told(RECIPE)).run())
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("picture2.png");
        assertThat(events.get(events.size() - 1)).isInstanceOf(Failed.class);
    }

    @Test
    void aListenerThatThrowsEndsTheTrainingAndLosesNothing() {
        Training recipe = RECIPE.epochs(9).listener((event, session) -> {
            if (event instanceof EpochEnded) {
                throw new IllegalStateException("the disk is full");
            }
        });

        TrainingException failure = catchThrowableOfType(
                TrainingException.class,
                () -> fake.plan(Fake.pictures(8), recipe).run());

        assertThat(failure).hasMessageEndingWith("the disk is full");
        assertThat(Fake.updates(failure.learnt().weights())).isEqualTo(2);
        assertThat(failure.learnt().history().epochs()).hasSize(1);
    }

    @Test
    void saysSoWhereNoPictureCanBeRead() {
        Training recipe = RECIPE.onBroken(OnBroken.SKIP);
        assertThatThrownBy(() -> fake.plan(Fake.pictures(2, 0, 1), recipe).run())
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith(
                        "An epoch has a batch to learn from, and of 2 training pictures 2 could not be read:"
                                + " the first is ");
        assertThatThrownBy(() -> fake.plan(
                                Fake.learner(false, "flatten"), Fake.pictures(2, 0, 1), Fake.pictures(2), recipe)
                        .run())
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(
                        "of 2 training pictures 2 could not be read: the first is SkippedPicture[index=0");
    }

    @Test
    void stopsWhereTheRecipeSaysSo() {
        AtomicBoolean stop = new AtomicBoolean();
        fake.before = () -> stop.set(fake.calls.size() == 2);
        Learnt learnt = fake.plan(Fake.pictures(8), told(RECIPE.epochs(9).stopWhen(stop::get)))
                .run();

        assertThat(learnt.position()).isEqualTo(new Position(1, 1, 3));
        assertThat(events.get(events.size() - 1)).isEqualTo(new Ended("the recipe's stopWhen said so"));
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
