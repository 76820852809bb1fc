package io.ocelli.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.engine.Port;
import io.ocelli.error.EngineException;
import io.ocelli.model.Scoring;
import io.ocelli.tensor.DType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

/** What a file's last operation makes of its numbers; a picture's numbers decide nothing. */
class OutputReadingTest {
    private static final Path FILE = Path.of("model.onnx");

    @Test
    void aSoftmaxGivesProbabilitiesHoweverCoarse() {
        OutputReading reading = reading(3, null, "Softmax", 3);

        // half precision: 1.01 together
        PixelScorer.Outputs outputs = reading.read(new float[] {0.5f, 0.3f, 0.21f}, null);

        assertThat(outputs.probabilities()).containsExactly(0.5f, 0.3f, 0.21f);
        assertThat(outputs.logits()[0]).isEqualTo((float) Math.log(0.5), within(1e-6f));
    }

    @Test
    void otherOperationsGiveLogits() {
        OutputReading reading = reading(2, null, "Gemm", 2);

        assertThat(reading.read(new float[] {1, 1, 3, 1}, null).probabilities()[2])
                .isEqualTo((float) (1 / (1 + Math.exp(-2))), within(1e-6f));
    }

    @Test
    void aSigmoidGivesAProbabilityForEachClass() {
        OutputReading reading = reading(3, null, "Sigmoid", 3);

        assertThat(reading.scoring()).isEqualTo(Scoring.SIGMOID);
        assertThat(reading.read(new float[] {0.9f, 0.8f, 0.1f}, null).probabilities())
                .containsExactly(0.9f, 0.8f, 0.1f);
    }

    /** It said 1.0 of every picture. */
    @Test
    void aSigmoidOfOneNumberTellsTwoClassesApart() {
        OutputReading reading = reading(2, null, "Sigmoid", 1);

        assertThat(reading.read(new float[] {0.25f, 1}, null).probabilities()).containsExactly(0.75f, 0.25f, 0, 1);
    }

    @Test
    void oneNumberWithoutASigmoidIsRefused() {
        assertThatThrownBy(() -> reading(1, null, "Gemm", 1))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("without one: its softmax would always be 1. Say outputs(FileOutput.SIGMOID)");
    }

    @Test
    void whatTheUserSaysGoesFirst() {
        OutputReading reading = reading(2, FileOutput.PROBABILITIES, "DequantizeLinear", 2);

        assertThat(reading.read(new float[] {0.4f, 0.6f}, null).probabilities()).containsExactly(0.4f, 0.6f);
    }

    @Test
    void aGuessThatTheNumbersSpeakAgainstIsAnError() {
        OutputReading reading = reading(2, null, "DequantizeLinear", 2);

        reading.doubt(FILE, new float[] {-1, 2});
        reading.doubt(FILE, new float[] {5, 2});
        assertThatThrownBy(() -> reading.doubt(FILE, new float[] {0.4f, 0.601f}))
                .isInstanceOf(EngineException.class)
                .hasMessageEndingWith("Say outputs(FileOutput.PROBABILITIES) or outputs(FileOutput.LOGITS).");
    }

    @Test
    void anOutputOfAnotherNumberIsRefused() {
        assertThatThrownBy(() -> reading(5, null, "Gemm", 4))
                .hasMessage("A classifier of 5 labels has an output of 5 numbers a picture, and model.onnx gives"
                        + " [scores FLOAT32[?, 4]]");
    }

    private static OutputReading reading(int classes, @Nullable FileOutput named, String operation, long... columns) {
        List<Port> ports = Arrays.stream(columns)
                .mapToObj(each -> new Port("scores", DType.FLOAT32, List.of(Port.ANY, each)))
                .toList();
        return OutputReading.of(FILE, ports, List.of(operation), classes, named);
    }
}
