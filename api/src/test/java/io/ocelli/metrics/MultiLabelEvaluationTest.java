package io.ocelli.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Golden;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Figures without a golden file are those that scikit-learn 1.9.1 gave for the same numbers. */
class MultiLabelEvaluationTest {
    private static final Offset<Double> EXACT = within(1e-12);
    private static final List<String> WEATHER = List.of("clear", "cloud", "haze", "snow");

    /** No picture has snow; the third has nothing. */
    private final MultiLabelEvaluation weather = MultiLabelEvaluation.of(
            WEATHER,
            Tensor.of(Shape.of(4, 4), .9f, .2f, .6f, .1f, .4f, .8f, .6f, .1f, .3f, .2f, .1f, .1f, .7f, .7f, .4f, .9f),
            Tensor.of(Shape.of(4, 4), 1f, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0));

    private static MultiLabelEvaluation golden() {
        JsonObject golden = Golden.json("numbers/metrics.json");
        JsonArray scores = golden.getAsJsonArray("scores");
        JsonArray targets = golden.getAsJsonObject("multilabel").getAsJsonArray("targets");
        List<String> classes = new ArrayList<>();
        for (int c = 0; c < scores.get(0).getAsJsonArray().size(); c++) {
            classes.add("class " + c);
        }
        MultiLabelEvaluation.Accumulator accumulator = MultiLabelEvaluation.accumulator(classes);
        for (int i = 0; i < scores.size(); i++) {
            float[] row = new float[classes.size()];
            boolean[] own = new boolean[classes.size()];
            for (int c = 0; c < row.length; c++) {
                row[c] = scores.get(i).getAsJsonArray().get(c).getAsFloat();
                own[c] = targets.get(i).getAsJsonArray().get(c).getAsInt() == 1;
            }
            accumulator.add(row, own);
        }
        return accumulator.evaluation();
    }

    @Test
    void equalsScikitLearn() {
        JsonObject expected = Golden.json("numbers/metrics.json").getAsJsonObject("multilabel");
        MultiLabelEvaluation evaluation = golden();
        assertThat(evaluation.meanAveragePrecision())
                .isEqualTo(expected.get("map_macro").getAsDouble(), EXACT);
        assertThat(evaluation.at(.2f).micro().f1())
                .isEqualTo(expected.get("f1_micro_at_0_2").getAsDouble(), EXACT);
        assertThat(evaluation.at(.2f).hammingLoss())
                .isEqualTo(expected.get("hamming_at_0_2").getAsDouble(), EXACT);
    }

    @Test
    void averagePrecisionIsScikitLearnsHoweverAveraged() {
        assertThat(weather.averagePrecision(Averaging.MACRO)).isEqualTo(0.6458333333333333, EXACT);
        assertThat(weather.averagePrecision(Averaging.MICRO)).isEqualTo(0.5787301587301587, EXACT);
        assertThat(weather.averagePrecision(Averaging.WEIGHTED)).isEqualTo(0.8333333333333333, EXACT);
        assertThat(weather.averagePrecision(3)).as("no picture has it").isZero();
        assertThat(weather.ranked(1).rocAuc().value()).isEqualTo(1);
    }

    @Test
    void figuresAtAThresholdAreScikitLearns() {
        MultiLabelDecisions decisions = weather.at(.5f);
        assertFigures(decisions.macro(), 0.5, 0.625, 0.5416666666666666);
        assertFigures(decisions.micro(), 0.5714285714285714, 0.8, 0.6666666666666666);
        assertFigures(decisions.weighted(), 0.7, 0.8, 0.7333333333333333);
        assertFigures(decisions.samples(), 0.4583333333333333, 0.625, 0.5166666666666666);
        assertThat(decisions.hammingLoss()).isEqualTo(.25);
        assertThat(decisions.subsetAccuracy()).isEqualTo(.5);
        assertThat(decisions.perClass())
                .containsExactly(
                        new ClassFigures("clear", 1, 1, 1, 2),
                        new ClassFigures("cloud", .5, 1, 2 / 3.0, 1),
                        new ClassFigures("haze", .5, .5, .5, 2),
                        new ClassFigures("snow", 0, 0, 0, 0));
    }

    private static void assertFigures(Figures figures, double precision, double recall, double f1) {
        assertThat(figures.precision()).isEqualTo(precision, EXACT);
        assertThat(figures.recall()).isEqualTo(recall, EXACT);
        assertThat(figures.f1()).isEqualTo(f1, EXACT);
    }

    @Test
    void withoutAnyTargetEveryRatioIsZero() {
        MultiLabelEvaluation none = MultiLabelEvaluation.of(
                List.of("a", "b"),
                Tensor.of(Shape.of(2, 2), .9f, .1f, .2f, .3f),
                Tensor.of(Shape.of(2, 2), 0f, 0, 0, 0));
        for (Averaging averaging : Averaging.values()) {
            assertThat(none.averagePrecision(averaging)).isZero();
        }
        assertFigures(none.at(.5f).weighted(), 0, 0, 0);
        assertFigures(none.at(.5f).samples(), 0, 0, 0);
        assertThat(none.at(.5f).subsetAccuracy()).isEqualTo(.5);
    }

