package io.ocelli.benchmarks;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.Initializer;
import io.ocelli.model.InputSize;
import io.ocelli.model.Models;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.onnxruntime.OnnxFormat;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * From pixels to probabilities on the ONNX Runtime engine, against ONNX Runtime itself on the exported file with as many
 * threads, against the PyTorch engine and, where the environment's {@code PYTHON} is one with torch, torchvision and timm,
 * against PyTorch eager. Arguments: the folder of the script that runs PyTorch eager, the number of pairs (200; a
 * quarter of it where the difference is large), then model names.
 */
final class NetworkTime {
    private static final List<String> MODELS = List.of("resnet18", "resnet50", "efficientnet_lite0");
    private static final int[] BATCHES = {1, 16};
    private static final InputSize INPUT = new InputSize(3, 224, 224);

    private NetworkTime() {}

    public static void main(String[] args) throws Exception {
        Path scripts = Path.of(args[0]);
        int pairs = args.length > 1 ? Integer.parseInt(args[1]) : 200;
        List<String> models = args.length > 2 ? List.of(args).subList(2, args.length) : MODELS;
        System.out.println("The engine 'onnxruntime' first, " + pairs + " interleaved pairs, "
                + Runtime.getRuntime().availableProcessors() + " processors");
        try (Peer eager = Peer.python(scripts.resolve("eager.py"))) {
            if (eager == null) {
                System.out.println(
                        "PyTorch eager is measured where PYTHON names a Python with torch, torchvision and timm");
            }
            for (String model : models) {
                measure(model, pairs, eager);
            }
        }
    }

    private static void measure(String model, int pairs, @Nullable Peer eager) throws OrtException, IOException {
        Architecture architecture = Models.find(model).build();
        Program program = NetworkPrograms.classification(architecture, Preprocessing.imagenet());
        Weights weights = Initializer.weights(architecture.graph(), 1);
        try (Runner ours = Engines.named("onnxruntime").open(program, weights, Device.CPU)) {
            againstRaw(ours, model, program, weights, pairs);
            if (eager != null) {
                compare(
                        ours,
                        model,
                        Pairs.fewer(pairs),
                        eager.name(),
                        batch -> () -> eager.milliseconds(model + " " + batch));
            }
            Engine pytorch = Engines.named("pytorch");
            String missing = pytorch.refuses(Device.CPU);
            if (missing != null) {
                System.out.println(missing);
                return;
            }
            try (Runner theirs = pytorch.open(program, weights, Device.CPU)) {
                compare(ours, model, Pairs.fewer(pairs), "engine 'pytorch'", batch -> {
                    Tensor pixels = Noise.pixels(INPUT, batch);
                    return Pairs.stopwatch(() -> theirs.run(List.of(pixels)));
                });
            }
        }
    }

    private static void againstRaw(Runner ours, String model, Program program, Weights weights, int pairs)
            throws OrtException, IOException {
        Path folder = Files.createTempDirectory("ocelli");
        Path file = folder.resolve(model + ".onnx");
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            new OnnxFormat().write(program, weights, Map.of(), file);
            options.setIntraOpNumThreads(Runtime.getRuntime().availableProcessors());
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            try (OrtSession raw = environment.createSession(file.toString(), options)) {
                compare(ours, model, pairs, "raw ai.onnxruntime", batch -> {
                    Tensor pixels = Noise.pixels(INPUT, batch);
                    return Pairs.stopwatch(() -> run(environment, raw, pixels));
                });
            }
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private static void compare(
            Runner ours, String model, int pairs, String peer, IntFunction<DoubleSupplier> milliseconds) {
        for (int batch : BATCHES) {
            Tensor pixels = Noise.pixels(INPUT, batch);
            System.out.println(
                    Pairs.measure(pairs, Pairs.stopwatch(() -> ours.run(List.of(pixels))), milliseconds.apply(batch))
                            .row(model + ", batch " + batch + ", " + peer));
        }
    }

    private static float[][] run(OrtEnvironment environment, OrtSession session, Tensor pixels) {
        String input = session.getInputNames().iterator().next();
        try (OnnxTensor tensor = OnnxTensor.createTensor(
                        environment, pixels.bytes(), pixels.shape().toArray(), OnnxJavaType.UINT8);
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            return (float[][]) result.get(1).getValue();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
