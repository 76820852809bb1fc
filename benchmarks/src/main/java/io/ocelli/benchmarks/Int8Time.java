package io.ocelli.benchmarks;

import io.ocelli.compression.Quantization;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Preset;
import io.ocelli.engine.ProgramFormat;
import io.ocelli.engine.Runner;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.Initializer;
import io.ocelli.model.InputSize;
import io.ocelli.model.Models;
import io.ocelli.model.Network;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;

/**
 * A network in whole numbers against itself in float32 on ONNX Runtime, one thread, at batch 1 and 16; weights and pictures are
 * random, as time does not hang on them. Arguments: the number of pairs (31), the model (efficientnet_lite0), and perhaps an ONNX
 * file of the same network that another quantiser made, to be measured against.
 */
final class Int8Time {
    private static final int[] BATCHES = {1, 16};
    private static final int CALIBRATION = 4;

    private Int8Time() {}

    public static void main(String[] args) {
        int pairs = args.length > 0 ? Integer.parseInt(args[0]) : 31;
        String name = args.length > 1 ? args[1] : "efficientnet_lite0";
        Network floats = network(name);
        Network whole = Quantization.of(Noise.pictures(floats.architecture().input(), CALIBRATION))
                .apply(floats);
        try (Runner ours = open(whole);
                Runner before = open(floats)) {
            for (int batch : BATCHES) {
                List<Tensor> pictures = List.of(
                        Noise.values(floats.architecture().input().shape().with(0, batch)));
                System.out.println(Pairs.measure(pairs, () -> ours.run(pictures), () -> before.run(pictures))
                        .row(name + " int8, batch " + batch + ", float32"));
            }
            if (args.length > 2) {
                against(Path.of(args[2]), ours, floats.architecture().input(), pairs);
            }
        }
    }

    private static void against(Path file, Runner ours, InputSize input, int pairs) {
        try (Runner theirs = ProgramFormat.named("onnx").open(file, Device.CPU, Preset.THROUGHPUT)) {
            for (int batch : BATCHES) {
                List<Tensor> pictures = List.of(Noise.values(input.shape().with(0, batch)));
                System.out.println(Pairs.measure(pairs, () -> ours.run(pictures), () -> theirs.run(pictures))
                        .row("int8, batch " + batch + ", " + file.getFileName()));
            }
        }
    }

    private static Network network(String name) {
        Architecture architecture = Models.find(name).build();
        return new Network(architecture, Initializer.weights(architecture.graph(), 1), Preprocessing.imagenet());
    }

    private static Runner open(Network network) {
        Engine engine = Engines.named("onnxruntime");
        return engine.open(
                NetworkPrograms.logits(network.architecture()), network.weights(), Device.CPU, Preset.THROUGHPUT);
    }
}
