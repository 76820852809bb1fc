package io.ocelli.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ocelli.data.OnBroken;
import io.ocelli.error.EngineException;
import io.ocelli.error.ImageException;
import io.ocelli.training.TrainingEvent.Ended;
import io.ocelli.training.TrainingEvent.EpochEnded;
import io.ocelli.training.TrainingEvent.Failed;
import io.ocelli.training.TrainingEvent.StepEnded;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** However a training ends, what was learnt stays. */
class LoopEndsTest extends Looping {
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
}
