package io.ocelli.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.engine.Optimizer;
import io.ocelli.training.TrainingEvent.EpochEnded;
import io.ocelli.weights.Weights;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an application adds to a training is a listener and nothing else. */
class ListenersTest {
    private final Fake fake = new Fake();

    private static Training recipe() {
        return Training.defaults().epochs(50).batchSize(4).optimizer(Optimizer.sgd(1));
    }

    /** Stops where the training loss has not fallen for so many epochs. */
    private static TrainingListener earlyStopping(int patience) {
        return (event, session) -> {
            if (event instanceof EpochEnded ended) {
                double now = ended.epoch().trainingLoss();
                long since = session.history().epochs().stream()
                        .dropWhile(epoch -> epoch.trainingLoss() > now)
                        .count();
                if (since > patience) {
                    session.stop("no progress for " + patience + " epochs");
                }
            }
        };
    }

    /** Keeps the weights of the epoch with the lowest loss. */
    private static final class BestWeights implements TrainingListener {
        private double best = Double.POSITIVE_INFINITY;
        private @Nullable Weights weights;

        @Override
        public void on(TrainingEvent event, Session session) {
            if (event instanceof EpochEnded ended && ended.epoch().trainingLoss() < best) {
                best = ended.epoch().trainingLoss();
                weights = session.weights();
            }
        }
    }

    @Test
    void earlyStoppingIsAListener() {
        fake.losses = batch -> Math.max(1, 5 - batch);
        Learnt learnt =
                fake.plan(Fake.pictures(4), recipe().listener(earlyStopping(3))).run();

        assertThat(learnt.history().epochs()).hasSize(8);
    }

    @Test
    void theBestWeightsAreAListeners() {
        fake.losses = batch -> Math.abs(batch - 6);
        BestWeights best = new BestWeights();
        fake.plan(Fake.pictures(4), recipe().epochs(10).listener(best)).run();

        assertThat(best.weights).isNotNull();
        assertThat(Fake.updates(best.weights)).isEqualTo(7);
    }
}
