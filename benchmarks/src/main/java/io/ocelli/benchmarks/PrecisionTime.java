package io.ocelli.benchmarks;

import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Preset;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.error.EngineException;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.Initializer;
import io.ocelli.model.Models;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.List;

/**
 * From pixels to probabilities on each engine that has bfloat16, against ONNX Runtime in float32, in interleaved pairs. Weights and
 * pictures are random, as time does not hang on them. Arguments: the pairs at batch 1 (40), a quarter of them at batch 16, then
 * model names.
 */
final class PrecisionTime {
    private static final List<String> MODELS =
            List.of("efficientnet_lite0", "mobilenet_v3_large", "resnet50", "vit_b_16");
    private static final int[] BATCHES = {1, 16};

    private PrecisionTime() {}

    public static void main(String[] args) {
        int pairs = args.length > 0 ? Integer.parseInt(args[0]) : 40;
        List<String> models = args.length > 1 ? List.of(args).subList(1, args.length) : MODELS;
        System.out.println("The engine in bfloat16 first, then ONNX Runtime in float32; " + pairs
                + " interleaved pairs, " + Runtime.getRuntime().availableProcessors() + " processors");
        for (String model : models) {
            Architecture architecture = Models.find(model).build();
            Weights weights = Initializer.weights(architecture.graph(), 1);
            Program program = NetworkPrograms.classification(architecture, Preprocessing.imagenet());
            try (Runner floats = Engines.named("onnxruntime").open(program, weights, Device.CPU, Preset.LATENCY)) {
                for (Engine engine : Engines.all()) {
                    String refused = engine.refuses(program, Device.CPU);
                    if (refused == null) {
                        refused = engine.refuses(Precision.MIXED);
                    }
                    if (refused != null) {
                        System.out.println(model + ", " + engine.name() + " is not measured: " + refused);
                        continue;
                    }
                    try (Runner mixed = engine.open(program, weights, Device.CPU, Preset.LATENCY, Precision.MIXED)) {
                        measure(model + ", " + engine.name(), architecture, mixed, floats, pairs);
                    } catch (EngineException e) {
                        System.out.println(model + ", " + engine.name() + " is not measured: " + e.getMessage());
                    }
                }
            }
        }
    }

    private static void measure(String name, Architecture architecture, Runner mixed, Runner floats, int pairs) {
        for (int batch : BATCHES) {
            int times = batch == 1 ? pairs : Pairs.fewer(pairs);
            List<Tensor> pixels = List.of(Noise.pixels(architecture.input(), batch));
            System.out.println(Pairs.measure(times, () -> mixed.run(pixels), () -> floats.run(pixels))
                    .row(name + ", batch " + batch));
        }
    }
}
