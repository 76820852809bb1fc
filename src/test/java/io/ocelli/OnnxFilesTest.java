package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.engine.Preset;
import io.ocelli.engine.Program;
import io.ocelli.engine.ProgramFormat;
import io.ocelli.error.EngineException;
import io.ocelli.image.Image;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.NetworkPrograms;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxFilesTest {
    @TempDir
    static Path folder;

    private static Classifier original;
    private static Path exported;
    private static Path foreign;

    @BeforeAll
    static void export() {
        original = Classifier.efficientnetLite0().pretrained().open();
        exported = folder.resolve("exported.onnx");
        original.exportOnnx(exported);
        foreign = folder.resolve("foreign.onnx");
        // As other tools write: normalised floats in, logits out, and nothing told.
        Program logits = NetworkPrograms.logits(original.architecture());
        ProgramFormat.named("onnx").write(logits, original.weights(), Map.of(), foreign);
    }

    @AfterAll
    static void close() {
        original.close();
    }

    @ParameterizedTest
    @EnumSource
    void anExportedClassifierAnswersAsTheOriginal(Preset preset) {
        try (Classifier read = Classifier.onnx(exported).serving(preset).open()) {
            assertThat(read.labels()).isEqualTo(original.labels());
            assertThat(read.preprocessing()).isEqualTo(original.preprocessing());
            assertThat(read.engine()).isEqualTo("onnxruntime");
            for (int i = 0; i < 5; i++) {
                Image image = Rendered.image(i);
                assertThat(read.classify(image).probabilities())
                        .containsExactly(original.classify(image).probabilities(), within(1e-6f));
                assertThat(read.logits(image)).containsExactly(original.logits(image), within(1e-4f));
            }
        }
    }

    @Test
    void aForeignFileIsNormalisedAndItsLogitsBecomeProbabilities() {
        try (Classifier read = Classifier.onnx(foreign)
                .labels(original.labels())
                .preprocessing(original.preprocessing())
                .open()) {
            Image image = Rendered.image(7);

            assertThat(read.classify(image).probabilities())
                    .containsExactly(original.classify(image).probabilities(), within(1e-6f));
            assertThat(read.classifyImages(List.of(image, image, image)).get(2).label())
                    .isEqualTo(original.classify(image).label());
        }
    }

    @Test
    void withoutLabelsClassesAreNumbered() {
        try (Classifier read =
                Classifier.onnx(foreign).preprocessing(original.preprocessing()).open()) {
            assertThat(read.labels()).hasSize(1000).startsWith("0", "1", "2");
        }
    }

    @Test
    void aForeignFileWithoutPreprocessingIsRefused() {
        assertThatThrownBy(() -> Classifier.onnx(foreign).open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "The file " + foreign + " does not say what is done to pictures before its network sees them."
                                + " Say preprocessing(...) before open(), such as Preprocessing.imagenet().");
    }

    @Test
    void picturesOfAnotherSizeAreRefused() {
        assertThatThrownBy(() -> Classifier.onnx(foreign)
                        .preprocessing(Preprocessing.imagenet().withCrop(299, 299))
                        .open())
                .isInstanceOf(EngineException.class)
                .hasMessage(
                        "A classifier's input for pictures of 299 x 299 x 3 is float32 or uint8, N C H W or N H W C,"
                                + " and that of " + foreign
                                + " is input FLOAT32[?, 3, 224, 224]. Name the preprocessing that it"
                                + " was trained with: preprocessing(Preprocessing.imagenet().withCrop(height, width)).");
    }

    @Test
    void labelsOfAnotherNumberAreRefused() {
        assertThatThrownBy(() ->
                        Classifier.onnx(exported).labels(List.of("ant", "bee")).open())
                .isInstanceOf(EngineException.class)
                .hasMessage("A classifier of 2 labels has an output of 2 numbers a picture, and " + exported
                        + " gives [logits FLOAT32[?, 1000], probabilities FLOAT32[?, 1000]]");
    }

    @Test
    void aMissingFileIsNamed() {
        Path absent = folder.resolve("absent.onnx");

        assertThatThrownBy(() -> Classifier.onnx(absent).open())
                .isInstanceOf(EngineException.class)
                .hasMessage("An ONNX model is a file, and there is none at " + absent);
    }

    @Test
    void whatAFileDoesNotHoldIsSaidSo() {
        try (Classifier read = Classifier.onnx(exported).open()) {
            assertThatThrownBy(() -> read.save(folder.resolve("saved")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("A classifier whose network is known can be saved, and this one is " + exported
                            + ", as another tool made it; copy the file instead");
            assertThatThrownBy(() -> read.features(Rendered.image(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Features are computed by classifiers whose network is known, and " + exported
                            + " gives its classes only");
        }
    }
}
