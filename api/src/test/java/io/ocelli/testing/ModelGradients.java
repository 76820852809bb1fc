package io.ocelli.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.ocelli.engine.Device;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Trainer;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.graph.Add;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Parameter;
import io.ocelli.model.Architecture;
import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Loss;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Every registered model, auxiliary heads included: a training step gives every parameter that learns a finite gradient. */
public interface ModelGradients extends EngineUnderTest {
    /** Models of at most so many parameters are in the default run, the others among the proofs. */
    long LIGHT = 6_000_000;

    int CLASSES = 3;
    int BATCH = 2;

    /** Spread of the weights: large enough that no rectifier is dead all over. */
    double GAIN = 1.25;

    @TestFactory
    default Stream<DynamicTest> smallModelsLearnEverywhere() {
        return models(true);
    }

    @TestFactory
    @Tag("proof")
    default Stream<DynamicTest> largeModelsLearnEverywhere() {
        return models(false);
    }

    private Stream<DynamicTest> models(boolean light) {
        Assumptions.assumeTrue(engine().capabilities().trains(), "skipped: this engine does not train");
        return Models.all().stream()
                .filter(model -> learnt(model.build().graph()) <= LIGHT == light)
                .map(model -> dynamicTest(model.name(), () -> learnsEverywhere(model)));
    }

    private static long learnt(Graph graph) {
        return graph.parameters().stream()
                .filter(parameter -> parameter.role() == Parameter.Role.WEIGHT)
                .mapToLong(parameter -> parameter.shape().count())
                .sum();
    }

    private void learnsEverywhere(Model model) {
        Architecture architecture = model.build().classes(CLASSES);
        Weights weights = Golden.weights(state(architecture), GAIN);
        try (Trainer trainer = engine().train(program(architecture), weights, Weights.empty(), Device.CPU)) {
            Shape input = input(architecture, BATCH);
            float[] targets = {1, 0, 0, 0, 0, 1};
            Weights gradients = trainer.gradients(
                    List.of(Golden.tensor("input", input, -2, 2), Tensor.of(Shape.of(BATCH, CLASSES), targets)));

            List<String> silent = new ArrayList<>();
            for (Parameter parameter : architecture.graph().parameters()) {
                if (parameter.role() == Parameter.Role.WEIGHT) {
                    float[] gradient = gradients.get(parameter.name()).toFloats();
                    boolean moves = false;
                    for (float each : gradient) {
                        assertThat(Float.isFinite(each)).as(parameter.name()).isTrue();
                        moves |= each != 0;
                    }
                    if (!moves) {
                        silent.add(parameter.name());
                    }
                }
            }
            assertThat(silent).as("parameters whose gradient is 0").isEmpty();
        }
    }

    private static Map<String, Shape> state(Architecture architecture) {
        Map<String, Shape> state = new LinkedHashMap<>();
        architecture.graph().parameters().forEach(parameter -> state.put(parameter.name(), parameter.shape()));
        return state;
    }

    private static TrainingProgram program(Architecture architecture) {
        Graph.Builder graph = architecture.graph().extend();
        String targets = graph.add("targets", new Input(DType.FLOAT32, 2));
        List<String> losses = new ArrayList<>();
        for (String logits : architecture.graph().outputs().values()) {
            losses.add(Loss.crossEntropy().add(graph, logits, targets, CLASSES));
        }
        String loss =
                losses.size() == 1 ? losses.get(0) : graph.add("losses", new Add(), losses.toArray(new String[0]));
        graph.output(TrainingProgram.LOSS, loss);
        Map<String, Integer> groups = new LinkedHashMap<>();
        for (Parameter parameter : architecture.graph().parameters()) {
            if (parameter.role() == Parameter.Role.WEIGHT) {
                groups.put(parameter.name(), 0);
            }
        }
        return new TrainingProgram(
                graph.build(),
                Map.of(Architecture.INPUT, input(architecture, 1), "targets", Shape.of(1, CLASSES)),
                groups,
                Set.of(),
                Optimizer.sgd(0.1),
                Double.POSITIVE_INFINITY,
                Precision.FP32,
                1);
    }

    private static Shape input(Architecture architecture, int batch) {
        return Shape.of(
                batch,
                architecture.input().channels(),
                architecture.input().height(),
                architecture.input().width());
    }
}
