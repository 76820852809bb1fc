package io.ocelli.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.Classifier;
import io.ocelli.Successor;
import io.ocelli.data.DataSet;
import io.ocelli.data.Sample;
import io.ocelli.metrics.Evaluation;
import io.ocelli.training.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads that are trained from rows, and how good answers are, against one process. */
class PictureClassificationTest {
    private static final int PICTURES = 12;
    private static final Training RECIPE =
            Training.defaults().epochs(6).batchSize(4).seed(5);

    @TempDir
    static Path folder;

    private static SparkSession spark;
    private static Classifier backbone;

    @BeforeAll
    static void open() throws IOException {
        backbone = Classifier.model("resnet20_cifar").head("cat", "dog").untrained();
        backbone.save(folder.resolve("backbone"));
        Files.createDirectory(folder.resolve("pictures"));
        for (int i = 0; i < PICTURES; i++) {
            ImageIO.write(LocalSpark.drawn(i), "png", picture(i).toFile());
        }
        Files.writeString(folder.resolve("pictures/broken.png"), "no picture");
        spark = LocalSpark.session(folder);
    }

    @AfterAll
    static void close() {
        spark.stop();
        backbone.close();
    }

    private static Path picture(int i) {
        return folder.resolve("pictures").resolve((i < 10 ? "0" : "") + i + ".png");
    }

    /** Rows in the order of their files, with a class each; one picture is broken. */
    private static Dataset<Row> rows() {
        Column number = functions
                .regexp_extract(functions.col("path"), "(\\d+)\\.png", 1)
                .try_cast("int");
        return spark.read()
                .format("binaryFile")
                .load(folder.resolve("pictures").toString())
                .withColumn(
                        "insect",
                        functions.when(number.mod(2).equalTo(0), "even").otherwise("odd"))
                .withColumn("held", number.isNotNull().and(number.geq(PICTURES - 4)))
                .orderBy("path")
                .coalesce(2);
    }

    private static PictureClassification estimator() {
        return PictureClassification.of(folder.resolve("backbone"))
                .setLabelCol("insect")
                .setRecipe(RECIPE);
    }

    private static DataSet pictures(int from, int to) {
        List<Sample> samples = new ArrayList<>();
        for (int i = from; i < to; i++) {
            samples.add(Sample.of(picture(i), i % 2));
        }
        return DataSet.of(List.of("even", "odd"), samples);
    }

    private static void assertAnswers(PictureClassificationModel model, Classifier expected) {
        List<Row> answers = model.transform(rows()).orderBy("path").collectAsList();
        for (int i = 0; i < PICTURES; i++) {
            double[] probabilities = answers.get(i).<Vector>getAs("probability").toArray();
            float[] ours = expected.classify(picture(i)).probabilities();
            for (int k = 0; k < ours.length; k++) {
                assertThat(probabilities[k]).isEqualTo(ours[k], within(1e-4));
            }
        }
    }

    @Test
    void aHeadIsTrainedAsInOneProcess() {
        PictureClassificationModel model =
                estimator().setValidationIndicatorCol("held").fit(rows());

        assertThat(model.labels()).containsExactly("even", "odd");
        assertThat(model.parent()).isInstanceOf(PictureClassification.class);
        DataSet training = pictures(0, PICTURES - 4);
        try (Classifier ours = Successor.of(backbone)
                .freezeBackbone()
                .head(List.of("even", "odd"))
                .fit(training, pictures(PICTURES - 4, PICTURES), RECIPE)) {
            assertAnswers(model, ours);
        }
    }

    @Test
    void aHeadIsTrainedFromParquetWithoutThePictures() {
        String parquet = folder.resolve("features.parquet").toString();
        PictureClassificationModel.of(folder.resolve("backbone"))
                .setFeaturesCol("features")
                .setPredictionCol("")
                .setPredictedLabelCol("")
                .setProbabilityCol("")
                .transform(rows())
                .drop("content")
                .orderBy("path")
                .coalesce(1)
                .write()
                .parquet(parquet);
        Dataset<Row> features = spark.read().parquet(parquet);
        assertThat(features.columns()).contains("features", "error", "insect").doesNotContain("prediction");
        assertThat(features.filter(functions.col("error").isNotNull()).count()).isEqualTo(1);

        PictureClassificationModel model =
                estimator().setFeaturesCol("features").fit(features.orderBy("path"));
        DataSet all = pictures(0, PICTURES);
        try (Classifier ours = Successor.of(backbone)
                .freezeBackbone()
                .head(List.of("even", "odd"))
                .fit(all, all, RECIPE)) {
            assertAnswers(model, ours);
        }
    }

