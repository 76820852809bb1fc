package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.graph.Value;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Checkpoint;
import io.ocelli.training.Objective;
import io.ocelli.training.Step;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a term is given besides batches: numbers of schedules, and what it keeps from one step to the next. */
class KeptBetweenStepsTest extends Composing {
    private static final Tensor ZERO = Tensor.of(Shape.of(1), 0f);

    /** Counts the steps. */
    private static Value counted(Step step) {
        Value count = step.kept("count", ZERO);
        step.keep("count", count.plus(1));
        return count.sum();
    }

    private static List<Double> values(String term, Training recipe) {
        List<Double> values = new ArrayList<>();
        fit(
                cifar(),
                TRAIN,
                VALIDATION,
                telling(recipe, step -> values.add(step.terms().get(term))));
        return values;
    }

    @Test
    void aTermReadsWhatItKeptInTheStepBefore() {
        Training recipe = RECIPE.epochs(4)
                .objective(LABELS.plus(
                        Objective.of("counted", KeptBetweenStepsTest::counted).times(0)));

        assertThat(values("counted", recipe)).containsExactly(0.0, 1.0, 2.0, 3.0);
    }

    @Test
    void aTrainingThatIsResumedGoesOnWithWhatWasKept() {
        Training recipe = RECIPE.epochs(2)
                .objective(LABELS.plus(
                        Objective.of("counted", KeptBetweenStepsTest::counted).times(0)));
        List<Checkpoint> middle = new ArrayList<>();
        fit(cifar(), TRAIN, VALIDATION, recipe.listener((event, session) -> {
            if (event instanceof TrainingEvent.EpochEnded && middle.isEmpty()) {
                middle.add(session.checkpoint());
            }
        }));
        List<Double> all = values("counted", recipe);
        List<Double> rest = values("counted", recipe.resumeFrom(middle.get(0)));

        assertThat(rest).isEqualTo(all.subList(all.size() - rest.size(), all.size()));
        assertThat(rest.get(0)).isPositive();
    }

    @Test
    void aNumberFollowsItsSchedule() {
        Training recipe = RECIPE.epochs(3)
                .objective(LABELS.plus(Objective.of(
                                "progress", step -> step.number("progress", progress -> progress.step()))
                        .times(0)));

        assertThat(values("progress", recipe)).containsExactly(0.0, 1.0, 2.0);
    }

    @Test
    void aNameIsOneThings() {
        assertThatThrownBy(() -> values("twice", RECIPE.objective(LABELS.plus(Objective.of("twice", step -> {
                    step.kept("count", ZERO);
                    return step.kept("count", Tensor.of(Shape.of(1), 1f)).sum();
                })))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("What is kept under a name begins as one tensor, and 'objective.count' begins as two");
        assertThatThrownBy(() -> values("none", RECIPE.objective(LABELS.plus(Objective.of("none", step -> {
                    step.keep("count", step.network().logits());
                    return step.network().logits().mean();
                })))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("What is kept is said with kept(name, start) and its next value once, and"
                        + " 'objective.count' is not among those that wait for one: ");
    }
}
