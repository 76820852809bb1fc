package io.ocelli.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import org.junit.jupiter.api.Test;

class LabelErrorsTest {
    /** Two cats, three dogs; the last is a cat. */
    private final LabelErrors pets =
            LabelErrors.of(Tensor.of(Shape.of(5, 2), .9, .1, .8, .2, .1, .9, .3, .7, .95, .05), 0, 0, 1, 1, 1);

    private static JsonObject golden() {
        return GoldenDecisions.json().getAsJsonObject("label_errors");
    }

    private static LabelErrors errors() {
        GoldenDecisions decisions = new GoldenDecisions();
        int[] given = ints(golden().getAsJsonArray("given"));
        return LabelErrors.of(Tensor.of(Shape.of(given.length, decisions.k), decisions.probabilities()), given);
    }

    private static int[] ints(JsonArray array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).getAsInt();
        }
        return values;
    }

    @Test
    void aLabelIsBelievedByItsProbabilityAndByThoseOfThatPrediction() {
        double[][] beliefs = pets.beliefs();

        double dog = 0.05 * (0 + 0.05);
        double cat = 0.95 * (2 + 0.95);
        assertThat(beliefs[4]).containsExactly(new double[] {cat / (cat + dog), dog / (cat + dog)}, within(1e-12));
        double otherDog = 0.9 * (1 + 0.9);
        double otherCat = 0.1 * (0 + 0.1);
        assertThat(beliefs[2][1]).isEqualTo(otherDog / (otherDog + otherCat), within(1e-12));
    }

    @Test
    void scoresAreCleanlabs() {
        LabelErrors errors = errors();
        assertScores(errors.scores(LabelQuality.SELF_CONFIDENCE), "self_confidence");
        assertScores(errors.scores(LabelQuality.NORMALIZED_MARGIN), "normalized_margin");
        assertScores(errors.scores(LabelQuality.CONFIDENCE_WEIGHTED_ENTROPY), "confidence_weighted_entropy");
    }

    private static void assertScores(double[] scores, String name) {
        JsonArray expected = golden().getAsJsonArray(name);
        for (int i = 0; i < expected.size(); i++) {
            double value = expected.get(i).getAsDouble();
            assertThat(scores[i]).as("%s of %s", name, i).isEqualTo(value, within(1e-8 * value));
        }
    }

    @Test
    void thresholdsAreCleanlabs() {
        JsonArray expected = golden().getAsJsonArray("thresholds");
        double[] thresholds = errors().thresholds();
        assertThat(thresholds).hasSize(expected.size());
        for (int c = 0; c < thresholds.length; c++) {
            assertThat(thresholds[c]).isEqualTo(expected.get(c).getAsDouble(), within(1e-8));
        }
    }

    @Test
    void theConfidentJointIsCleanlabs() {
        assertJoint(errors().confidentJoint(), golden().getAsJsonArray("confident_joint"));
        assertJoint(errors().calibratedJoint(), golden().getAsJsonArray("confident_joint_calibrated"));
    }

    private static void assertJoint(long[][] joint, JsonArray expected) {
        assertThat(joint.length).isEqualTo(expected.size());
        for (int row = 0; row < joint.length; row++) {
            JsonArray values = expected.get(row).getAsJsonArray();
            assertThat(joint[row]).as("row %s", row).containsExactly(longs(values));
        }
    }

    private static long[] longs(JsonArray values) {
        long[] longs = new long[values.size()];
        int i = 0;
        for (JsonElement value : values) {
            longs[i++] = value.getAsLong();
        }
        return longs;
    }

    @Test
    void noiseAndPriorAreCleanlabs() {
        LabelErrors errors = errors();
        assertRows(errors.noise(), golden().getAsJsonArray("noise_matrix"));
        assertRows(errors.inverseNoise(), golden().getAsJsonArray("inverse_noise_matrix"));
        JsonArray prior = new JsonArray();
        prior.add(golden().getAsJsonArray("true_prior"));
        assertRows(new double[][] {errors.prior()}, prior);
    }

    private static void assertRows(double[][] rows, JsonArray expected) {
        assertThat(rows.length).isEqualTo(expected.size());
        for (int i = 0; i < rows.length; i++) {
            JsonArray row = expected.get(i).getAsJsonArray();
            assertThat(rows[i]).hasSize(row.size());
            for (int j = 0; j < row.size(); j++) {
                assertThat(rows[i][j]).as("%s, %s", i, j).isEqualTo(row.get(j).getAsDouble(), within(1e-8));
            }
        }
    }

    @Test
    void flaggedAreCleanlabs() {
        LabelErrors errors = errors();
        for (LabelFilter filter : LabelFilter.values()) {
            String name = "issues_" + filter.name().toLowerCase(java.util.Locale.ROOT);
            assertThat(errors.flagged(filter, LabelQuality.SELF_CONFIDENCE))
                    .as(name)
                    .containsExactly(ints(golden().getAsJsonArray(name)));
        }
        assertThat(errors.flagged()).containsExactly(ints(golden().getAsJsonArray("issues_prune_by_noise_rate")));
    }

    @Test
    void theMostDoubtfulComesFirst() {
        assertThat(pets.ranking(LabelQuality.SELF_CONFIDENCE)).containsExactly(4, 3, 1, 0, 2);
        assertThat(pets.ranking(LabelQuality.NORMALIZED_MARGIN)).containsExactly(4, 3, 1, 0, 2);
    }

    @Test
    void aWrongLabelIsFoundAndTheRightOneSuggested() {
        assertThat(pets.flagged()).containsExactly(4);
        assertThat(pets.suggested(4)).isZero();
        assertThat(pets.count()).isEqualTo(5);
    }

    @Test
    void equalOnesStayInOrder() {
        LabelErrors equal = LabelErrors.of(Tensor.of(Shape.of(3, 2), .5, .5, .5, .5, .5, .5), 1, 0, 1);
        assertThat(equal.ranking(LabelQuality.SELF_CONFIDENCE)).containsExactly(0, 1, 2);
        assertThat(equal.flagged(LabelFilter.PREDICTED_NEQ_GIVEN, LabelQuality.SELF_CONFIDENCE))
                .as("a label as probable as the best is not doubted")
                .isEmpty();
    }

    @Test
    void ofSeveralClassesOverTheirThresholdsTheMostProbableCounts() {
        // Thresholds .6, .3 and .1: the first is over the last two.
        LabelErrors several = LabelErrors.of(Tensor.of(Shape.of(3, 3), .5, .4, .1, .7, .2, .1, .1, .2, .1), 0, 0, 2);
        assertThat(several.thresholds()[0]).isEqualTo(.6, within(1e-12));
        assertThat(several.thresholds()[1]).as("no picture has it").isNaN();
        assertThat(several.confidentJoint()).isEqualTo(new long[][] {{1, 0, 1}, {0, 1, 0}, {0, 0, 1}});
        assertThat(several.calibratedJoint()).isEqualTo(new long[][] {{1, 0, 1}, {0, 0, 0}, {0, 0, 1}});
        assertThat(several.noise()).isEqualTo(new double[][] {{1, 0, .5}, {0, 0, 0}, {0, 0, .5}});
        assertThat(several.inverseNoise()).isEqualTo(new double[][] {{.5, 0, 0}, {0, 0, 0}, {.5, 0, 1}});
    }

    @Test
    void theOnlyPictureOfALabelIsNotPruned() {
        Tensor probabilities = Tensor.of(Shape.of(4, 2), .9, .1, .8, .2, .7, .3, .99, .01);
        LabelErrors only = LabelErrors.of(probabilities, 0, 0, 0, 1);
        assertThat(only.flagged()).isEmpty();
        assertThat(only.flagged(LabelFilter.PRUNE_BY_CLASS, LabelQuality.SELF_CONFIDENCE))
                .isEmpty();
        assertThat(only.flagged(LabelFilter.CONFIDENT_LEARNING, LabelQuality.SELF_CONFIDENCE))
                .containsExactly(3);
    }

    @Test
    void whatItGivesIsACopy() {
        pets.confidentJoint()[0][0] = 7;
        pets.thresholds()[0] = 7;
        assertThat(pets.confidentJoint()[0][0]).isNotEqualTo(7);
        assertThat(pets.thresholds()[0]).isNotEqualTo(7);
    }

    @Test
    void aTensorThatDoesNotFitTheLabelsIsRefused() {
        assertThatThrownBy(() -> LabelErrors.of(Tensor.of(Shape.of(1, 2), .5, .5), 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Label errors are found by probabilities N K of N pictures, 1 or more, and K classes, 2 or"
                        + " more, received [1, 2] for 2 labels");
    }

    @Test
    void aLabelOfNoClassIsRefused() {
        assertThatThrownBy(() -> LabelErrors.of(Tensor.of(Shape.of(1, 2), .5, .5), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A label is 0 to 1, received 2 for picture 0");
    }

    @Test
    void logitsAreRefused() {
        assertThatThrownBy(() -> LabelErrors.of(Tensor.of(Shape.of(1, 2), 2.5, -1), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A probability is 0 to 1, received 2.5 for picture 0: label errors are found by softmax's"
                        + " output, and not by logits");
    }
}
