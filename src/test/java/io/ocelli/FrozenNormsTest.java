package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.model.Initializer;
import io.ocelli.training.History;
import io.ocelli.training.Learnt;
import io.ocelli.training.Training;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Norms whose statistics stay as they are, in a network of which all else learns. */
class FrozenNormsTest extends Composing {
    private static final Training TWO_STEPS = RECIPE.epochs(2).objective(LABELS);

    /** Each epoch is one step on all pictures, and is validated with the same ones. */
    private static Learnt fit(Training recipe, List<Double> losses) {
        return fit(cifar(), TRAIN, TRAIN, telling(recipe, step -> losses.add(step.loss())));
    }

    @Test
    void whatAPictureGivesInTrainingIsWhatItGivesLater() {
        List<Double> moving = new ArrayList<>();
        double later = validated(fit(TWO_STEPS, moving));
        List<Double> still = new ArrayList<>();
        double same = validated(fit(TWO_STEPS.freezeNormStatistics(), still));

        assertThat(still.get(1)).as("the second step's loss").isCloseTo(same, within(1e-4));
        assertThat(moving.get(1)).as("by the batch").isNotCloseTo(later, within(1e-2));
    }

    /** After the first step. */
    private static double validated(Learnt learnt) {
        History.Epoch first = learnt.history().epochs().get(0);
        return first.validationLoss();
    }

    @Test
    void scalesAndShiftsLearnBesideStatisticsThatStay() {
        Weights start = Initializer.weights(cifar().graph(), 3);
        Weights learnt =
                fit(TWO_STEPS.freezeNormStatistics(), new ArrayList<>()).weights();

        for (String norm : List.of("bn1", "layer2.0.bn2")) {
            for (String name : List.of("running_mean", "running_var", "num_batches_tracked")) {
                String full = norm + "." + name;
                assertThat(learnt.get(full).toDoubles())
                        .as(full)
                        .containsExactly(start.get(full).toDoubles());
            }
            for (String name : List.of("weight", "bias")) {
                String full = norm + "." + name;
                assertThat(learnt.get(full).toDoubles())
                        .as(full)
                        .isNotEqualTo(start.get(full).toDoubles());
            }
        }
    }
}
