package io.ocelli.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.serving.Temperature;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {
    private static final double[][] SEPARABLE = {{3, 0}, {0, 3}, {2, -1}, {-1, 2}};
    private static final int[] RIGHT = {0, 1, 0, 1};

    private static GoldenScores golden() {
        return GoldenScores.ofFile();
    }

    private static LabelledScores changed(LabelledScores scores, UnaryOperator<double[]> change) {
        double[][] rows = new double[scores.size()][];
        int[] labels = new int[scores.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = change.apply(scores.logits(i));
            labels[i] = scores.label(i);
        }
        return LabelledScores.of(rows, labels);
    }

    private static double loss(JsonObject figures) {
        return figures.getAsJsonObject("test").get("nll").getAsDouble();
    }

    private static void assertProbabilities(JsonObject figures, UnaryOperator<double[]> calibrated, double[][] inputs) {
        int i = 0;
        for (JsonElement row : figures.getAsJsonArray("probabilities_first20")) {
            assertThat(calibrated.apply(inputs[i++])).containsExactly(GoldenScores.doubles(row), GoldenScores.DIGITS);
        }
    }

    @Test
    void theGoldenLogitsAreMade() {
        GoldenScores golden = golden();
        JsonObject described = golden.json.getAsJsonObject("logits");

        assertThat(golden.logits()[0])
                .containsExactly(GoldenScores.doubles(described.get("first_row")), GoldenScores.DIGITS);
        assertThat(golden.logits()[399])
                .containsExactly(GoldenScores.doubles(described.get("last_row")), GoldenScores.DIGITS);
    }

    @Test
    void aTemperatureHasTheLeastLoss() {
        GoldenScores golden = golden();
        JsonObject figures = golden.json.getAsJsonObject("calibration").getAsJsonObject("temperature");

        Temperature fitted = (Temperature) Calibration.temperature().of(golden.calibration(1));

        double t = fitted.temperature();
        assertThat(t).isEqualTo(figures.get("T").getAsDouble(), GoldenScores.DIGITS);
        assertThat(golden.calibration(1).negativeLogLikelihood())
                .isEqualTo(figures.get("calibration_nll_before").getAsDouble(), GoldenScores.DIGITS);
        assertThat(golden.calibration(t).negativeLogLikelihood())
                .isEqualTo(figures.get("calibration_nll_after").getAsDouble(), GoldenScores.DIGITS);
        assertThat(golden.test(t).negativeLogLikelihood()).isEqualTo(loss(figures), GoldenScores.DIGITS);
    }

    @Test
    void vectorScalingHasTheLeastLoss() {
        GoldenScores golden = golden();
        JsonObject figures = golden.json.getAsJsonObject("calibration").getAsJsonObject("vector_scaling");

        VectorScaling fitted = (VectorScaling) Calibration.vector().of(golden.calibration(1));

        assertThat(fitted.scale().stream().mapToDouble(x -> x).toArray())
                .containsExactly(GoldenScores.doubles(figures.get("scale")), GoldenScores.DIGITS);
        assertThat(fitted.bias().stream().mapToDouble(x -> x).toArray())
                .containsExactly(GoldenScores.doubles(figures.get("bias")), GoldenScores.DIGITS);
        assertThat(changed(golden.calibration(1), fitted::logits).negativeLogLikelihood())
                .isEqualTo(figures.get("calibration_nll_after").getAsDouble(), GoldenScores.DIGITS);
        assertThat(changed(golden.test(1), fitted::logits).negativeLogLikelihood())
                .isEqualTo(loss(figures), GoldenScores.DIGITS);
    }

    @Test
    void isotonicCurvesAreScikitLearns() {
        GoldenScores golden = golden();
        JsonObject figures = golden.json.getAsJsonObject("calibration").getAsJsonObject("isotonic");

        IsotonicCalibration fitted =
                (IsotonicCalibration) Calibration.isotonic().of(golden.calibration(1));

        for (int c : new int[] {0, 3}) {
            JsonObject points = figures.getAsJsonObject("thresholds_class" + c);
            IsotonicCurve curve = fitted.curves().get(c);
            assertThat(curve.x().stream().mapToDouble(x -> x).toArray())
                    .containsExactly(GoldenScores.doubles(points.get("x")), GoldenScores.DIGITS);
            assertThat(curve.y().stream().mapToDouble(y -> y).toArray())
                    .containsExactly(GoldenScores.doubles(points.get("y")), GoldenScores.DIGITS);
        }
        assertProbabilities(figures, fitted::probabilities, golden.test(1).shares());
    }

    @Test
    void plattScalingHasTheLeastLoss() {
        GoldenScores golden = golden();
        JsonObject figures = golden.json.getAsJsonObject("calibration").getAsJsonObject("platt");

        PlattScaling fitted = (PlattScaling) Calibration.platt().of(golden.calibration(1));

        assertThat(fitted.a().stream().mapToDouble(x -> x).toArray())
                .containsExactly(GoldenScores.doubles(figures.get("A")), GoldenScores.DIGITS);
        assertThat(fitted.b().stream().mapToDouble(x -> x).toArray())
                .containsExactly(GoldenScores.doubles(figures.get("B")), GoldenScores.DIGITS);
        assertProbabilities(figures, fitted::probabilities, golden.test(1).rows());
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "B", "C", "D", "E", "F"})
    void whatIsFittedIsAnOptimum(String seed) {
        LabelledScores scores = GoldenScores.ofSeed(seed).calibration(1);
        double t = TemperatureFit.of(scores).temperature();
        VectorScaling vector = VectorScaling.fit(scores);
        double byTemperature = 0;
        double[] byScale = new double[scores.classes()];
        double[] byBias = new double[scores.classes()];
        for (int i = 0; i < scores.size(); i++) {
            double[] logits = scores.logits(i);
            double[] shares = Softmax.of(Arrays.stream(logits).map(z -> z / t).toArray());
            double[] scaled = Softmax.of(vector.logits(logits));
            for (int c = 0; c < byScale.length; c++) {
                double truth = scores.label(i) == c ? 1 : 0;
                byTemperature += (shares[c] - truth) * logits[c] / scores.size();
                byScale[c] += (scaled[c] - truth) * logits[c] / scores.size();
                byBias[c] += (scaled[c] - truth) / scores.size();
            }
        }
        double[] zeros = new double[scores.classes()];
        assertThat(byTemperature).isCloseTo(0, within(1e-12));
        assertThat(byScale).containsExactly(zeros, within(1e-10));
        assertThat(byBias).containsExactly(zeros, within(1e-10));
    }

    @Test
    void whereAllIsRightTheTemperatureIsTheBound() {
        assertThat(Calibration.temperature().of(LabelledScores.of(SEPARABLE, RIGHT)))
                .isEqualTo(new Temperature(0.01));
    }

    @Test
    void whereLogitsSayTheContraryTheTemperatureIsTheOtherBound() {
        assertThat(Calibration.temperature().of(LabelledScores.of(SEPARABLE, new int[] {1, 0, 1, 0})))
                .isEqualTo(new Temperature(100));
    }

    @Test
    void whereNothingSpeaksForATemperatureItIs1() {
        Temperature none = new Temperature(1);
        double[][] equal = {{2, 2}, {2, 2}};
        double[][] oneClass = {{3}, {-1}};
        double[][] sure = {{1000, 0}, {0, 1000}};

        assertThat(Calibration.temperature().of(LabelledScores.of(equal, new int[] {0, 1})))
                .isEqualTo(none);
        assertThat(Calibration.temperature().of(LabelledScores.of(oneClass, new int[2])))
                .isEqualTo(none);
        assertThat(Calibration.temperature().of(LabelledScores.of(sure, new int[] {0, 1})))
                .isEqualTo(none);
    }

    @Test
    void aTemperatureIsFoundFarFrom1() {
        for (double times : new double[] {0.05, 0.3, 7, 40}) {
            double[][] rows = {{times, 0}, {times, 0}, {times, 0}, {0, times}};
            Temperature fitted =
                    (Temperature) Calibration.temperature().of(LabelledScores.of(rows, new int[] {0, 0, 0, 0}));
            // three of four are right by the same margin: the confidence is 3/4
            assertThat(fitted.temperature()).isCloseTo(times / Math.log(3), within(1e-9 * times));
        }
    }

    @Test
    void vectorScalingRefusesWhatHasNoBestFit() {
        assertThatThrownBy(() -> VectorScaling.fit(LabelledScores.of(SEPARABLE, RIGHT)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "Vector scaling has a best fit where classes overlap, and for these 4 pictures none"
                                + " was found: the loss falls to ")
                .hasMessageEndingWith(". Calibrate with more of them, or with temperature.");
        assertThatThrownBy(() -> VectorScaling.fit(LabelledScores.of(SEPARABLE, new int[4])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Vector scaling is fitted on pictures of each class, and class 1 has none. Calibrate with"
                        + " temperature, or with pictures of that class.");
    }

    @Test
    void plattScalingOfEqualLogitsIsTheSmoothedFrequency() {
        double[][] equal = {{2, 2}, {2, 2}, {2, 2}, {2, 2}};

        PlattScaling fitted = PlattScaling.fit(LabelledScores.of(equal, new int[] {0, 0, 0, 1}));

        double first = (3 * 4 / 5.0 + 1 / 3.0) / 4;
        double second = (2 / 3.0 + 3 / 5.0) / 4;
        assertThat(fitted.probabilities(new double[] {2, 2}))
                .containsExactly(new double[] {first / (first + second), second / (first + second)}, within(1e-9));
    }

    @Test
    void plattScalingStaysFiniteWhereAllIsRight() {
        PlattScaling fitted = PlattScaling.fit(LabelledScores.of(SEPARABLE, RIGHT));

        assertThat(fitted.a()).allMatch(a -> a < 0 && Double.isFinite(a));
        assertThat(fitted.probabilities(new double[] {3, 0})[0]).isBetween(0.7, 0.9);
    }

    @Test
    void anIsotonicCurvePoolsTiesAndIsLevelOutside() {
        IsotonicCurve curve = IsotonicCurve.fit(new double[] {0.5, 0.2, 0.5, 0.8, 0.9}, new double[] {1, 0, 0, 0, 1});

        assertThat(curve.x()).containsExactly(0.2, 0.5, 0.8, 0.9);
        assertThat(curve.y()).containsExactly(0.0, 1 / 3.0, 1 / 3.0, 1.0);
        assertThat(new double[] {curve.at(0), curve.at(0.35), curve.at(0.6), curve.at(2)})
                .containsExactly(new double[] {0, 0.5 / 3, 1 / 3.0, 1}, within(1e-15));
    }

    @Test
    void whereAllCurvesAre0AllClassesAreAsLikely() {
        IsotonicCurve zero = new IsotonicCurve(List.of(0.5), List.of(0.0));

        assertThat(new IsotonicCalibration(List.of(zero, zero)).probabilities(new double[] {0.9, 0.1}))
                .containsExactly(0.5, 0.5);
    }

    @Test
    void oneClassStaysSure() {
        LabelledScores scores = LabelledScores.of(new double[][] {{1}, {2}, {3}}, new int[3]);

        assertThat(IsotonicCalibration.fit(scores).probabilities(new double[] {1}))
                .containsExactly(1);
        assertThat(PlattScaling.fit(scores).probabilities(new double[] {2})).containsExactly(1);
        assertThat(VectorScaling.fit(scores).bias()).containsExactly(0.0);
    }

    @Test
    void scoresAreFiniteAndLabelsAreClasses() {
        double[][] rows = {{1, 2}, {3, 4}};
        double[][] none = {{1, 2}, {Double.NaN, 4}};

        assertThatThrownBy(() -> LabelledScores.of(none, new int[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Scores that something is fitted on are finite, received the logit NaN and the probability"
                        + " NaN for class 0 at index 1");
        assertThatThrownBy(() -> LabelledScores.of(rows, new int[] {0, 2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A label is 0 to 1, received 2 at index 1. Leave pictures out whose class is not known.");
        assertThatThrownBy(() -> LabelledScores.of(rows, new int[] {-1, 0}))
                .hasMessage("A label is 0 to 1, received -1 at index 0. Leave pictures out whose class is not known.");
        assertThatThrownBy(() -> LabelledScores.of(rows, new int[1]))
                .hasMessage(
                        "There is a label for each picture's scores, and at least one, received 2 scores and 1 labels");
        assertThatThrownBy(() -> LabelledScores.of(new double[0][], new int[0]))
                .hasMessage(
                        "There is a label for each picture's scores, and at least one, received 0 scores and 0 labels");
        assertThatThrownBy(() -> LabelledScores.of(new double[][] {{1, 2}, {3}}, new int[2]))
                .hasMessage("Scores are of the same classes, at least one, received 2 at index 0 and 1 at index 1");
    }

    @Test
    void scalingsAreFiniteAndOfEachClass() {
        assertThatThrownBy(() -> new VectorScaling(List.of(1.0), List.of(1.0, 2.0)))
                .hasMessage("Vector scaling has a factor and a bias for each class, received 1 factors and 2 biases");
        assertThatThrownBy(() -> new PlattScaling(List.of(Double.NaN), List.of(1.0)))
                .hasMessage("Factors of logits are finite, received NaN");
        assertThatThrownBy(() -> new IsotonicCurve(List.of(1.0, 1.0), List.of(0.0, 1.0)))
                .hasMessage("An isotonic curve has rising places and as many heights that do not fall, at least one,"
                        + " received [1.0, 1.0] and [0.0, 1.0]");
    }
}
