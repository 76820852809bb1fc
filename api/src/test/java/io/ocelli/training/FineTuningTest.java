package io.ocelli.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.engine.Device;
import io.ocelli.engine.Optimizer;
import java.util.List;
import org.junit.jupiter.api.Test;

class FineTuningTest {
    private static final Training RECIPE = Training.defaults()
            .epochs(2)
            .batchSize(4)
            .optimizer(Optimizer.sgd(1))
            .workers(1);

    @Test
    void theHeadLearnsFirstAndThenAll() {
        FineTuning fast = FineTuning.of(5);

        assertThat(fast.phases())
                .extracting(FineTuning.Phase::learns)
                .containsExactly(FineTuning.Part.HEAD, FineTuning.Part.ALL);
        assertThat(fast.phases().get(0).recipe())
                .hasToString("Training.defaults().epochs(1).optimizer(" + Optimizer.adamW(2e-3) + ").schedule("
                        + Schedule.oneCycle() + ")");
        assertThat(fast.phases().get(1).recipe())
                .hasToString("Training.defaults().epochs(5).optimizer(" + Optimizer.adamW(2e-4) + ").schedule("
                        + Schedule.oneCycle() + ").stageDecay(0.3)");
    }

    @Test
    void graduallyEachPhaseHasOneStageMore() {
        assertThat(FineTuning.gradually(2, RECIPE).phases())
                .extracting(FineTuning.Phase::learns)
                .containsExactly(
                        FineTuning.Part.HEAD,
                        FineTuning.Part.ONE_STAGE_MORE,
                        FineTuning.Part.ONE_STAGE_MORE,
                        FineTuning.Part.ALL);
        // The fake network has one stage.
        assertThatThrownBy(() -> FineTuning.gradually(1, RECIPE)
                        .run(Fake.learner(false, null), Fake.pictures(4), Fake.pictures(2), null, Device.CPU))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "fake has the stages [conv], of which 0 can learn while others are frozen, received 3 phases");
        assertThatThrownBy(() -> new FineTuning(List.of())).hasMessage("Fine-tuning has a phase, received none");
    }

    @Test
    void theHistoryIsOfAll() {
        History one =
                History.empty().with(new History.Epoch(1, 3, 2, 0.5, 0.1, 1)).withCached(true);
        History two = History.empty()
                .with(new History.Epoch(1, 2, 1, 0.6, 0.1, 1))
                .with(new History.Epoch(2, 1, 1, 0.7, 0.1, 1));

        assertThat(one.and(two).epochs()).extracting(History.Epoch::epoch).containsExactly(1, 2, 3);
        assertThat(one.and(two).epochs().get(2).validationAccuracy()).isEqualTo(0.7, within(1e-12));
        assertThat(one.and(two).cached()).isFalse();
    }
}
