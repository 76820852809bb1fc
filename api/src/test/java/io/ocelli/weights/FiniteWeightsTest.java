package io.ocelli.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.WeightsException;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FiniteWeightsTest {
    private static Weights with(Tensor tensor) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("count", Tensor.of(Shape.of(1), Long.MAX_VALUE));
        tensors.put("fc.weight", tensor);
        return Weights.of(tensors);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void oneNumberThatIsNotFiniteIsRefusedByItsTensorsName(float value) {
        assertThatThrownBy(() -> with(Tensor.of(Shape.of(3), 1f, value, 2f))
                        .requireFinite("those of run/model.safetensors", "Take others."))
                .isInstanceOf(WeightsException.class)
                .hasMessage("The weights of a network are finite, and those of run/model.safetensors hold " + value
                        + " in fc.weight [3] at 1. Take others.");
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64", "FLOAT16", "BFLOAT16"})
    void everyFloatingTypeIsSeenThrough(DType type) {
        assertThat(Tensor.of(Shape.of(2), 1f, Float.NaN).to(type).isFinite()).isFalse();
        assertThat(Tensor.of(Shape.of(2), -3e4f, 1e-30f).to(type).isFinite()).isTrue();
    }

    @Test
    void finiteWeightsAreGivenBack() {
        Weights weights = with(Tensor.of(Shape.of(2), Float.MAX_VALUE, -0f));
        assertThat(weights.requireFinite("x", "y")).isSameAs(weights);
    }
}
