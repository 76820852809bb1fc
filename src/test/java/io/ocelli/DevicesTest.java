package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.EngineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A device that is not there is an error with the way out, on every engine. */
class DevicesTest {
    private static Backbone lite0(String engine, String device) {
        return Classifier.efficientnetLite0().pretrained().engine(engine).device(device);
    }

    @ParameterizedTest
    @ValueSource(strings = {"onnxruntime", "pytorch"})
    void theProcessorIsThere(String engine) {
        try (Classifier classifier = lite0(engine, "cpu").open()) {
            assertThat(classifier.engine()).isEqualTo(engine);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // no machine has so many
        "onnxruntime, cuda:99",
        "onnxruntime, tensorrt:99",
        "onnxruntime, mps",
        "onnxruntime, coreml:99",
        "onnxruntime, nnapi:99",
        "onnxruntime, openvino:99",
        "pytorch, cuda:99",
        "pytorch, tensorrt"
    })
    void anAbsentOneIsNamedWithTheWayOut(String engine, String device) {
        Backbone backbone = lite0(engine, device);

        assertThatThrownBy(backbone::open)
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("'" + device + (device.contains(":") ? "" : ":0") + "'")
                .hasMessageMatching("(?s).*(put|choose|Use) .*");
    }

    @Test
    void anotherNameIsRefusedAtOnce() {
        Backbone backbone = Classifier.efficientnetLite0();

        assertThatThrownBy(() -> backbone.device("gpu"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A device is cpu, cuda, cuda:1, mps, tensorrt, coreml, nnapi, xnnpack or openvino, with options as in"
                                + " tensorrt:0?fp16,cache=/var/engines; received 'gpu'");
    }
}
