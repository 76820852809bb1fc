package io.ocelli.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Golden;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final List<String> PETS = List.of("cat", "dog", "hen");

    private final Evaluation pets = Evaluation.of(
            PETS,
            Tensor.of(Shape.of(5, 3), .7f, .2f, .1f, .1f, .8f, .1f, .5f, .3f, .2f, .2f, .2f, .6f, .4f, .4f, .2f),
            0,
            1,
            1,
            2,
            1);

    @Test
    void equalsScikitLearn() {
        JsonObject golden = Golden.json("numbers/metrics.json");
        Evaluation evaluation = golden(golden);
        assertThat(evaluation.accuracy()).isEqualTo(golden.get("accuracy").getAsDouble(), within(1e-12));
        assertThat(evaluation.topK(3)).isEqualTo(golden.get("top3").getAsDouble(), within(1e-12));
        assertThat(evaluation.balancedAccuracy())
                .isEqualTo(golden.get("balanced_accuracy").getAsDouble(), within(1e-12));
        assertThat(evaluation.cohenKappa()).isEqualTo(golden.get("cohen_kappa").getAsDouble(), within(1e-12));
        assertThat(evaluation.quadraticKappa())
                .isEqualTo(golden.get("quadratic_kappa").getAsDouble(), within(1e-12));
        assertThat(evaluation.matthews()).isEqualTo(golden.get("matthews").getAsDouble(), within(1e-12));
        assertThat(evaluation.logLoss()).isEqualTo(golden.get("log_loss").getAsDouble(), within(1e-9));
        assertThat(evaluation.brier()).isEqualTo(golden.get("brier").getAsDouble(), within(1e-9));
        assertThat(evaluation.expectedCalibrationError())
                .isEqualTo(golden.get("ece15").getAsDouble(), within(1e-9));
    }

    @Test
    void confusionEqualsScikitLearn() {
        JsonObject golden = Golden.json("numbers/metrics.json");
        JsonArray rows = golden.getAsJsonArray("confusion");
        long[][] confusion = golden(golden).confusion();
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < rows.size(); j++) {
                assertThat(confusion[i][j])
                        .as("row %s, column %s", i, j)
                        .isEqualTo(rows.get(i).getAsJsonArray().get(j).getAsLong());
            }
        }
    }

    @Test
    void precisionRecallAndF1EqualScikitLearn() {
        JsonObject golden = Golden.json("numbers/metrics.json");
        Evaluation evaluation = golden(golden);
        JsonArray perClass = golden.getAsJsonArray("per_class");
        for (int k = 0; k < evaluation.classes().size(); k++) {
            ClassFigures figures = evaluation.perClass().get(k);
            double[] values = {figures.precision(), figures.recall(), figures.f1(), figures.support()};
            for (int i = 0; i < values.length; i++) {
                assertThat(values[i])
                        .isEqualTo(perClass.get(i).getAsJsonArray().get(k).getAsDouble(), within(1e-12));
            }
        }
        JsonObject averages = golden.getAsJsonObject("precision_recall_f1");
        assertAverage(evaluation.macro(), averages.getAsJsonArray("macro"));
        assertAverage(evaluation.micro(), averages.getAsJsonArray("micro"));
        assertAverage(evaluation.weighted(), averages.getAsJsonArray("weighted"));
    }

    @Test
    void curvesEqualScikitLearn() {
        JsonObject golden = Golden.json("numbers/metrics.json");
        Evaluation evaluation = golden(golden);
        for (int k = 0; k < evaluation.classes().size(); k++) {
            assertThat(evaluation.rocAuc(k))
                    .isEqualTo(golden.getAsJsonArray("roc_auc_ovr").get(k).getAsDouble(), within(1e-12));
            assertThat(evaluation.averagePrecision(k))
                    .isEqualTo(golden.getAsJsonArray("average_precision").get(k).getAsDouble(), within(1e-12));
        }
    }

    @Test
    void ofEqualScoresTheFirstClassIsPredicted() {
        assertThat(pets.confusion()).isEqualTo(new long[][] {{1, 0, 0}, {2, 1, 0}, {0, 0, 1}});
        assertThat(pets.accuracy()).isEqualTo(0.6);
        assertThat(pets.topK(2)).isEqualTo(1);
    }

    @Test
    void aRatioOverNothingIsZero() {
        Evaluation never = Evaluation.of(PETS, Tensor.of(Shape.of(1, 3), 1f, 0f, 0f), 0);
        assertThat(never.perClass().get(2)).isEqualTo(new ClassFigures("hen", 0, 0, 0, 0));
        assertThat(never.macro()).isEqualTo(new Figures(1, 1, 1));
    }

    @Test
    void perfectScoresRankPerfectly() {
        Evaluation perfect = Evaluation.of(PETS, Tensor.of(Shape.of(2, 3), 1f, 0f, 0f, 0f, 1f, 0f), 0, 1);
        assertThat(perfect.rocAuc(0)).isEqualTo(1);
        assertThat(perfect.averagePrecision(0)).isEqualTo(1);
        assertThat(perfect.rocAuc(2)).isNaN();
    }

    @Test
    void ofTiedScoresHalfThePairsAreInOrder() {
        Evaluation even = Evaluation.of(PETS, Tensor.of(Shape.of(2, 3), .5f, .5f, 0f, .5f, .5f, 0f), 0, 1);
        assertThat(even.rocAuc(0)).isEqualTo(0.5);
        assertThat(even.averagePrecision(0)).isEqualTo(0.5);
    }

    @Test
    void logitsHaveNoLogLoss() {
        Evaluation logits = Evaluation.of(PETS, Tensor.of(Shape.of(2, 3), 3f, -1f, 0f, 0.3f, 0.3f, 0.4f), 0, 2);
        assertThat(logits.accuracy()).isEqualTo(1);
        assertThat(logits.logLoss()).isNaN();
        assertThat(logits.expectedCalibrationError()).isNaN();
    }

    @Test
    void ofNoPicturesNothingHasAValue() {
        Evaluation nothing = Evaluation.accumulator(PETS).evaluation();
        assertThat(nothing.accuracy()).isNaN();
        assertThat(nothing).hasToString("0 pictures, 3 classes\naccuracy -, balanced -\n");
    }

    @Test
    void paddingIsNotCounted() {
        Evaluation padded = Evaluation.of(PETS, Tensor.of(Shape.of(2, 3), 1f, 0f, 0f, 0f, 1f, 0f), 0);
        assertThat(padded.count()).isEqualTo(1);
    }

    @Test
    void refusesWhatDoesNotFit() {
        Evaluation.Accumulator accumulator = Evaluation.accumulator(PETS);
        assertThatThrownBy(() -> accumulator.add(new float[4], 0))
                .hasMessage("An evaluation takes one score for each of 3 classes and 1 pictures, 3, received 4");
        assertThatThrownBy(() -> accumulator.add(new float[3], -1))
                .hasMessage("A label is 0 to 2, received -1: only pictures whose class is known can be evaluated");
        assertThatThrownBy(() -> accumulator.add(new float[] {0, 1, Float.NaN}, 0))
                .hasMessage("A score is a number, received NaN for class hen: the network's weights or input are not"
                        + " finite");
        assertThatThrownBy(() -> accumulator.add(Tensor.of(Shape.of(3), 0f, 0f, 1f), 0))
                .hasMessage("The scores of 1 pictures and 3 classes are of shape [1, 3], received FLOAT32[3]");
        assertThat(accumulator.evaluation().count()).isZero();
    }

    @Test
    void printsATable() {
        assertThat(pets)
                .hasToString(String.join(
                        "\n",
                        "5 pictures, 3 classes",
                        "accuracy 60.00 %, balanced 77.78 %, log loss 0.6422, calibration error 36.0 %",
                        "",
                        "class          precision    recall        F1  pictures",
                        "cat               33.3 %   100.0 %    50.0 %         1",
                        "dog              100.0 %    33.3 %    50.0 %         3",
                        "hen              100.0 %   100.0 %   100.0 %         1",
                        "mean              77.8 %    77.8 %    66.7 %         5",
                        "weighted mean     86.7 %    60.0 %    60.0 %         5",
                        "",
                        "Confusion: a row is a true class, a column a prediction.",
                        "     cat  dog  hen",
                        "cat    1    .    .",
                        "dog    2    1    .",
                        "hen    .    .    1",
                        ""));
    }

    @Test
    void longNamesLoseTheirMiddleAndColumnsAreNumbered() {
        List<String> classes = List.of("crazing, seen in raking light", "crazing, seen in diffuse light");
        assertThat(Evaluation.of(classes, Tensor.of(Shape.of(1, 2), 1f, 0f), 0).toString())
                .endsWith(String.join(
                        "\n",
                        "                             0  1",
                        "crazing, see…aking light  0  1  .",
                        "crazing, see…ffuse light  1  .  .",
                        ""));
    }

    @Test
    void ofManyClassesTheTableHasTheWorst() {
        List<String> classes = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            classes.add("class " + i);
        }
        Evaluation.Accumulator accumulator = Evaluation.accumulator(classes);
        for (int i = 0; i < 1000; i++) {
            float[] scores = new float[1000];
            scores[i % 100 == 7 ? 0 : i] = 1;
            accumulator.add(scores, i);
        }
        assertThat(accumulator.evaluation().toString())
                .contains("accuracy 99.00 %, top 5 99.00 %", "The 10 classes with the lowest F1:", "class 907 ")
                .doesNotContain("Confusion", "class 1 ");
    }

    @Test
    void writesJson() {
        JsonObject json = JsonParser.parseString(pets.toJson()).getAsJsonObject();
        assertThat(json.get("accuracy").getAsDouble()).isEqualTo(0.6);
        assertThat(json.get("images").getAsInt()).isEqualTo(5);
        assertThat(json.get("confusion").toString()).isEqualTo("[[1,0,0],[2,1,0],[0,0,1]]");
        assertThat(json.getAsJsonArray("per_class").get(1).toString())
                .isEqualTo(
                        "{\"name\":\"dog\",\"precision\":1.0,\"recall\":0.3333333333333333,\"f1\":0.5,\"support\":3}");
    }

    /** A matrix of them would have 3.5 GB, twice: this failed with an OutOfMemoryError. */
    @Test
    void twentyOneThousandClassesTakeLittleMemory() {
        List<String> many = new ArrayList<>();
        for (int k = 0; k < 21_000; k++) {
            many.add("class " + k);
        }
        float[] scores = new float[many.size()];
        scores[20_999] = 1;
        Evaluation.Accumulator accumulator = Evaluation.accumulator(many);
        accumulator.add(scores, 20_999);
        accumulator.add(scores, 3);
        accumulator.add(scores, 3);
        Evaluation evaluation = accumulator.evaluation();

        assertThat(evaluation.accuracy()).isEqualTo(1 / 3.0, within(1e-12));
        assertThat(evaluation.confused()).containsExactly(new Confused(3, 20_999, 2), new Confused(20_999, 20_999, 1));
        assertThat(evaluation.toString()).contains("class 3");
        assertThat(JsonParser.parseString(evaluation.toJson())
                        .getAsJsonObject()
                        .get("confused")
                        .toString())
                .isEqualTo("[[3,20999,2],[20999,20999,1]]");
        assertThatThrownBy(evaluation::confusion)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "A confusion matrix is made of up to 4096 classes, and these are 21000: it would have 3528000000"
                                + " bytes. confused() lists those of its numbers that are not 0.");
    }

    @Test
    void countsOfPairsAreThoseOfAMatrixHoweverManyThereAre() {
        java.util.Random random = new java.util.Random(7);
        long[][] matrix = new long[50][50];
        PairCounts counts = new PairCounts(50);
        for (int i = 0; i < 5000; i++) {
            int row = random.nextInt(50);
            int column = random.nextInt(50);
            matrix[row][column]++;
            counts.add(row, column, 1);
        }
        long[][] read = new long[50][50];
        counts.forEach((row, column, count) -> read[row][column] = count);
        assertThat(read).isEqualTo(matrix);
        assertThat(counts.copy().of(3, 4)).isEqualTo(matrix[3][4]);
    }

    private static Evaluation golden(JsonObject golden) {
        JsonArray rows = golden.getAsJsonArray("scores");
        List<String> classes = new ArrayList<>();
        for (int k = 0; k < rows.get(0).getAsJsonArray().size(); k++) {
            classes.add("class " + k);
        }
        Evaluation.Accumulator accumulator = Evaluation.accumulator(classes);
        for (int i = 0; i < rows.size(); i++) {
            float[] scores = new float[classes.size()];
            for (int k = 0; k < scores.length; k++) {
                scores[k] = rows.get(i).getAsJsonArray().get(k).getAsFloat();
            }
            accumulator.add(scores, golden.getAsJsonArray("labels").get(i).getAsInt());
        }
        return accumulator.evaluation();
    }

    private static void assertAverage(Figures figures, JsonArray expected) {
        assertThat(figures.precision()).isEqualTo(expected.get(0).getAsDouble(), within(1e-12));
        assertThat(figures.recall()).isEqualTo(expected.get(1).getAsDouble(), within(1e-12));
        assertThat(figures.f1()).isEqualTo(expected.get(2).getAsDouble(), within(1e-12));
    }
}
