package io.ocelli.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.testing.Golden;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Figures beside the first ones: calibration in bins, curves, sums, and what is counted beyond what can be kept. */
class EvaluationFiguresTest {
    private static final List<String> PETS = List.of("cat", "dog", "hen");

    private static Evaluation pets(int count, long seed) {
        Random random = new Random(seed);
        Evaluation.Accumulator accumulator = Evaluation.accumulator(PETS);
        for (int i = 0; i < count; i++) {
            accumulator.add(row(random), random.nextInt(3));
        }
        return accumulator.evaluation();
    }

    private static float[] row(Random random) {
        float[] row = new float[3];
        float sum = 0;
        for (int c = 0; c < 3; c++) {
            row[c] = (float) Math.exp(3 * random.nextGaussian());
            sum += row[c];
        }
        for (int c = 0; c < 3; c++) {
            row[c] /= sum;
        }
        return row;
    }

    /** The second half of the logits and labels of decisions.json, as probabilities, by the rule that stands there. */
    private static Evaluation decisions(JsonObject golden) {
        JsonObject logits = golden.getAsJsonObject("logits");
        String seed = logits.get("rule").getAsString().replaceAll(".*'logits(\\w+)'.*", "$1");
        JsonArray labels = logits.getAsJsonArray("labels");
        int k = logits.getAsJsonArray("first_row").size();
        int n = labels.size();
        double[] z = Golden.tensor("logits" + seed, io.ocelli.tensor.Shape.of(n, k), -1.5, 1.5)
                .toDoubles();
        double[] boost = Golden.tensor("boost" + seed, io.ocelli.tensor.Shape.of(n), -1, 13)
                .toDoubles();
        List<String> classes = new ArrayList<>();
        for (int c = 0; c < k; c++) {
            classes.add("class " + c);
        }
        Evaluation.Accumulator accumulator = Evaluation.accumulator(classes);
        for (int i = n / 2; i < n; i++) {
            float[] row = new float[k];
            double sum = 0;
            double[] exponentials = new double[k];
            for (int c = 0; c < k; c++) {
                double logit = 2.5 * z[i * k + c] + (labels.get(i).getAsInt() == c ? boost[i] : 0) + (c == 3 ? 1.5 : 0);
                logit *= c == 6 ? 1.4 : 1;
                exponentials[c] = Math.exp(logit);
                sum += exponentials[c];
            }
            for (int c = 0; c < k; c++) {
                row[c] = (float) (exponentials[c] / sum);
            }
            accumulator.add(row, labels.get(i).getAsInt());
        }
        return accumulator.evaluation();
    }

    @Test
    void calibrationErrorsAreTheReferences() {
        JsonObject golden = Golden.json("numbers/decisions.json");
        JsonObject expected = golden.getAsJsonObject("calibration").getAsJsonObject("uncalibrated");
        Evaluation evaluation = decisions(golden);

        assertThat(evaluation.accuracy()).isEqualTo(expected.get("accuracy").getAsDouble(), within(1e-12));
        assertThat(evaluation.logLoss()).isEqualTo(expected.get("nll").getAsDouble(), within(1e-6));
        assertThat(evaluation.brier()).isEqualTo(expected.get("brier").getAsDouble(), within(1e-6));
        assertThat(evaluation.expectedCalibrationError())
                .isEqualTo(expected.get("ece15_equal_width").getAsDouble(), within(1e-6));
        assertThat(evaluation.reliability(15).expectedError())
                .isEqualTo(expected.get("ece15_equal_width").getAsDouble(), within(1e-6));
        assertThat(evaluation.reliability(15).maximumError())
                .isEqualTo(expected.get("mce15_equal_width").getAsDouble(), within(1e-6));
        assertThat(evaluation.reliabilityOfEqualMass(15).expectedError())
                .isEqualTo(expected.get("ece15_equal_mass").getAsDouble(), within(1e-6));
        assertThat(evaluation.classwiseCalibrationError())
                .isEqualTo(expected.get("classwise_ece15").getAsDouble(), within(1e-6));
    }

