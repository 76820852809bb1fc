package io.ocelli.openvino;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.engine.Precision;
import io.ocelli.engine.Preset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompileOptionsTest {
    @Test
    void forLatencyAllProcessorsWorkOnOneCall() {
        assertThat(CompileOptions.of(Preset.LATENCY, Precision.FP32, 6))
                .isEqualTo(Map.of(
                        "PERFORMANCE_HINT", "LATENCY",
                        "NUM_STREAMS", "1",
                        "INFERENCE_NUM_THREADS", "6",
                        "INFERENCE_PRECISION_HINT", "f32"));
    }

    @ParameterizedTest
    @EnumSource(names = {"THROUGHPUT", "EDGE"})
    void forThroughputEachProcessorWorksOnACallOfItsOwn(Preset preset) {
        assertThat(CompileOptions.of(preset, Precision.MIXED, 6))
                .isEqualTo(Map.of(
                        "PERFORMANCE_HINT", "THROUGHPUT",
                        "NUM_STREAMS", "6",
                        "INFERENCE_NUM_THREADS", "6",
                        "INFERENCE_PRECISION_HINT", "bf16"));
    }
}
