package io.ocelli.benchmarks;

import io.ocelli.compression.Quantization;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Preset;
import io.ocelli.engine.Program;
import io.ocelli.engine.ProgramWriter;
import io.ocelli.engine.Runner;
import io.ocelli.error.EngineException;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.Initializer;
import io.ocelli.model.Models;
import io.ocelli.model.Network;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * From pixels to probabilities on the OpenVINO engine in float32, in bfloat16 where the processor has it and in whole numbers, each
 * against ONNX Runtime in float32 and, where the environment's {@code PYTHON} is one with openvino, against OpenVINO by its own
 * Python on the same file, compiled for the batch. Weights and pictures are random, as time does not hang on them. Arguments: the
 * folder of the script, the number of pairs (40; a quarter of it at batch 16), {@code float} or {@code whole} for one of both
 * ({@code all}), then model names.
 */
final class OpenVinoTime {
    private static final List<String> MODELS =
            List.of("efficientnet_lite0", "mobilenet_v3_large", "resnet50", "vit_b_16");
    private static final int[] BATCHES = {1, 16};
    private static final int CALIBRATION = 4;

    private OpenVinoTime() {}

    public static void main(String[] args) throws Exception {
        int pairs = args.length > 1 ? Integer.parseInt(args[1]) : 40;
        String numbers = args.length > 2 ? args[2] : "all";
        List<String> models = args.length > 3 ? List.of(args).subList(3, args.length) : MODELS;
        Engine engine = Engines.named("openvino");
        System.out.println(engine.describe());
        if (engine.refuses(Device.CPU) != null) {
            return;
        }
        System.out.println("The engine 'openvino' first, " + pairs + " interleaved pairs");
        try (Peer python = Peer.python(Path.of(args[0]).resolve("openvino_peer.py"))) {
            if (python == null) {
                System.out.println("OpenVINO's own Python is measured where PYTHON names a Python with openvino");
            }
            for (String model : models) {
                Architecture architecture = Models.find(model).build();
                Network network = new Network(
                        architecture, Initializer.weights(architecture.graph(), 1), Preprocessing.imagenet());
                try (Runner floats = Engines.named("onnxruntime")
                        .open(program(network), network.weights(), Device.CPU, Preset.LATENCY)) {
                    if (!numbers.equals("whole")) {
                        measure(model + " fp32", network, Precision.FP32, floats, pairs, python);
                        try {
                            measure(model + " bf16", network, Precision.MIXED, floats, pairs, python);
                        } catch (EngineException e) {
                            System.out.println(model + " bf16 is not measured: " + e.getMessage());
                        }
                    }
                    if (!numbers.equals("float")) {
                        Network whole = Quantization.of(Noise.pictures(architecture.input(), CALIBRATION))
                                .apply(network);
                        measure(model + " int8", whole, Precision.FP32, floats, pairs, python);
                    }
                }
            }
        }
    }

    private static Program program(Network network) {
        return NetworkPrograms.classification(network.architecture(), network.preprocessing());
    }

    /** A call finds processors that another has woken: Python is woken by the question, and would have that for itself. */
    private static DoubleSupplier again(DoubleSupplier work) {
        return () -> {
            double waking = work.getAsDouble();
            return work.getAsDouble();
        };
    }

    private static void measure(
            String name, Network network, Precision precision, Runner floats, int pairs, @Nullable Peer python)
            throws IOException {
        Program program = program(network);
        Path folder = Files.createTempDirectory("ocelli");
        Path file = folder.resolve("network.onnx");
        try (Runner ours =
                Engines.named("openvino").open(program, network.weights(), Device.CPU, Preset.LATENCY, precision)) {
            ProgramWriter.named("onnx").write(program, network.weights(), Map.of(), file);
            for (int batch : BATCHES) {
                int times = batch == 1 ? pairs : Pairs.fewer(pairs);
                List<Tensor> pixels =
                        List.of(Noise.pixels(network.architecture().input(), batch));
                DoubleSupplier own = again(Pairs.stopwatch(() -> ours.run(pixels)));
                System.out.println(Pairs.measure(times, own, again(Pairs.stopwatch(() -> floats.run(pixels))))
                        .row(name + ", batch " + batch + ", ONNX Runtime fp32"));
                if (python != null) {
                    String question = file + (precision == Precision.MIXED ? " bf16 " : " f32 ") + batch;
                    System.out.println(Pairs.measure(times, own, again(() -> python.milliseconds(question)))
                            .row(name + ", batch " + batch + ", " + python.name()));
                }
            }
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }
}
