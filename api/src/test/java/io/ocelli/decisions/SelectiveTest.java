package io.ocelli.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether to answer, and what: risk and coverage, thresholds, costs. */
class SelectiveTest {
    private static JsonObject figures(GoldenScores golden) {
        return golden.json.getAsJsonObject("selective");
    }

    @Test
    void riskAndCoverageAreTheReferences() {
        GoldenScores golden = GoldenScores.ofFile();
        JsonObject figures = figures(golden);

        RiskCoverage curve = RiskCoverage.of(golden.test(1));

        assertThat(Arrays.copyOf(curve.risks(), 30))
                .containsExactly(GoldenScores.doubles(figures.get("risk_first30")), GoldenScores.DIGITS);
        for (Map.Entry<String, JsonElement> at :
                figures.getAsJsonObject("risk_at_coverage").entrySet()) {
            assertThat(curve.riskAt(Double.parseDouble(at.getKey())))
                    .isEqualTo(at.getValue().getAsDouble(), GoldenScores.DIGITS);
        }
        assertThat(curve.area()).isEqualTo(figures.get("aurc").getAsDouble(), GoldenScores.DIGITS);
        assertThat(curve.excessArea()).isEqualTo(figures.get("e_aurc").getAsDouble(), GoldenScores.DIGITS);
    }

    @Test
    void thresholdsForAnAccuracyAreTheReferences() {
        GoldenScores golden = GoldenScores.ofFile();
        RiskCoverage curve = RiskCoverage.of(golden.test(1));

        for (JsonElement each : figures(golden).getAsJsonArray("rejection")) {
            JsonObject wanted = each.getAsJsonObject();
            double accuracy = wanted.get("wanted_accuracy").getAsDouble();
            if (wanted.get("threshold").isJsonNull()) {
                assertThat(curve.threshold(accuracy)).isEmpty();
            } else {
                Threshold fitted = (Threshold) Threshold.accuracy(accuracy).of(golden.test(1));
                assertThat(fitted.least()).isEqualTo(wanted.get("threshold").getAsDouble(), GoldenScores.DIGITS);
                assertThat(curve.accepted(fitted.least()))
                        .isEqualTo(wanted.get("accepted").getAsInt());
            }
        }
    }

    @Test
    void thresholdsPerClassForAPrecisionAreTheReferences() {
        GoldenScores golden = GoldenScores.ofFile();
        JsonObject wanted = figures(golden).getAsJsonObject("precision_per_class");
        JsonArray classes = wanted.getAsJsonArray("classes");

        ClassThresholds fitted = (ClassThresholds)
                ClassThresholds.precision(wanted.get("wanted").getAsDouble()).of(golden.test(1));

        for (int c = 0; c < classes.size(); c++) {
            JsonElement threshold = classes.get(c).getAsJsonObject().get("threshold");
            if (threshold.isJsonNull()) {
                assertThat(fitted.least().get(c)).isInfinite();
            } else {
                assertThat(fitted.least().get(c)).isEqualTo(threshold.getAsDouble(), GoldenScores.DIGITS);
            }
        }
    }

    @Test
    void costsDecideAsTheReferences() {
        GoldenScores golden = GoldenScores.ofFile();
        JsonObject figures = figures(golden).getAsJsonObject("cost");
        JsonArray rows = figures.getAsJsonArray("matrix");
        double[][] matrix = new double[rows.size()][];
        Arrays.setAll(matrix, i -> GoldenScores.doubles(rows.get(i)));
        LabelledScores test = golden.test(1);

        Costs costs = Costs.of(matrix);
        Costs refusing = costs.withRefusal(figures.get("reject_cost").getAsDouble());

        double[] decided = new double[test.size()];
        double[] refused = new double[test.size()];
        for (int i = 0; i < decided.length; i++) {
            decided[i] = costs.decide(test.probabilities(i));
            refused[i] = refusing.decide(test.probabilities(i));
        }
        assertThat(decided).isEqualTo(GoldenScores.doubles(figures.get("decisions")));
        assertThat(refused).isEqualTo(GoldenScores.doubles(figures.get("with_rejection")));
        JsonArray expected = figures.getAsJsonArray("expected_cost_first10");
        for (int i = 0; i < expected.size(); i++) {
            assertThat(costs.expected(test.probabilities(i)))
                    .containsExactly(GoldenScores.doubles(expected.get(i)), GoldenScores.DIGITS);
        }
    }

    private static LabelledScores binary(double[] confidences, boolean[] right) {
        double[][] rows = new double[confidences.length][];
        int[] labels = new int[confidences.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {Math.log(confidences[i]), Math.log(1 - confidences[i])};
            labels[i] = right[i] ? 0 : 1;
        }
        return LabelledScores.of(rows, labels);
    }

