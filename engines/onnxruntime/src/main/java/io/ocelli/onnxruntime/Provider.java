package io.ocelli.onnxruntime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.NNAPIFlags;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.engine.Device;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of ONNX Runtime runs on other devices than the processor by its usual kernels, with the options that it takes. Here they are
 * tested to what they refuse and to the options that ONNX Runtime is given; none of them is among the natives that run in the
 * build.
 */
enum Provider {
    /** NVIDIA's graphics cards. {@code memory}: how many bytes it takes at most; {@code tf32=false}: products in full float32. */
    CUDA(
            OrtProvider.CUDA,
            "put com.microsoft.onnxruntime:onnxruntime_gpu in the place of com.microsoft.onnxruntime:onnxruntime, in the"
                    + " same version",
            new Option("memory", Kind.NUMBER, "gpu_mem_limit"),
            new Option("tf32", Kind.FLAG, "use_tf32")),

    /**
     * NVIDIA's compiler of networks. {@code fp16}, {@code int8} (of a network in whole numbers) allow it these; {@code cache}: the
     * folder in which what was compiled is kept; {@code profile_min}, {@code profile_opt}, {@code profile_max}: between which
     * shapes of inputs it is compiled, {@code pixels:1x224x224x3}, all three or none.
     */
    TENSORRT(
            OrtProvider.TENSOR_RT,
            "put com.microsoft.onnxruntime:onnxruntime_gpu in the place of com.microsoft.onnxruntime:onnxruntime, in the"
                    + " same version",
            new Option("fp16", Kind.FLAG, "trt_fp16_enable"),
            new Option("int8", Kind.FLAG, "trt_int8_enable"),
            new Option("cache", Kind.TEXT, "trt_engine_cache_path"),
            new Option("profile_min", Kind.TEXT, "trt_profile_min_shapes"),
            new Option("profile_opt", Kind.TEXT, "trt_profile_opt_shapes"),
            new Option("profile_max", Kind.TEXT, "trt_profile_max_shapes")),

    /**
     * Apple's. {@code units}: {@code ALL}, {@code CPUOnly}, {@code CPUAndGPU}, {@code CPUAndNeuralEngine}; {@code mlprogram}: in
     * the newer form, which computes in float16; {@code static}: only what has fixed shapes; {@code cache}: the folder in which
     * what was compiled is kept.
     */
    COREML(
            OrtProvider.CORE_ML,
            "com.microsoft.onnxruntime:onnxruntime has it on macOS, choose cpu elsewhere",
            new Option("units", Kind.TEXT, "MLComputeUnits"),
            new Option("mlprogram", Kind.FLAG, "ModelFormat", "MLProgram", "NeuralNetwork"),
            new Option("static", Kind.FLAG, "RequireStaticInputShapes"),
            new Option("cache", Kind.TEXT, "ModelCacheDirectory")),

    /**
     * Android's. {@code fp16}: arithmetic in float16; {@code nchw}: maps as they are; {@code cpu=false}: not on its own processor
     * kernels.
     */
    NNAPI(
            OrtProvider.NNAPI,
            "com.microsoft.onnxruntime:onnxruntime-android has it on Android, choose cpu elsewhere",
            new Option("fp16", Kind.FLAG, "USE_FP16"),
            new Option("nchw", Kind.FLAG, "USE_NCHW"),
            new Option("cpu", Kind.FLAG, "CPU_DISABLED", "0", "1")),

    /** Kernels for processors of phones. {@code threads}: how many it has of its own. */
    XNNPACK(
            OrtProvider.XNNPACK,
            "com.microsoft.onnxruntime:onnxruntime-android has it on Android, choose cpu elsewhere",
            new Option("threads", Kind.NUMBER, "intra_op_num_threads")),

    /** Intel's. {@code target}: {@code CPU}, {@code GPU}, {@code NPU}. */
    OPENVINO(
            OrtProvider.OPEN_VINO,
            "no published artifact has it; build ONNX Runtime with --use_openvino --build_java, and put its jar in the"
                    + " place of com.microsoft.onnxruntime:onnxruntime",
            new Option("target", Kind.TEXT, "device_type"));

    private enum Kind {
        FLAG,
        NUMBER,
        TEXT
    }

    /**
     * @param there what ONNX Runtime calls it
     * @param yes what it calls a flag that is true
     * @param no what it calls one that is false
     */
    private record Option(String name, Kind kind, String there, String yes, String no) {
        Option(String name, Kind kind, String there) {
            this(name, kind, there, "1", "0");
        }

