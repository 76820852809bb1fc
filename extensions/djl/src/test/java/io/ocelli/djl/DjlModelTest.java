package io.ocelli.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.Criteria;
import com.google.common.collect.Lists;
import io.ocelli.Classifier;
import io.ocelli.engine.Program;
import io.ocelli.engine.ProgramWriter;
import io.ocelli.error.EngineException;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.serving.FileOutput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DjlModelTest {
    @TempDir
    static Path folder;

    private static Classifier ours;

    @BeforeAll
    static void open() throws Exception {
        ours = Classifier.efficientnetLite0().pretrained().open();
        for (DjlEngine engine : DjlEngine.values()) {
            DjlFolder.write(ours, folder.resolve(engine.name()), engine);
        }
        foreign("onnx", "onnx", "OnnxRuntime");
        foreign("torchscript", "pt", "PyTorch");
    }

    /** As other tools write: normalised floats in, logits out, and only DJL's own arguments. */
    private static void foreign(String format, String suffix, String engine) throws Exception {
        Path written = Files.createDirectories(folder.resolve(format));
        Program logits = NetworkPrograms.logits(ours.architecture());
        ProgramWriter.named(format).write(logits, ours.weights(), Map.of(), written.resolve(format + "." + suffix));
        Files.write(written.resolve("synset.txt"), ours.labels());
        Files.writeString(
                written.resolve("serving.properties"),
                "engine=" + engine + "\nwidth=224\nheight=224\nresizeShort=256,-1,BICUBIC\ncenterCrop=true\n"
                        + "normalize=0.498, 0.498, 0.498, 0.502, 0.502, 0.502\napplySoftmax=true\n");
    }

    @AfterAll
    static void close() {
        ours.close();
    }

    private static void assertSame(Classifier read, float tolerance) {
        for (int i = 0; i < 2; i++) {
            assertThat(read.classify(Pictures.image(i)).probabilities())
                    .containsExactly(ours.classify(Pictures.image(i)).probabilities(), within(tolerance));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFolderOfOursIsTheClassifierAgain(DjlEngine engine) {
        try (Classifier read = DjlModel.of(folder.resolve(engine.name())).open()) {
            assertThat(read.labels()).isEqualTo(ours.labels());
            assertThat(read.preprocessing()).isEqualTo(ours.preprocessing());
            assertThat(read.engine()).isEqualTo("djl-" + engine.name().toLowerCase(java.util.Locale.ROOT));
            assertThat(read.logits(Pictures.image(1))).containsExactly(ours.logits(Pictures.image(1)), within(1e-4f));
            assertSame(read, 1e-5f);
        }
    }

    @ParameterizedTest
    @CsvSource({"onnx", "torchscript"})
    void anotherToolsFolderIsPreparedAndReadAsItsArgumentsSay(String format) {
        try (Classifier same = DjlModel.of(folder.resolve(format))
                .preprocessing(ours.preprocessing())
                .open()) {
            assertThat(same.labels()).isEqualTo(ours.labels());
            assertSame(same, 1e-5f);
        }
        try (Classifier read = DjlModel.of(folder.resolve(format)).open()) {
            assertThat(read.preprocessing())
                    .isEqualTo(new Preprocessing(
                            256,
                            224,
                            224,
                            io.ocelli.image.Interpolation.BICUBIC,
                            List.of(.498f, .498f, .498f),
                            List.of(.502f, .502f, .502f)));
            assertThat(read.classify(Pictures.image(1)).label()).isNotEmpty();
        }
    }

    @Test
    void criteriaAreClassifiersToo() {
        Criteria<Image, Classifications> criteria = Criteria.builder()
                .setTypes(Image.class, Classifications.class)
                .optModelPath(folder.resolve("ONNXRUNTIME"))
                .build();
        try (Classifier read = DjlModel.of(criteria).open()) {
            assertSame(read, 1e-5f);
        }
    }

    @Test
    void anyNumberOfThreadsMayAsk() {
        float[] expected = ours.classify(Pictures.image(1)).probabilities();
        try (Classifier read = DjlModel.of(folder.resolve("ONNXRUNTIME")).open()) {
            assertThat(IntStream.range(0, 16).parallel().mapToObj(i -> read.classify(Pictures.image(1))))
                    .allSatisfy(said -> assertThat(said.probabilities()).containsExactly(expected, within(1e-5f)));
            assertThat(Lists.transform(
                            read.classifyImages(List.of(Pictures.image(1), Pictures.image(2))), p -> p.label()))
                    .containsExactly(
                            ours.classify(Pictures.image(1)).label(),
                            ours.classify(Pictures.image(2)).label());
        }
    }

    @Test
    void numbersOfABlackPictureTellProbabilitiesFromLogits() throws Exception {
        Path silent = Files.createDirectories(folder.resolve("silent"));
        Files.copy(folder.resolve("onnx/onnx.onnx"), silent.resolve("silent.onnx"));
        try (Classifier read =
                DjlModel.of(silent).preprocessing(ours.preprocessing()).open()) {
            assertThat(read.labels()).hasSize(1000).startsWith("0", "1");
            assertSame(read, 1e-5f);
        }
        try (Classifier read = DjlModel.of(silent)
                .preprocessing(ours.preprocessing())
                .outputs(FileOutput.SIGMOID_LOGITS)
                .open()) {
            assertThat(read.classify(Pictures.image(1)).probabilities()[0])
                    .isCloseTo((float) (1 / (1 + Math.exp(-ours.logits(Pictures.image(1))[0]))), within(1e-5f));
        }
        assertThatThrownBy(() -> DjlModel.of(silent).open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("What is done to pictures before the network of the DJL model " + silent
                        + " is not known: its arguments say nothing of it. Say preprocessing(...) before open(), such as"
                        + " Preprocessing.imagenet().");
    }

    @Test
    void closedItAnswersNoMore() {
        Classifier read = DjlModel.of(folder.resolve("ONNXRUNTIME")).open();
        read.close();
        assertThatThrownBy(() -> read.classify(Pictures.image(1))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatIsNotThereIsSaid() throws Exception {
        Path absent = folder.resolve("absent");
        assertThatThrownBy(() -> DjlModel.of(absent))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A model of DJL's is a folder, and there is none at " + absent);
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Files.writeString(empty.resolve("serving.properties"), "engine=OnnxRuntime\n");
        assertThatThrownBy(() -> DjlModel.of(empty).open())
                .isInstanceOf(EngineException.class)
                .hasMessage("DJL loads a model by its folder or criteria, and could not load " + empty
                        + ": .onnx file not found in: " + empty);
    }

    @Test
    void labelsOfAnotherNumberAreRefused() {
        Path of = folder.resolve("ONNXRUNTIME");
        assertThatThrownBy(() -> DjlModel.of(of).labels(List.of("ant", "bee")).open())
                .isInstanceOf(EngineException.class)
                .hasMessage("A classifier of 2 labels has an output of 2 numbers a picture, and " + of
                        + " gives [output 0 FLOAT32[?, 1000], output 1 FLOAT32[?, 1000]]");
    }
}
