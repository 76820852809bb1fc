package io.ocelli.openvino;

import io.ocelli.engine.Precision;
import io.ocelli.engine.Preset;
import java.util.LinkedHashMap;
import java.util.Map;

/** What OpenVINO is told when it compiles a network, by the names of its properties. */
final class CompileOptions {
    private CompileOptions() {}

    /**
     * All processors on one call, or one on each of as many calls. Without a precision OpenVINO would compute in bfloat16 wherever
     * the processor has it.
     */
    static Map<String, String> of(Preset preset, Precision precision, int processors) {
        boolean latency = preset == Preset.LATENCY;
        Map<String, String> options = new LinkedHashMap<>();
        options.put("PERFORMANCE_HINT", latency ? "LATENCY" : "THROUGHPUT");
        options.put("NUM_STREAMS", Integer.toString(latency ? 1 : processors));
        options.put("INFERENCE_NUM_THREADS", Integer.toString(processors));
        options.put("INFERENCE_PRECISION_HINT", precision == Precision.MIXED ? "bf16" : "f32");
        return options;
    }
}
