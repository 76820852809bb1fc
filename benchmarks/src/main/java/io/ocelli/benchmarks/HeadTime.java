package io.ocelli.benchmarks;

import io.ocelli.engine.Device;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Trainer;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Value;
import io.ocelli.model.Initializer;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Loss;
import io.ocelli.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A step of a linear head, 32 rows of features, AdamW, gradients clipped: the engine 'onnxruntime' against the engine
 * 'pytorch'. Arguments: the number of pairs (200).
 */
final class HeadTime {
    private static final int ROWS = 32;
    private static final int[][] HEADS = {{1280, 5}, {1280, 100}, {2048, 100}, {2048, 200}, {2048, 365}, {2048, 1000}};

    private HeadTime() {}

    public static void main(String[] args) {
        int pairs = args.length > 0 ? Integer.parseInt(args[0]) : 200;
        for (int[] head : HEADS) {
            measure(head[0], head[1], pairs);
        }
    }

    private static void measure(int features, int classes, int pairs) {
        TrainingProgram program = program(features, classes);
        Weights weights = Initializer.weights(program.graph(), 1);
        List<Tensor> batch = batch(features, classes);
        try (Trainer ours = Engines.named("onnxruntime").train(program, weights, Weights.empty(), Device.CPU);
                Trainer theirs = Engines.named("pytorch").train(program, weights, Weights.empty(), Device.CPU)) {
            System.out.println(Pairs.measure(pairs, () -> ours.step(batch, 1e-3), () -> theirs.step(batch, 1e-3))
                    .row("head of " + features + " x " + classes + ", engine 'pytorch'"));
        }
    }

    private static TrainingProgram program(int features, int classes) {
        Graph.Builder graph = Graph.builder();
        String x = graph.add("features", new Input(DType.FLOAT32, 2));
        String targets = graph.add("targets", new Input(DType.FLOAT32, 2));
        String logits = graph.add("fc", Linear.of(features, classes), x);
        graph.output(
                TrainingProgram.LOSS,
                Loss.crossEntropy()
                        .of(Value.of(graph, logits), Value.of(graph, targets))
                        .name());
        return new TrainingProgram(
                graph.build(),
                Map.of("features", Shape.of(1, features), "targets", Shape.of(1, classes)),
                Map.of("fc.weight", 0, "fc.bias", 0),
                Set.of(),
                Optimizer.adamW(1e-3),
                1,
                Precision.FP32,
                1);
    }

    private static List<Tensor> batch(int features, int classes) {
        Random random = new Random(1);
        float[] values = new float[ROWS * features];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        float[] targets = new float[ROWS * classes];
        for (int row = 0; row < ROWS; row++) {
            targets[row * classes + row % classes] = 1;
        }
        return List.of(Tensor.of(Shape.of(ROWS, features), values), Tensor.of(Shape.of(ROWS, classes), targets));
    }
}