    @Test
    void ofNoPicturesSharesAreNaN() {
        MultiLabelEvaluation none = MultiLabelEvaluation.accumulator(WEATHER).evaluation();
        assertThat(none.count()).isZero();
        assertThat(none.at(.5f).hammingLoss()).isNaN();
        assertThat(none.at(.5f).subsetAccuracy()).isNaN();
        assertThat(none.meanAveragePrecision()).isZero();
    }

    @Test
    void aScoreAtItsThresholdIsNotOverIt() {
        MultiLabelEvaluation one = MultiLabelEvaluation.of(
                List.of("a", "b"), Tensor.of(Shape.of(1, 2), .2f, .4f), Tensor.of(Shape.of(1, 2), 1f, 1));
        assertThat(one.at(.2f).micro().recall()).isEqualTo(.5);
        assertThat(one.at(.1f, .4f).micro().recall()).isEqualTo(.5);
        assertThat(one.at(.1f, .3f).micro().recall()).isEqualTo(1);
    }

    @Test
    void scoresOfAnySignAreOrderedAndEqualOnesTogether() {
        MultiLabelEvaluation logits = MultiLabelEvaluation.of(
                List.of("a"),
                Tensor.of(Shape.of(5, 1), -3f, 2f, 0f, -0f, Float.NEGATIVE_INFINITY),
                Tensor.of(Shape.of(5, 1), 1f, 1, 0, 1, 0));
        assertThat(logits.averagePrecision(0)).isEqualTo((1 + 2 / 3.0 + 3 / 4.0) / 3, EXACT);
        assertThat(logits.ranked(0).precisionRecallCurve())
                .extracting(CurvePoint::threshold)
                .containsExactly(Double.POSITIVE_INFINITY, 2.0, 0.0, -3.0, Double.NEGATIVE_INFINITY);
    }

    @Test
    void partsAddUp() {
        MultiLabelEvaluation both = golden().plus(golden());
        assertThat(both.count()).isEqualTo(2 * golden().count());
        assertThat(both.at(.2f).micro()).isEqualTo(golden().at(.2f).micro());
        assertThat(both.meanAveragePrecision()).isEqualTo(golden().meanAveragePrecision(), EXACT);

        MultiLabelEvaluation.Accumulator accumulator = MultiLabelEvaluation.accumulator(WEATHER);
        accumulator.add(weather);
        accumulator.add(weather);
        assertThat(accumulator.evaluation().toString())
                .isEqualTo(weather.plus(weather).toString());
        assertThat(weather.count()).as("it does not change").isEqualTo(4);
    }

    @Test
    void itReadsWell() {
        assertThat(weather).hasToString("4 pictures of 4 classes, mAP 0.6458 (micro 0.5787)");
        assertThat(weather.at(.5f))
                .hasToString("F1 0.6667 micro, 0.5417 macro, 0.5167 samples; Hamming loss 0.2500, subset accuracy"
                        + " 0.5000");
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        MultiLabelEvaluation.Accumulator accumulator = MultiLabelEvaluation.accumulator(List.of("a", "b"));
        assertThatThrownBy(() ->
                        accumulator.add(Tensor.of(Shape.of(1, 2), .5f, .5f), Tensor.of(Shape.of(2, 2), 0f, 0, 0, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Scores and targets of 2 classes are both of shape [N, 2], received [1, 2] and [2, 2]");
        assertThatThrownBy(() -> accumulator.add(new float[3], new boolean[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An evaluation takes one score and one target for each of 2 classes, received 3 and 3");
    }

    @Test
    void aTargetThatIsNoFlagIsRefusedAndNothingCounted() {
        MultiLabelEvaluation.Accumulator accumulator = MultiLabelEvaluation.accumulator(List.of("a", "b"));
        assertThatThrownBy(
                        () -> accumulator.add(Tensor.of(Shape.of(1, 2), .5f, .5f), Tensor.of(Shape.of(1, 2), 1f, .5f)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A target is 1 where the picture has the class, else 0, received 0.5 for class b");
        assertThatThrownBy(() -> accumulator.add(new float[] {1, Float.NaN}, true, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A score is a number, received NaN for class b: the network's weights or input are not"
                        + " finite");
        assertThat(accumulator.evaluation().count()).isZero();
    }

    @Test
    void otherClassesDoNotAddUp() {
        MultiLabelEvaluation other =
                MultiLabelEvaluation.accumulator(List.of("a")).evaluation();
        assertThatThrownBy(() -> weather.plus(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Evaluations are added up of the same classes, received [a] for [clear, cloud, haze, snow]");
        assertThatThrownBy(() -> MultiLabelEvaluation.accumulator(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An evaluation has a class or more, received none");
    }

    @Test
    void thresholdsAndLabelsOfNoClassAreRefused() {
        assertThatThrownBy(() -> weather.at(.1f, .2f))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Decisions take one threshold for all of 4 classes, or one for each, received 2");
        assertThatThrownBy(() -> weather.at(Float.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A threshold is a number, received [NaN]");
        assertThatThrownBy(() -> weather.ranked(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A label is 0 to 3, received 4");
    }
}
