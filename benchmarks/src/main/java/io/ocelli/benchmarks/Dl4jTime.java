package io.ocelli.benchmarks;

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
import io.ocelli.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * From pixels to probabilities, ResNet-50 with random weights: our engine against Deeplearning4j's zoo, where the environment's
 * {@code DL4J} is a class path of it. Arguments: the folder of its program, the number of pairs (20).
 */
final class Dl4jTime {
    private static final int[] BATCHES = {1, 16};
    private static final InputSize INPUT = new InputSize(3, 224, 224);

    private Dl4jTime() {}

    public static void main(String[] args) throws IOException {
        int pairs = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        try (Peer theirs = Peer.dl4j(Path.of(args[0]).resolve("Dl4jPeer.java"))) {
            if (theirs == null) {
                System.out.println(
                        "Deeplearning4j is measured where DL4J names a class path of it (benchmarks/src/main/dl4j)");
                return;
            }
            Architecture architecture = Models.find("resnet50").build();
            Program program = NetworkPrograms.classification(architecture, Preprocessing.imagenet());
            Engine engine = Engines.named("onnxruntime");
            try (Runner ours = engine.open(program, Initializer.weights(architecture.graph(), 1), Device.CPU)) {
                for (int batch : BATCHES) {
                    Tensor pixels = Noise.pixels(INPUT, batch);
                    System.out.println(Pairs.measure(
                                    pairs,
                                    Pairs.stopwatch(() -> ours.run(List.of(pixels))),
                                    () -> theirs.milliseconds(Integer.toString(batch)))
                            .row("resnet50, batch " + batch + ", " + theirs.name()));
                }
            }
        }
    }
}