    @Test
    void anEvaluationIsThatOfOneProcess() {
        PictureClassificationModel model = estimator().fit(rows());
        PictureClassificationEvaluator evaluator =
                PictureClassificationEvaluator.of(model).setLabelCol("insect");
        Dataset<Row> answers = model.transform(rows().repartition(5)).cache();
        Evaluation evaluation = evaluator.evaluation(answers);

        Evaluation.Accumulator counts = Evaluation.accumulator(List.of("even", "odd"));
        for (Row row : answers.filter(functions.col("error").isNull()).collectAsList()) {
            double[] probabilities = row.<Vector>getAs("probability").toArray();
            counts.add(
                    new float[] {(float) probabilities[0], (float) probabilities[1]},
                    row.<String>getAs("insect").equals("even") ? 0 : 1);
        }
        Evaluation expected = counts.evaluation();
        assertThat(evaluation.count()).as("the broken one is left out").isEqualTo(PICTURES);
        assertThat(evaluation.confusion()).isDeepEqualTo(expected.confusion());
        assertThat(evaluation.logLoss()).isEqualTo(expected.logLoss(), within(1e-12));
        assertThat(evaluation.rocAuc(0)).isEqualTo(expected.rocAuc(0));
        assertThat(evaluator.evaluate(answers)).isEqualTo(expected.accuracy());
        assertThat(evaluator.isLargerBetter()).isTrue();
        evaluator.setMetricName("logLoss");
        assertThat(evaluator.evaluate(answers)).isEqualTo(expected.logLoss(), within(1e-12));
        assertThat(evaluator.isLargerBetter()).isFalse();
        Dataset<Row> numbered = answers.withColumn(
                "index",
                functions.when(functions.col("insect").equalTo("even"), 0).otherwise(1));
        assertThat(evaluator.copy(ParamMap.empty()).setLabelCol("index").evaluate(numbered))
                .isEqualTo(expected.logLoss(), within(1e-12));
    }

    @Test
    void estimatorsEvaluatorsAndPipelinesAreSavedAsSparksOwn() throws IOException {
        PictureClassification estimator = estimator();
        String path = folder.resolve("estimator").toString();
        estimator.save(path);
        PictureClassification again = PictureClassification.load(path);
        assertThat(again.uid()).isEqualTo(estimator.uid());
        assertThat(again.extractParamMap().toSeq().size())
                .isEqualTo(estimator.extractParamMap().toSeq().size());
        assertThat(again.getOrDefault(again.recipe())).isEqualTo(RECIPE.toJson());

        PipelineModel pipeline =
                new Pipeline().setStages(new PipelineStage[] {again}).fit(rows());
        String saved = folder.resolve("fitted").toString();
        pipeline.save(saved);
        Dataset<Row> one = rows().filter(functions.col("path").endsWith("02.png"));
        assertThat(PipelineModel.load(saved).transform(one).first())
                .isEqualTo(pipeline.transform(one).first());

        PictureClassificationEvaluator evaluator = PictureClassificationEvaluator.of(
                        (PictureClassificationModel) pipeline.stages()[0])
                .setMetricName("macroF1");
        String place = folder.resolve("evaluator").toString();
        evaluator.save(place);
        PictureClassificationEvaluator read = PictureClassificationEvaluator.load(place);
        assertThat(read.getOrDefault(read.metricName())).isEqualTo("macroF1");
        assertThat(read.getOrDefault(read.labels())).containsExactly("even", "odd");
    }

    @Test
    void whatCannotBeLearntFromIsRefused() {
        assertThatThrownBy(() -> estimator().setLabelCol("absent").fit(rows()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("labelCol is a column of classes, and there is no 'absent' among");
        assertThatThrownBy(() -> estimator().setFeaturesCol("path").fit(rows()))
                .hasMessage("featuresCol is a column of features (vector), and 'path' is string");
        assertThatThrownBy(() ->
                        estimator().fit(rows().filter(functions.col("path").endsWith("broken.png"))))
                .hasMessageStartingWith("A head learns from pictures with a class");
        assertThatThrownBy(() -> new PictureClassificationEvaluator("e").setMetricName("precision"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("metricName is one of [accuracy, f1, macroF1, logLoss, expectedCalibrationError], received"
                        + " 'precision'");
    }
}
