package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.compression.Quantization;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Precision;
import io.ocelli.error.EngineException;
import io.ocelli.image.Image;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classifiers on OpenVINO, where the machine has it, and what is said of arithmetics that an engine lacks. */
class OpenVinoTest {
    @TempDir
    private Path folder;

    private static void requireOpenVino() {
        String refused = Engines.named("openvino").refuses(Device.CPU);
        Assumptions.assumeTrue(refused == null, "skipped: " + refused);
    }

    private static float[] logits(Classifier classifier, int seed) {
        return classifier.logits(ImageSource.of(Rendered.image(seed)));
    }

    @Test
    void answersAsOnnxRuntimeDoesOnePictureOrMany() {
        requireOpenVino();
        try (Classifier ours = Classifier.efficientnetLite0()
                        .pretrained()
                        .engine("openvino")
                        .open();
                Classifier other = Classifier.efficientnetLite0().pretrained().open()) {
            assertThat(ours.engine()).isEqualTo("openvino");
            List<Image> images = new ArrayList<>();
            for (int seed = 0; seed < 5; seed++) {
                images.add(Rendered.image(seed));
                assertThat(logits(ours, seed)).containsExactly(logits(other, seed), within(1e-3f));
            }
            List<Prediction> many = ours.classifyImages(images);
            for (int seed = 0; seed < 5; seed++) {
                assertThat(many.get(seed).probabilities())
                        .containsExactly(other.classify(images.get(seed)).probabilities(), within(1e-4f));
            }
        }
    }

    @Test
    void aNetworkInWholeNumbersAnswersAsOnOnnxRuntime() {
        requireOpenVino();
        List<Sample> samples = new ArrayList<>();
        for (int seed = 0; seed < 4; seed++) {
            samples.add(new Sample("stripes " + seed, ImageSource.of(Rendered.image(seed)), 0));
        }
        try (Classifier floats = Classifier.efficientnetLite0().pretrained().open();
                Classifier whole = floats.apply(Quantization.of(DataSet.of(List.of("stripes"), samples)))) {
            whole.save(folder);
            try (Classifier ours = Classifier.saved(folder).engine("openvino").open()) {
                for (int seed = 0; seed < 4; seed++) {
                    assertThat(distance(logits(ours, seed), logits(whole, seed)))
                            .as("from ONNX Runtime's whole numbers, beside what these cost")
                            .isLessThan(distance(logits(floats, seed), logits(whole, seed)));
                }
            }
        }
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    @Test
    void anArithmeticThatTheEngineLacksIsRefused() {
        Backbone mixed = Classifier.efficientnetLite0().pretrained().precision(Precision.MIXED);

        assertThatThrownBy(() -> mixed.engine("onnxruntime").open())
                .isInstanceOf(EngineException.class)
                .hasMessage("Inference needs an engine on the class path, and none of these will do:"
                        + "\nonnxruntime: it serves in float32, and MIXED was asked for"
                        + "\nName another engine, or leave the choice open.");
    }

    @Test
    void itDoesNotTrain() {
        DataSet pictures = DataSet.of(List.of(Rendered.image(1), Rendered.image(2)), "a", "b");
        HeadSpec head = Classifier.efficientnetLite0()
                .pretrained()
                .engine("openvino")
                .freezeBackbone()
                .head(2);

        assertThatThrownBy(() -> head.fit(pictures, pictures))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("openvino: ");
    }
}
