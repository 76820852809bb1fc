package io.ocelli.compression;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The numbers are those of ONNX Runtime 1.32's QDQQuantizer for the same layer. */
class QuantizedWeightsTest {
    /**
     * Channels: a half in float32 that is none in float64, nothing, too small for its bias, smaller than float32 has, a usual one.
     */
    private static final float[] WEIGHTS = {
        0.6732655f, 0.013253259f, 0, 0, 1e-9f, -5e-10f, 1e-40f, 0, 0.25f, -0.5f,
    };

    private static final float[] BIASES = {0.1f, -1.2f, 3, 0.5f, -0.75f};

    private final QuantizedWeights whole = QuantizedWeights.of(
            Tensor.of(Shape.of(5, 2, 1, 1), WEIGHTS),
            Tensor.of(Shape.of(5), BIASES),
            0.0235294122248888,
            Levels.INT8_SYMMETRIC);

    @Test
    void levelsAreRoundedInFloat32() {
        assertThat(whole.levels().toFloats()).containsExactly(127, 2, 0, 0, 0, 0, 0, 0, 64, -127);
    }

    @Test
    void aScaleGrowsWhereTheBiasWouldOverflowAndIsOneWhereThereIsNothing() {
        assertThat(whole.scales().toFloats())
                .containsExactly(0.00530130323022604f, 1, 5.937774716358035e-08f, 1, 0.003937007859349251f);
    }

    @Test
    void biasesAreInStepsOfBothScales() {
        assertThat(whole.biasScales().toFloats())
                .containsExactly(
                        0.00012473654351197183f,
                        0.0235294122248888f,
                        1.3971235279797156e-09f,
                        0.0235294122248888f,
                        9.263548417948186e-05f);
        assertThat(whole.bias().toDoubles()).containsExactly(802, -51, 2147268971, 21, -8096);
    }
}