    @Test
    void reliabilityDiagramsAreTheReferences() {
        JsonObject golden = Golden.json("numbers/decisions.json");
        JsonObject calibration = golden.getAsJsonObject("calibration");
        Evaluation evaluation = decisions(golden);

        assertBins(evaluation.reliability(10), calibration.getAsJsonArray("reliability10_equal_width"));
        assertBins(evaluation.reliabilityOfEqualMass(10), calibration.getAsJsonArray("reliability10_equal_mass"));
    }

    private static void assertBins(Reliability reliability, JsonArray expected) {
        assertThat(reliability.bins()).hasSize(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            JsonObject bin = expected.get(i).getAsJsonObject();
            Reliability.Bin ours = reliability.bins().get(i);
            assertThat(ours.count()).isEqualTo(bin.get("count").getAsLong());
            assertThat(ours.confidence()).isEqualTo(bin.get("confidence").getAsDouble(), within(1e-6));
            assertThat(ours.accuracy()).isEqualTo(bin.get("accuracy").getAsDouble(), within(1e-6));
        }
    }

    @Test
    void theRocCurveIsScikitLearns() {
        JsonObject golden = Golden.json("numbers/metrics.json");
        JsonArray rows = golden.getAsJsonArray("scores");
        Evaluation.Accumulator accumulator = Evaluation.accumulator(List.of("0", "1", "2", "3", "4", "5"));
        for (int i = 0; i < rows.size(); i++) {
            float[] row = new float[6];
            for (int c = 0; c < 6; c++) {
                row[c] = rows.get(i).getAsJsonArray().get(c).getAsFloat();
            }
            accumulator.add(row, golden.getAsJsonArray("labels").get(i).getAsInt());
        }
        List<CurvePoint> curve = accumulator.evaluation().ranked(2).rocCurve();

        JsonObject expected = golden.getAsJsonObject("roc_curve_class2");
        assertThat(curve.stream().map(CurvePoint::x)).containsExactlyElementsOf(numbers(expected.get("fpr")));
        assertThat(curve.stream().map(CurvePoint::y)).containsExactlyElementsOf(numbers(expected.get("tpr")));
    }

    private static List<Double> numbers(JsonElement array) {
        List<Double> numbers = new ArrayList<>();
        array.getAsJsonArray().forEach(each -> numbers.add(each.getAsDouble()));
        return numbers;
    }

    @Test
    void aPrecisionRecallCurveBeginsAtPrecisionOneAndEndsAtRecallOne() {
        Evaluation.Accumulator accumulator = Evaluation.accumulator(PETS);
        accumulator.add(new float[] {.8f, .1f, .1f}, 0);
        accumulator.add(new float[] {.6f, .2f, .2f}, 1);
        accumulator.add(new float[] {.4f, .3f, .3f}, 0);

        assertThat(accumulator.evaluation().ranked(0).precisionRecallCurve())
                .containsExactly(
                        new CurvePoint(0, 1, Double.POSITIVE_INFINITY),
                        new CurvePoint(0.5, 1, .8f),
                        new CurvePoint(0.5, 0.5, .6f),
                        new CurvePoint(1, 2 / 3.0, .4f));
    }

    @Test
    void anFScoreOfBetaOneIsF1AndOthersWeighRecall() {
        Evaluation evaluation = pets(500, 3);

        assertThat(evaluation.fBeta(1, 1))
                .isEqualTo(evaluation.perClass().get(1).f1(), within(1e-12));
        assertThat(evaluation.fBeta(Averaging.MACRO, 1))
                .isEqualTo(evaluation.macro().f1(), within(1e-12));
        assertThat(evaluation.fBeta(Averaging.WEIGHTED, 1))
                .isEqualTo(evaluation.weighted().f1(), within(1e-12));
        assertThat(evaluation.fBeta(Averaging.MICRO, 2)).isEqualTo(evaluation.accuracy(), within(1e-12));
        ClassFigures figures = evaluation.perClass().get(1);
        assertThat(evaluation.fBeta(1, 2))
                .isEqualTo(
                        5 * figures.precision() * figures.recall() / (4 * figures.precision() + figures.recall()),
                        within(1e-12));
        assertThatThrownBy(() -> evaluation.fBeta(1, 0)).hasMessage("beta is above 0 and finite, received 0.0");
    }

