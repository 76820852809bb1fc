package io.ocelli.benchmarks;

import io.ocelli.engine.Device;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Placement;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Trainer;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Value;
import io.ocelli.image.Randomness;
import io.ocelli.model.Architecture;
import io.ocelli.model.Initializer;
import io.ocelli.model.Models;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Loss;
import io.ocelli.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One step of full fine-tuning: network, loss, gradient, momentum update; float32 N C H W in, 1,000 classes out. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 10)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls open() first
public class TrainingStep {
    private static final int CLASSES = 1000;

    @Param("resnet18")
    public String model = "resnet18";

    @Param({"FP32", "MIXED"})
    public Precision precision = Precision.FP32;

    @Param("16")
    public int batch = 16;

    @Param("false")
    public boolean recomputes;

    private Trainer trainer;
    private List<Tensor> inputs;

    @Setup
    public void open() {
        Architecture architecture = Models.find(model).build();
        Graph.Builder builder = architecture.graph().only(Architecture.LOGITS).extend();
        String logits = architecture.graph().output(Architecture.LOGITS);
        String targets = builder.add("targets", new Input(DType.FLOAT32, 2));
        Graph graph = builder.output(
                        TrainingProgram.LOSS,
                        Loss.crossEntropy()
                                .of(Value.of(builder, logits), Value.of(builder, targets))
                                .name())
                .build();
        Map<String, Integer> groups = new LinkedHashMap<>();
        for (Parameter parameter : graph.parameters()) {
            if (parameter.role() == Parameter.Role.WEIGHT) {
                groups.put(parameter.name(), 0);
            }
        }
        int side = architecture.input().height();
        Shape image = Shape.of(1, 3, side, side);
        TrainingProgram program = new TrainingProgram(
                graph,
                Map.of(Architecture.INPUT, image, "targets", Shape.of(1, CLASSES)),
                groups,
                Set.of(),
                Optimizer.sgd(0.01).momentum(0.9),
                Double.POSITIVE_INFINITY,
                precision,
                1);
        TrainingProgram asked = recomputes ? program.recomputing() : program;
        trainer = Placement.forTraining(null, asked, Device.CPU)
                .train(asked, Initializer.weights(graph, 0), Weights.empty(), Device.CPU);
        inputs = List.of(noise(image.with(0, batch)), oneHot());
    }

    private static Tensor noise(Shape shape) {
        Randomness randomness = Randomness.of(0);
        float[] values = new float[Math.toIntExact(shape.count())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) randomness.nextDouble(-2, 2);
        }
        return Tensor.of(shape, values);
    }

    private Tensor oneHot() {
        float[] targets = new float[batch * CLASSES];
        for (int i = 0; i < batch; i++) {
            targets[i * CLASSES + 61 * i % CLASSES] = 1;
        }
        return Tensor.of(Shape.of(batch, CLASSES), targets);
    }

    @Benchmark
    public float step() {
        return trainer.step(inputs, 0.01).get(0).toFloats()[0];
    }

    @TearDown
    public void close() {
        trainer.close();
    }
}