        /** A value that it takes as ONNX Runtime has it. */
        String translated(String value) {
            return kind != Kind.FLAG ? value : value.equals("true") ? yes : no;
        }

        boolean takes(String value) {
            switch (kind) {
                case FLAG:
                    return value.equals("true") || value.equals("false");
                case NUMBER:
                    return value.matches("[1-9][0-9]{0,17}");
                default:
                    return !value.isEmpty();
            }
        }

        @Override
        public String toString() {
            return name + (kind == Kind.FLAG ? "=true|false" : kind == Kind.NUMBER ? "=NUMBER" : "=TEXT");
        }
    }

    private final OrtProvider provider;
    private final String wayOut;
    private final List<Option> options;

    Provider(OrtProvider provider, String wayOut, Option... options) {
        this.provider = provider;
        this.wayOut = wayOut;
        this.options = ImmutableList.copyOf(options);
    }

    /** That of a device; null where ONNX Runtime has none of this name. */
    static @Nullable Provider of(Device device) {
        for (Provider each : values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(device.kind())) {
                return each;
            }
        }
        return null;
    }

    /** Which names there are, for a message. */
    static String names() {
        StringBuilder names = new StringBuilder("cpu");
        for (Provider each : values()) {
            names.append(each.ordinal() == values().length - 1 ? " and " : ", ")
                    .append(each.name().toLowerCase(Locale.ROOT));
        }
        return names.toString();
    }

    OrtProvider provider() {
        return provider;
    }

    /** What adds it to an application. */
    String wayOut() {
        return wayOut;
    }

    /** What is wrong with a device's options, or null. */
    @Nullable
    String refuses(Device device) {
        for (Map.Entry<String, String> given : device.options().entrySet()) {
            Option option = option(given.getKey());
            if (option == null || !option.takes(given.getValue())) {
                return "The device " + device.kind() + " takes the options " + options + ", received " + given.getKey()
                        + "=" + given.getValue();
            }
        }
        int profiles = 0;
        for (String name : device.options().keySet()) {
            profiles += name.startsWith("profile_") ? 1 : 0;
        }
        return profiles % 3 == 0
                ? null
                : "TensorRT compiles between shapes that are all said, profile_min, profile_opt and profile_max,"
                        + " received " + device;
    }

    private @Nullable Option option(String name) {
        for (Option option : options) {
            if (option.name().equals(name)) {
                return option;
            }
        }
        return null;
    }

    /** A device's options as ONNX Runtime has them. */
    Map<String, String> translated(Device device) {
        Map<String, String> translated = new LinkedHashMap<>();
        if (this == CUDA || this == TENSORRT) {
            translated.put("device_id", String.valueOf(device.index()));
        }
        for (Map.Entry<String, String> given : device.options().entrySet()) {
            Option option = option(given.getKey());
            if (option == null) {
                throw new IllegalStateException("It was refused before: " + given.getKey());
            }
            translated.put(option.there(), option.translated(given.getValue()));
        }
        if (this == TENSORRT && device.options().containsKey("cache")) {
            translated.put("trt_engine_cache_enable", "1");
            translated.put("trt_timing_cache_enable", "1");
        }
        return ImmutableMap.copyOf(translated);
    }

    /** The flags of NNAPI. */
    static EnumSet<NNAPIFlags> flags(Device device) {
        EnumSet<NNAPIFlags> flags = EnumSet.noneOf(NNAPIFlags.class);
        NNAPI.translated(device).forEach((name, value) -> {
            if (value.equals("1")) {
                flags.add(NNAPIFlags.valueOf(name));
            }
        });
        return flags;
    }

    /** Lets a session use it. */
    void add(OrtSession.SessionOptions session, Device device) throws OrtException {
        Map<String, String> translated = translated(device);
        switch (this) {
            case CUDA:
                try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(device.index())) {
                    for (Map.Entry<String, String> option : translated.entrySet()) {
                        cuda.add(option.getKey(), option.getValue());
                    }
                    session.addCUDA(cuda);
                }
                break;
            case TENSORRT:
                try (OrtTensorRTProviderOptions tensorrt = new OrtTensorRTProviderOptions(device.index())) {
                    for (Map.Entry<String, String> option : translated.entrySet()) {
                        tensorrt.add(option.getKey(), option.getValue());
                    }
                    session.addTensorrt(tensorrt);
                }
                break;
            case COREML:
                session.addCoreML(translated);
                break;
            case NNAPI:
                session.addNnapi(flags(device));
                break;
            case XNNPACK:
                session.addXnnpack(translated);
                break;
            default:
                session.addOpenVINO(translated.getOrDefault("device_type", "CPU"));
        }
    }
}