    @Test
    void answersOfOneConfidenceAreTakenOrLeftTogether() {
        RiskCoverage curve =
                RiskCoverage.of(new double[] {0.9, 0.8, 0.8, 0.8, 0.7}, new boolean[] {true, true, false, false, true});

        assertThat(curve.threshold(0.9)).hasValue(0.9);
        assertThat(curve.threshold(0.5)).hasValue(0.7);
        assertThat(curve.accepted(0.8)).isEqualTo(4);
    }

    @Test
    void whereAllIsRightAllIsAnsweredAndWhereNothingIsNothing() {
        RiskCoverage right = RiskCoverage.of(new double[] {0.5, 0.5}, new boolean[] {true, true});
        RiskCoverage wrong = RiskCoverage.of(new double[] {0.5, 0.6}, new boolean[2]);

        assertThat(right.area()).isZero();
        assertThat(right.excessArea()).isZero();
        assertThat(right.threshold(1)).hasValue(0.5);
        assertThat(wrong.area()).isEqualTo(1);
        assertThat(wrong.excessArea()).isZero();
        assertThat(wrong.threshold(0.1)).isEmpty();
    }

    @Test
    void anAccuracyOutOfReachIsSaid() {
        LabelledScores scores = binary(new double[] {0.9, 0.8, 0.7}, new boolean[] {false, true, true});

        assertThatThrownBy(() -> Threshold.accuracy(0.9).of(scores))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("An accuracy of 0.9 is out of reach for a threshold: the best reaches 0.66")
                .hasMessageEndingWith(" on these 3 pictures");
        assertThatThrownBy(() -> Threshold.accuracy(0))
                .hasMessage("A wanted accuracy is above 0 and at most 1, received 0.0");
    }

    @Test
    void aPrecisionOutOfReachIsAnInfiniteThreshold() {
        LabelledScores scores = binary(new double[] {0.9, 0.8}, new boolean[] {false, true});

        assertThat(ClassThresholds.precision(0.9).of(scores))
                .isEqualTo(new ClassThresholds(List.of(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY)));
    }

    @Test
    void aRecallIsReachedByTheHighestThreshold() {
        double[][] rows = {{3, 0}, {2, 0}, {1, 0}, {0, 1}, {0, 2}, {0, 5}};
        LabelledScores scores = LabelledScores.of(rows, new int[] {0, 0, 0, 0, 1, 1});

        ClassThresholds fitted = (ClassThresholds) ClassThresholds.recall(0.5).of(scores);

        assertThat(fitted.least()).containsExactly(scores.probabilities(1)[0], scores.probabilities(5)[1]);
        assertThatThrownBy(() -> ClassThresholds.recall(0.8).of(scores))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A recall of 0.8 is out of reach for class 0: 3 of its 4 pictures are classified right"
                        + " without any threshold");
        assertThatThrownBy(() -> ClassThresholds.recall(1.1))
                .hasMessage("A wanted recall is above 0 and at most 1, received 1.1");
    }

    @Test
    void aRefusalIsNotTakenWhereItCostsTheSame() {
        Costs costs = Costs.of(new double[][] {{0, 1}, {1, 0}}).withRefusal(0.5);

        assertThat(costs.decide(new double[] {0.5, 0.5})).isZero();
        assertThat(costs.withRefusal(0.4).decide(new double[] {0.5, 0.5})).isEqualTo(-1);
    }

    @Test
    void aCostMatrixIsSquareAndFinite() {
        assertThatThrownBy(() -> Costs.of(new double[][] {{0, 1}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A cost matrix has a row and a column for each class, received 1 rows and one of 2 numbers");
        assertThatThrownBy(() -> Costs.of(new double[][] {{Double.NaN}})).hasMessage("Costs are finite, received NaN");
        assertThatThrownBy(() -> Costs.of(new double[0][]))
                .hasMessage("Costs are of at least one class, and a refusal costs a number, received 0 classes and a"
                        + " refusal at Infinity");
    }

    @Test
    void thresholdsAre0To1() {
        assertThatThrownBy(() -> new Threshold(1.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A threshold of probabilities is 0 to 1, received 1.1");
        assertThatThrownBy(() -> new ClassThresholds(List.of(0.5, -1.0)))
                .hasMessage("There is a threshold for each class, 0 to 1, or infinite for one that is never answered,"
                        + " received [0.5, -1.0]");
        assertThatThrownBy(() -> new TopK(0)).hasMessage("Top k leaves at least 1 class, received 0");
    }

    @Test
    void aCurveIsOfNumbers() {
        assertThatThrownBy(() -> RiskCoverage.of(new double[] {Double.NaN}, new boolean[1]))
                .hasMessage("A confidence is a number, received NaN at index 0");
        assertThatThrownBy(() -> RiskCoverage.of(new double[0], new boolean[0]))
                .hasMessage("Each answer has a confidence and is right or not, and there is at least one, received 0"
                        + " confidences and 0 answers");
        assertThatThrownBy(() -> RiskCoverage.of(new double[1], new boolean[1]).riskAt(0))
                .hasMessage("A coverage is above 0 and at most 1, received 0.0");
    }
}