    @Test
    void aNormalizedMatrixIsOfSharesAndNothingIsNaN() {
        Evaluation.Accumulator accumulator = Evaluation.accumulator(PETS);
        accumulator.add(new float[] {.8f, .1f, .1f}, 0);
        accumulator.add(new float[] {.1f, .8f, .1f}, 0);
        accumulator.add(new float[] {.1f, .8f, .1f}, 1);
        accumulator.add(new float[] {.1f, .8f, .1f}, 1);
        Evaluation evaluation = accumulator.evaluation();

        assertThat(evaluation.confusion(Normalized.TRUE)).isEqualTo(new double[][] {{.5, .5, 0}, {0, 1, 0}, {0, 0, 0}});
        assertThat(evaluation.confusion(Normalized.PREDICTED)).isEqualTo(new double[][] {
            {1, 1 / 3.0, 0}, {0, 2 / 3.0, 0}, {0, 0, 0}
        });
        assertThat(evaluation.confusion(Normalized.ALL))
                .isEqualTo(new double[][] {{.25, .25, 0}, {0, .5, 0}, {0, 0, 0}});
    }

    @Test
    void whatSeveralHaveCountedIsWhatOneCounts() {
        Evaluation first = pets(300, 1);
        Evaluation second = pets(200, 2);
        Evaluation.Accumulator accumulator = Evaluation.accumulator(PETS);
        Random one = new Random(1);
        for (int i = 0; i < 300; i++) {
            accumulator.add(row(one), one.nextInt(3));
        }
        Random two = new Random(2);
        for (int i = 0; i < 200; i++) {
            accumulator.add(row(two), two.nextInt(3));
        }
        Evaluation together = accumulator.evaluation();
        Evaluation sum = first.plus(second);

        assertThat(sum.confusion()).isEqualTo(together.confusion());
        assertThat(sum.count()).isEqualTo(500);
        assertThat(sum.topK(2)).isEqualTo(together.topK(2));
        assertThat(sum.logLoss()).isEqualTo(together.logLoss(), within(1e-12));
        assertThat(sum.expectedCalibrationError()).isEqualTo(together.expectedCalibrationError(), within(1e-12));
        assertThat(sum.reliabilityOfEqualMass(7).expectedError())
                .isEqualTo(together.reliabilityOfEqualMass(7).expectedError(), within(1e-12));
        assertThat(sum.rocAuc(1)).isEqualTo(together.rocAuc(1));
        assertThat(sum.averagePrecision(1)).isEqualTo(together.averagePrecision(1));
        assertThat(first.count()).as("what was added stays").isEqualTo(300);
    }

