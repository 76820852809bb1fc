package io.ocelli.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.primitives.Floats;
import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.engine.Device;
import io.ocelli.engine.FileRunner;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Preset;
import io.ocelli.engine.ProgramFormat;
import io.ocelli.image.Image;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Training;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FusionTest {
    @TempDir
    static Path folder;

    /** A network's accuracy on what it was not taught with: with both parts, and with one of them. */
    private record Figures(double best, double both, double picture, double company) {}

    /** What who sees one part is right in, at best. */
    private static final double ALONE = (0.9 + 0.1 / 3) / 2;

    private static Training recipe(int epochs, long seed) {
        return Training.defaults()
                .optimizer(Optimizer.adam(2e-3))
                .batchSize(32)
                .epochs(epochs)
                .seed(seed);
    }

    private static Classifier fused(Fusion.Kind how, Columns columns, MadeSamples made, int epochs, long seed) {
        DataSet training = columns.of(made.all());
        Fusion fusion = Fusion.of(how, columns.widths()).hidden(32).seed(seed);
        try (Classifier rows = Classifier.model("simple_cnn")
                .inputSize(MadeSamples.SIDE, MadeSamples.SIDE)
                .head(MadeSamples.CLASSES)
                .then(fusion)
                .fit(training, training.subset(0, 1, 2, 3), recipe(epochs, seed))) {
            return rows.with(columns);
        }
    }

    private static Figures figures(Classifier classifier, MadeSamples test) {
        return new Figures(
                test.best(),
                classifier.evaluate(test.all()).accuracy(),
                classifier.evaluate(test.withoutCompany()).accuracy(),
                classifier.evaluate(test.withoutPictures()).accuracy());
    }

    @Test
    void seesMoreThanEachPartAloneAndEachPartWhereTheOtherIsMissing() {
        MadeSamples made = MadeSamples.withRows(1200, 1);
        MadeSamples test = MadeSamples.withRows(500, 2);
        try (Classifier classifier = fused(Fusion.Kind.GATED, Columns.fit(made.all()), made, 5, 0)) {
            Figures figures = figures(classifier, test);
            assertThat(figures.both()).isGreaterThan(figures.best() - 0.02);
            assertThat(figures.picture()).isBetween(0.4, 0.53);
            assertThat(figures.company()).isBetween(0.4, 0.53);
        }
    }

    /** A head over a frozen backbone, whose features are computed once: saved, and opened and asked on ONNX Runtime alone. */
    @ParameterizedTest
    @EnumSource(Fusion.Kind.class)
    void isTrainedSavedAndServedOnOnnxRuntimeAlone(Fusion.Kind how) {
        MadeSamples made = MadeSamples.withTexts(64, 1);
        Columns columns = Columns.fit(made.all());
        DataSet training = columns.of(made.all());
        Path saved = folder.resolve(how.name());
        Sample one = made.all().sample(0);
        float[] before;
        try (Classifier rows = Classifier.model("simple_cnn")
                        .inputSize(MadeSamples.SIDE, MadeSamples.SIDE)
                        .engine("onnxruntime")
                        .freezeBackbone()
                        .head(MadeSamples.CLASSES)
                        .then(Fusion.of(how, columns.widths()).hidden(8))
                        .fit(training, training, recipe(2, 0));
                Classifier classifier = rows.with(columns)) {
            assertThat(rows.history().cached()).isTrue();
            before = classifier.classify(one).probabilities();
            classifier.save(saved);
        }
        try (Classifier opened = Classifier.saved(saved).engine("onnxruntime").open()) {
            assertThat(opened.decorators()).containsExactly(columns);
            assertThat(opened.architecture().company()).containsOnlyKeys(Columns.TEXT, Sample.SHOWN);
            assertThat(opened.classify(one).probabilities()).containsExactly(before, within(1e-5f));
            assertThat(opened.classify(made.all())).hasSize(64);
            assertThat(opened.classify(one.source()).probabilities())
                    .as("without its text")
                    .isNotEqualTo(before);
        }
    }

    @Test
    void anExportedFileTakesTheRows() throws Exception {
        MadeSamples made = MadeSamples.withRows(16, 1);
        Columns columns = Columns.fit(made.all());
        Path file = folder.resolve("fused.onnx");
        DataSet encoded = columns.of(made.all());
        Sample one = encoded.sample(0);
        try (Classifier rows = Classifier.model("simple_cnn")
                .inputSize(MadeSamples.SIDE, MadeSamples.SIDE)
                .head(MadeSamples.CLASSES)
                .then(Fusion.early(columns))
                .untrained()) {
            rows.exportOnnx(file);
            try (FileRunner runner = ProgramFormat.named("onnx").open(file, Device.CPU, Preset.LATENCY)) {
                Map<String, Tensor> inputs = new HashMap<>();
                inputs.put(
                        "pixels",
                        Tensor.of(
                                DType.UINT8,
                                Shape.of(1, 8, 8, 3),
                                ByteBuffer.wrap(one.source().read().samples())));
                one.values().forEach((name, value) -> {
                    if (value instanceof Datum.Row row) {
                        inputs.put(name, Tensor.of(Shape.of(1, row.values().size()), Floats.toArray(row.values())));
                    }
                });
                List<Tensor> ordered = runner.inputs().stream()
                        .map(input -> inputs.get(input.name()))
                        .toList();
                assertThat(ordered).hasSize(3);
                assertThat(runner.run(ordered).get(1).toFloats())
                        .containsExactly(rows.classify(one).probabilities(), within(1e-5f));
            }
            assertThatThrownBy(() -> Classifier.onnx(file).open())
                    .hasMessageContaining("A classifier of pictures has one input");
        }
    }

    @Test
    void withoutItsRowItSaysWhatIsMissing() {
        Columns columns = Columns.fit(MadeSamples.withRows(16, 1).all());
        try (Classifier rows = Classifier.model("simple_cnn")
                .inputSize(MadeSamples.SIDE, MadeSamples.SIDE)
                .head(MadeSamples.CLASSES)
                .then(Fusion.late(columns))
                .untrained()) {
            Image picture = Image.black(8, 8, 3);
            assertThatThrownBy(() -> rows.classify(picture))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("This network looks at a row of numbers, '")
                    .hasMessageContaining("beside each picture, received none");
            assertThat(rows.features(ImageSource.of(picture)))
                    .as("of the picture alone")
                    .hasSize(128);
            assertThatThrownBy(() -> rows.apply(Fusion.early(columns)))
                    .hasMessageContaining("A fusion goes over a network that takes pictures alone");
        }
    }

    /** Three seeds of each kind, of numbers with missing values and categories, and of texts. */
    @Tag("proof")
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isAsGoodAsCanBe(boolean texts) {
        for (long seed = 0; seed < 3; seed++) {
            MadeSamples made = texts ? MadeSamples.withTexts(1500, seed) : MadeSamples.withRows(1500, seed);
            MadeSamples test = texts ? MadeSamples.withTexts(3000, 100 + seed) : MadeSamples.withRows(3000, 100 + seed);
            double alone;
            try (Classifier picture = alone(made, 6, seed)) {
                alone = picture.evaluate(test.withoutCompany()).accuracy();
            }
            for (Fusion.Kind how : Fusion.Kind.values()) {
                try (Classifier classifier = fused(how, Columns.fit(made.all()), made, 6, seed)) {
                    Figures figures = figures(classifier, test);
                    System.out.printf(
                            Locale.ROOT,
                            "%s, %s, seed %d: best %.3f, both %.3f; picture only %.3f (a network of it alone %.3f),"
                                    + " company only %.3f%n",
                            how,
                            texts ? "texts" : "rows",
                            seed,
                            figures.best(),
                            figures.both(),
                            figures.picture(),
                            alone,
                            figures.company());
                    assertThat(figures.both()).isGreaterThan(figures.best() - 0.01);
                    assertThat(figures.picture()).isGreaterThan(alone - 0.02).isLessThan(figures.both() - 0.3);
                    assertThat(figures.company()).isGreaterThan(ALONE - 0.02).isLessThan(figures.both() - 0.3);
                }
            }
        }
    }

    /** The same network without company. */
    private static Classifier alone(MadeSamples made, int epochs, long seed) {
        DataSet training = made.withoutCompany();
        return Classifier.model("simple_cnn")
                .inputSize(MadeSamples.SIDE, MadeSamples.SIDE)
                .head(MadeSamples.CLASSES)
                .fit(training, training.subset(0, 1, 2, 3), recipe(epochs, seed));
    }
}
