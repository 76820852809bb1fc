package io.ocelli.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.error.EngineException;
import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was made smaller is compared with itself when it is opened. */
class ParityTest {
    @TempDir
    Path folder;

    private static DataSet pictures() {
        Randomness randomness = Randomness.of(3);
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Image image = Image.black(32, 32, 3);
            for (int p = 0; p < image.samples().length; p++) {
                image.samples()[p] = (byte) randomness.nextInt(256);
            }
            images.add(image);
        }
        return DataSet.of(images, "a", "b", "a", "b");
    }

    @Test
    void aClassifierThatSaysSomethingElseIsRefusedAtOpen() throws Exception {
        DataSet pictures = pictures();
        try (Classifier original =
                        Classifier.model("resnet20_cifar").head("a", "b").untrained();
                Classifier quantized = original.apply(Quantization.of(pictures));
                Classifier checked = quantized.checkedAtOpen(0.1)) {
            checked.save(folder.resolve("whole"));
            checked.exportOnnx(folder.resolve("whole.onnx"));
        }
        for (String engine : List.of("onnxruntime", "pytorch")) {
            try (Classifier opened =
                    Classifier.saved(folder.resolve("whole")).engine(engine).open()) {
                assertThat(opened.decorators()).hasSize(1);
                assertThat(opened.classify(pictures.sample(0).source()).label()).isIn("a", "b");
            }
        }

        Path config = folder.resolve("whole/config.json");
        String text = new String(Files.readAllBytes(config), StandardCharsets.UTF_8);
        byte[] logits = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1000)
                .putFloat(0)
                .array();
        String other = text.replaceAll(
                "\"logits\":\"[^\"]+=\"", "\"logits\":\"" + Base64.getEncoder().encodeToString(logits) + "\"");
        assertThat(other.equals(text)).isFalse();
        Files.write(config, other.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Classifier.load(folder.resolve("whole")))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith(
                        "A classifier says of its sample what it said when it was saved, within 100.0, and"
                                + " here its 2 logits are ")
                .hasMessageContaining("Open it on another engine or device");
        try (Classifier opened =
                Classifier.saved(folder.resolve("whole")).undecorated().open()) {
            assertThat(opened.decorators()).isEmpty();
        }
    }
}
