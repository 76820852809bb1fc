package io.ocelli.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.providers.NNAPIFlags;
import io.ocelli.engine.Device;
import io.ocelli.engine.Program;
import io.ocelli.error.EngineException;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Devices by name, to what they refuse and what ONNX Runtime is told. */
class ProviderTest {
    private static Map<String, String> translated(String device) {
        Device named = Device.of(device);
        Provider provider = Provider.of(named);
        assertThat(provider.refuses(named)).isNull();
        return provider.translated(named);
    }

    @Test
    void optionsOfTensorRt() {
        assertThat(
                        translated(
                                "tensorrt:1?fp16,int8,cache=/var/engines,profile_min=pixels:1x224x224x3,profile_opt=pixels:8x224x224x3,profile_max=pixels:32x224x224x3"))
                .containsOnly(
                        Map.entry("device_id", "1"),
                        Map.entry("trt_fp16_enable", "1"),
                        Map.entry("trt_int8_enable", "1"),
                        Map.entry("trt_engine_cache_enable", "1"),
                        Map.entry("trt_timing_cache_enable", "1"),
                        Map.entry("trt_engine_cache_path", "/var/engines"),
                        Map.entry("trt_profile_min_shapes", "pixels:1x224x224x3"),
                        Map.entry("trt_profile_opt_shapes", "pixels:8x224x224x3"),
                        Map.entry("trt_profile_max_shapes", "pixels:32x224x224x3"));
    }

    @Test
    void optionsOfOthers() {
        assertThat(translated("cuda?memory=2000000000,tf32=false"))
                .containsOnly(
                        Map.entry("device_id", "0"),
                        Map.entry("gpu_mem_limit", "2000000000"),
                        Map.entry("use_tf32", "0"));
        assertThat(translated("coreml?units=CPUAndNeuralEngine,mlprogram,static,cache=/tmp/c"))
                .containsOnly(
                        Map.entry("MLComputeUnits", "CPUAndNeuralEngine"),
                        Map.entry("ModelFormat", "MLProgram"),
                        Map.entry("RequireStaticInputShapes", "1"),
                        Map.entry("ModelCacheDirectory", "/tmp/c"));
        assertThat(translated("xnnpack?threads=4")).containsOnly(Map.entry("intra_op_num_threads", "4"));
        assertThat(translated("openvino?target=GPU")).containsOnly(Map.entry("device_type", "GPU"));
        assertThat(Provider.flags(Device.of("nnapi?fp16,cpu=false")))
                .containsExactlyInAnyOrder(NNAPIFlags.USE_FP16, NNAPIFlags.CPU_DISABLED);
        assertThat(Provider.flags(Device.of("nnapi?nchw,cpu"))).containsExactly(NNAPIFlags.USE_NCHW);
    }

    private static void refused(String device, String reason) {
        assertThat(new OnnxRuntimeEngine().refuses(Device.of(device))).isEqualTo(reason);
    }

    @Test
    void wrongOptionsAreTold() {
        refused("cuda?fp16", "The device cuda takes the options [memory=NUMBER, tf32=true|false], received fp16=true");
        refused(
                "nnapi?fp16=yes",
                "The device nnapi takes the options [fp16=true|false, nchw=true|false, cpu=true|false], received"
                        + " fp16=yes");
        refused("xnnpack?threads=0", "The device xnnpack takes the options [threads=NUMBER], received threads=0");
        refused(
                "tensorrt?profile_min=x:1",
                "TensorRT compiles between shapes that are all said, profile_min, profile_opt and profile_max, received"
                        + " tensorrt:0?profile_min=x:1");
        refused("cpu?fp16", "The device cpu takes no options, received 'cpu?fp16'");
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void whatIsNotThereSaysWhatToAdd(Provider provider) {
        Device device = Device.of(provider.name().toLowerCase(Locale.ROOT));
        assertThat(Provider.of(device)).isEqualTo(provider);
        if (OrtEnvironment.getAvailableProviders().contains(provider.provider())) {
            assertThat(new OnnxRuntimeEngine().refuses(device)).isNull();
            return;
        }
        Program program = Networks.small();
        assertThatThrownBy(() -> new OnnxRuntimeEngine().open(program, Networks.weights(program), device))
                .isInstanceOf(EngineException.class)
                .hasMessage("This build of ONNX Runtime runs on " + OrtEnvironment.getAvailableProviders()
                        + ", and not on '" + device + "'; " + provider.wayOut());
    }

    @Test
    void aDeviceIsWrittenAsItIsRead() {
        Device device = Device.of("tensorrt").with("fp16", "true").with("cache", "/var/engines");
        assertThat(device).hasToString("tensorrt:0?fp16,cache=/var/engines").isEqualTo(Device.of(device.toString()));
        assertThatThrownBy(() -> Device.of("tensorrt?")).isInstanceOf(IllegalArgumentException.class);
    }
}
