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
import io.ocelli.model.Models;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.onnxruntime.OnnxFormat;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * From pixels to probabilities on the ONNX Runtime engine, against ONNX Runtime itself on the exported file with as many
 * threads, and against the PyTorch engine. Arguments: the number of pairs (200), then model names.
 */
final class NetworkTime {
    private static final List<String> MODELS = List.of("resnet18", "resnet50", "efficientnet_lite0");
    private static final int[] BATCHES = {1, 16};

    private NetworkTime() {}

    public static void main(String[] args) throws Exception {
        int pairs = args.length > 0 ? Integer.parseInt(args[0]) : 200;
        List<String> models = args.length > 1 ? List.of(args).subList(1, args.length) : MODELS;
        System.out.println("The engine 'onnxruntime' first, " + pairs + " interleaved pairs, "
                + Runtime.getRuntime().availableProcessors() + " processors");
        for (String model : models) {
            measure(model, pairs);
        }
    }

    private static void measure(String model, int pairs) throws OrtException, IOException {
        Architecture architecture = Models.find(model).build();
        Program program = NetworkPrograms.classification(architecture, Preprocessing.imagenet());
        Weights weights = Initializer.weights(architecture.graph(), 1);
        Path folder = Files.createTempDirectory("ocelli");
        Path file = folder.resolve(model + ".onnx");
        new OnnxFormat().write(program, weights, Map.of(), file);
        try (Runner ours = Engines.named("onnxruntime").open(program, weights, Device.CPU)) {
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(Runtime.getRuntime().availableProcessors());
                OrtEnvironment environment = OrtEnvironment.getEnvironment();
                try (OrtSession raw = environment.createSession(file.toString(), options)) {
                    for (int batch : BATCHES) {
                        Tensor pixels = pixels(architecture, batch);
                        System.out.println(Pairs.measure(
                                        pairs, () -> ours.run(List.of(pixels)), () -> run(environment, raw, pixels))
                                .row(model + ", batch " + batch + ", raw ai.onnxruntime"));
                    }
                }
            }
            Engine pytorch = Engines.named("pytorch");
            String missing = pytorch.missing();
            if (missing != null) {
                System.out.println(missing);
                return;
            }
            try (Runner theirs = pytorch.open(program, weights, Device.CPU)) {
                for (int batch : BATCHES) {
                    Tensor pixels = pixels(architecture, batch);
                    System.out.println(
                            Pairs.measure(pairs / 4, () -> ours.run(List.of(pixels)), () -> theirs.run(List.of(pixels)))
                                    .row(model + ", batch " + batch + ", engine 'pytorch'"));
                }
            }
        } finally {
            Files.delete(file);
            Files.delete(folder);
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

    private static Tensor pixels(Architecture architecture, int batch) {
        Shape shape = Shape.of(
                batch,
                architecture.input().height(),
                architecture.input().width(),
                architecture.input().channels());
        byte[] random = new byte[(int) shape.count()];
        new Random(batch).nextBytes(random);
        ByteBuffer bytes = Tensor.allocate(DType.UINT8, shape);
        bytes.put(random).flip();
        return Tensor.of(DType.UINT8, shape, bytes);
    }
}