    @Test
    void evaluationsOfOtherClassesAreNotAdded() {
        Evaluation others = Evaluation.accumulator(List.of("a", "b")).evaluation();

        assertThatThrownBy(() -> pets(1, 1).plus(others))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Evaluations are added up of the same classes and metrics, received [a, b] with [] for"
                        + " [cat, dog, hen] with []");
    }

    @Test
    void aFigureOfOnesOwnIsCountedAndAddedUp() {
        Evaluation.Accumulator accumulator = Evaluation.accumulator(PETS, new MeanOfOwn());
        accumulator.add(new float[] {.8f, .1f, .1f}, 0);
        Evaluation first = accumulator.evaluation();
        accumulator.add(new float[] {.8f, .1f, .1f}, 1);

        assertThat(accumulator.evaluation().metrics().get("mean of own")).isEqualTo(.45, within(1e-7));
        assertThat(first.plus(accumulator.evaluation()).metrics().get("mean of own"))
                .isEqualTo(1.7 / 3, within(1e-7));
        assertThat(first.metrics()).containsOnlyKeys("mean of own");
    }

    @Test
    void twoMetricsOfOneNameAreRefused() {
        assertThatThrownBy(() -> Evaluation.accumulator(PETS, new MeanOfOwn(), new MeanOfOwn()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mean of own");
    }

    /** The mean probability of the true class. */
    private record MeanOfOwn() implements Metric {
        @Override
        public String name() {
            return "mean of own";
        }

        @Override
        public Sum begin() {
            return new Mean();
        }

        private static final class Mean implements Sum {
            private double sum;
            private long count;

            @Override
            public void add(float[] scores, int label) {
                sum += scores[label];
                count++;
            }

            @Override
            public void add(Sum other) {
                sum += ((Mean) other).sum;
                count += ((Mean) other).count;
            }

            @Override
            public double value() {
                return sum / count;
            }
        }
    }

    /** 20,000 rows of 1,000 classes are more scores than are kept. */
    @Test
    void whereScoresAreTooManyAnAreaLiesBetweenBounds() {
        int k = 1000;
        List<String> classes = Collections.unmodifiableList(new ArrayList<>(Collections.nCopies(k, "a class")));
        Evaluation.Accumulator all = Evaluation.accumulator(classes);
        Evaluation.Accumulator two = Evaluation.accumulator(List.of("others", "class 7"));
        Random random = new Random(5);
        float[] row = new float[k];
        for (int i = 0; i < 20_000; i++) {
            int label = i % 10 == 0 ? 7 : 8;
            row[7] = (float) (1 / (1 + Math.exp(-(random.nextGaussian() + (label == 7 ? 1 : 0)))));
            all.add(row, label);
            two.add(new float[] {1 - row[7], row[7]}, label == 7 ? 1 : 0);
        }
        Evaluation binned = all.evaluation();
        Evaluation exact = two.evaluation();

        assertThat(binned.hasScores()).isFalse();
        assertThat(exact.hasScores()).isTrue();
        Bounded area = binned.ranked(7).rocAuc();
        double truth = exact.rocAuc(1);
        assertThat(area.isExact()).isFalse();
        assertThat(truth).isBetween(area.lower(), area.upper());
        assertThat(area.upper() - area.lower()).isLessThan(2e-2);
        assertThat(area.value()).isEqualTo(truth, within(1e-3));
        Bounded precision = binned.ranked(7).averagePrecision();
        assertThat(exact.averagePrecision(1)).isBetween(precision.lower(), precision.upper());
        assertThat(precision.value()).isEqualTo(exact.averagePrecision(1), within(1e-2));
        assertThat(binned.plus(binned).rocAuc(7)).isEqualTo(area.value(), within(1e-12));
    }

    @Test
    void binsKeepTheOrderOfAllScores() {
        ScoreBins bins = new ScoreBins(512);
        float[] ascending = {
            Float.NEGATIVE_INFINITY,
            -1e30f,
            -3,
            -1,
            -1e-3f,
            0,
            1e-30f,
            1e-7f,
            1e-3f,
            .2f,
            .49999997f,
            .5f,
            .5000001f,
            .8f,
            .999f,
            .9999999f,
            1,
            1.0000001f,
            2,
            100,
            1e30f,
            Float.POSITIVE_INFINITY
        };
        int before = 0;
        for (float score : ascending) {
            int bin = bins.of(score);
            assertThat(bin).as("the bin of %s", score).isBetween(before, 511);
            before = bin;
        }
        assertThat(bins.of(.2f)).isLessThan(bins.of(.5f));
        assertThat(bins.of(.999f)).isLessThan(bins.of(.9999999f));
    }

    @Test
    void reliabilityOfLogitsIsRefused() {
        Evaluation.Accumulator accumulator = Evaluation.accumulator(PETS);
        accumulator.add(new float[] {3, 2, -1}, 0);

        assertThatThrownBy(() -> accumulator.evaluation().reliability(10))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Reliability is of probabilities, and these scores do not add up to 1."
                        + " Evaluate softmax's output, and not logits.");
    }

    @Test
    void ofOneClassAndOfNothingTheCurvesHaveNoValue() {
        Evaluation.Accumulator accumulator = Evaluation.accumulator(List.of("only"));
        accumulator.add(new float[] {1}, 0);

        assertThat(accumulator.evaluation().rocAuc(0)).isNaN();
        assertThat(accumulator.evaluation().averagePrecision(0)).isEqualTo(1);
        Evaluation nothing = Evaluation.accumulator(PETS).evaluation();
        assertThat(nothing.rocAuc(0)).isNaN();
        assertThat(nothing.averagePrecision(0)).isZero();
        assertThat(nothing.reliability(5).expectedError()).isNaN();
        assertThatThrownBy(() -> nothing.rocAuc(3)).hasMessage("A label is 0 to 2, received 3");
    }
}
