package io.ocelli.training;

import io.ocelli.engine.Optimizer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A loop on an engine that writes down what it is asked, and what it tells. */
abstract class Looping {
    static final Training RECIPE = Training.defaults()
            .epochs(1)
            .batchSize(4)
            .optimizer(Optimizer.sgd(1))
            .schedule(Schedule.constant());

    final Fake fake = new Fake();
    final List<TrainingEvent> events = new ArrayList<>();

    @AfterEach
    void clearTheInterruption() {
        Thread.interrupted();
    }

    Training told(Training recipe) {
        return recipe.listener((event, session) -> events.add(event));
    }
}
