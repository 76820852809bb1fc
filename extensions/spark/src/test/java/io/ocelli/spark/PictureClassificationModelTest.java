package io.ocelli.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.Classifier;
import io.ocelli.Prediction;
import io.ocelli.image.Intensities;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Preprocessing;
import io.ocelli.testing.ManualPage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureClassificationModelTest {
    private static final int PICTURES = 6;

    @TempDir
    static Path folder;

    private static SparkSession spark;
    private static Classifier ours;
    private static PictureClassificationModel model;

    @BeforeAll
    static void open() throws IOException {
        ours = Classifier.efficientnetLite0().pretrained().open();
        ours.save(folder.resolve("saved"));
        model = PictureClassificationModel.of(folder.resolve("saved"));
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
        ours.close();
    }

    private static Path picture(int i) {
        return folder.resolve("pictures/" + i + ".png");
    }

    private static Dataset<Row> files() {
        return spark.read().format("binaryFile").load(folder.resolve("pictures").toString());
    }

    private static void assertSame(Row row, int i) {
        Prediction expected = ours.classify(picture(i));
        double[] probabilities = row.<Vector>getAs("probability").toArray();
        assertThat(probabilities).hasSize(expected.probabilities().length);
        for (int k = 0; k < probabilities.length; k++) {
            assertThat((float) probabilities[k]).isEqualTo(expected.probabilities()[k]);
        }
        assertThat(row.<Double>getAs("prediction")).isEqualTo(expected.index());
        assertThat(row.<String>getAs("predictedLabel")).isEqualTo(expected.label());
        assertThat(row.<String>getAs("error")).isNull();
    }

    @Test
    void aBrokenPictureIsARowWithAnErrorAndTheOthersAreAnsweredAsByOneProcess() {
        List<Row> rows = model.transform(files()).orderBy("path").collectAsList();
        assertThat(rows).hasSize(PICTURES + 1);
        for (int i = 0; i < PICTURES; i++) {
            assertSame(rows.get(i), i);
        }
        Row broken = rows.get(PICTURES);
        assertThat(broken.<String>getAs("path")).endsWith("broken.png");
        assertThat(broken.<String>getAs("error")).contains("the picture in column 'content'");
        assertThat(broken.<Double>getAs("prediction")).isNull();
        assertThat(broken.<Vector>getAs("probability")).isNull();
    }

    @Test
    void pathsAreReadAndMissingOnesAreErrors() {
        Dataset<Row> paths = spark.createDataset(
                        List.of(
                                picture(0).toString(),
                                folder.resolve("missing.png").toString(),
                                ""),
                        Encoders.STRING())
                .toDF("file");
        List<Row> rows = model.copy(ParamMap.empty())
                .setInputCol("file")
                .transform(paths)
                .collectAsList();
        assertSame(rows.get(0), 0);
        assertThat(rows.get(1).<String>getAs("error")).contains("missing.png");
        assertThat(rows.get(2).<String>getAs("error")).isEqualTo("Column 'file' holds paths of pictures, received ''");
    }

    @Test
    void aLocalPictureThatIsNotWhatItsChecksumSaysIsAnError() throws IOException {
        Files.createDirectory(folder.resolve("checked"));
        Path file = folder.resolve("checked/picture.png");
        FileSystem files = FileSystem.getLocal(new Configuration());
        try (OutputStream written = files.create(new org.apache.hadoop.fs.Path(file.toString()))) {
            Files.copy(picture(0), written);
        }
        assertThat(folder.resolve("checked/.picture.png.crc")).exists();
        Dataset<Row> paths =
                spark.createDataset(List.of(file.toString()), Encoders.STRING()).toDF("file");
        PictureClassificationModel byPath = model.copy(ParamMap.empty()).setInputCol("file");
        assertSame(byPath.transform(paths).first(), 0);

        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2]++;
        Files.write(file, bytes);

        assertThat(byPath.transform(paths).first().<String>getAs("error")).contains("Checksum error");
    }

    @Test
    void featuresGoToParquet() {
        String parquet = folder.resolve("features.parquet").toString();
        model.copy(ParamMap.empty())
                .setFeaturesCol("features")
                .setProbabilityCol("")
                .transform(files().filter(functions.col("path").endsWith("1.png")))
                .drop("content")
                .write()
                .parquet(parquet);
        Row row = spark.read().parquet(parquet).first();
        assertThat(row.schema().fieldNames())
                .containsExactly(
                        "path", "modificationTime", "length", "prediction", "predictedLabel", "features", "error");
        float[] expected = ours.features(picture(1));
        double[] features = row.<Vector>getAs("features").toArray();
        assertThat(features).hasSize(expected.length);
        for (int k = 0; k < expected.length; k++) {
            assertThat((float) features[k]).isEqualTo(expected[k]);
        }
    }

    @Test
    void aNetworkThatTakesSixteenBitsGetsThem() throws IOException {
        Files.createDirectory(folder.resolve("gray"));
        for (int i = 0; i < 2; i++) {
            ImageIO.write(
                    LocalSpark.sixteenBits(i),
                    "png",
                    folder.resolve("gray/" + i + ".png").toFile());
        }
        Preprocessing preprocessing = new Preprocessing(
                        32, 32, 32, Interpolation.BILINEAR, List.of(0.5f), List.of(0.25f))
                .withIntensities(Intensities.window(900, 1200));
        Dataset<Row> files =
                spark.read().format("binaryFile").load(folder.resolve("gray").toString());
        try (Classifier sixteen = Classifier.model("resnet20_cifar")
                .inputChannels(1)
                .preprocessing(preprocessing)
                .head("well", "ill")
                .untrained()) {
            sixteen.save(folder.resolve("sixteen"));
            PictureClassificationModel taking = PictureClassificationModel.of(folder.resolve("sixteen"));
            List<Row> answers = taking.transform(files).orderBy("path").collectAsList();
            List<Row> withFeatures = taking.copy(ParamMap.empty())
                    .setFeaturesCol("features")
                    .transform(files)
                    .orderBy("path")
                    .collectAsList();
            for (int i = 0; i < 2; i++) {
                double[] expected = doubles(
                        sixteen.classify(folder.resolve("gray/" + i + ".png")).probabilities());
                assertThat(answers.get(i).<Vector>getAs("probability").toArray())
                        .containsExactly(expected);
                assertThat(withFeatures.get(i).<Vector>getAs("probability").toArray())
                        .containsExactly(expected);
                assertThat(withFeatures.get(i).<Vector>getAs("features").toArray())
                        .containsExactly(doubles(sixteen.features(folder.resolve("gray/" + i + ".png"))));
            }
        }
    }

    private static double[] doubles(float[] numbers) {
        return IntStream.range(0, numbers.length).mapToDouble(i -> numbers[i]).toArray();
    }

    @Test
    void aPipelineIsSavedAndLoadedWithTheModelInside() throws IOException {
        PictureClassificationModel stage = model.copy(ParamMap.empty()).setErrorCol("wrong");
        String path = folder.resolve("pipeline").toString();
        new Pipeline().setStages(new PipelineStage[] {stage}).fit(files()).save(path);
        PipelineModel loaded = PipelineModel.load(path);
        PictureClassificationModel again = (PictureClassificationModel) loaded.stages()[0];
        assertThat(again.uid()).isEqualTo(stage.uid());
        assertThat(again.extractParamMap().toSeq().size())
                .isEqualTo(stage.extractParamMap().toSeq().size());
        Dataset<Row> one = files().filter(functions.col("path").endsWith("2.png"));
        assertThat(loaded.transform(one).first()).isEqualTo(stage.transform(one).first());
        assertThat(loaded.transform(one).columns()).endsWith("probability", "wrong");
    }

    @Test
    void aJvmOpensTheModelOnce() {
        ShippedModel one = ShippedModel.read(folder.resolve("saved"));
        assertThat(one.classifier())
                .isSameAs(ShippedModel.read(folder.resolve("saved")).classifier());
    }

    @Test
    void wrongColumnsAreRefusedByTheSchema() {
        assertThatThrownBy(() -> model.transformSchema(files().drop("content").schema()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("inputCol is a column of pictures' bytes or paths, and there is no 'content' among"
                        + " [path, modificationTime, length]. Say setInputCol(name).");
        assertThatThrownBy(
                        () -> model.copy(ParamMap.empty()).setInputCol("length").transformSchema(files().schema()))
                .hasMessage(
                        "inputCol is a column of pictures' bytes (binary) or paths (string), and 'length' is bigint");
        assertThatThrownBy(
                        () -> model.copy(ParamMap.empty()).setErrorCol("path").transformSchema(files().schema()))
                .hasMessageStartingWith("The columns to add have names of their own, and there is a 'path' already.");
    }

    @Test
    void aFolderWithoutAModelIsRefused() {
        assertThatThrownBy(() -> PictureClassificationModel.of(folder.resolve("pictures")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A model for Spark is a folder that classifier.save(folder) wrote");
    }

    @Test
    void theManualsPageRuns(@TempDir Path at) throws Exception {
        ours.save(at.resolve("model"));
        for (int i = 0; i < 4; i++) {
            Path pictures = Files.createDirectories(at.resolve("pictures").resolve(i % 2 == 0 ? "ant" : "bee"));
            Files.copy(picture(i), pictures.resolve(i + ".png"));
        }

        ManualPage.read("docs/spark.md").run(at);
    }
}
