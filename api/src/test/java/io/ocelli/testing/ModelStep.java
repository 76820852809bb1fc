package io.ocelli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Trainer;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.graph.Add;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Node;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Value;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Loss;
import io.ocelli.weights.Weights;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A training step of one model, auxiliary heads included: every parameter that learns gets a finite gradient and moves.
 *
 * <p>Pictures are as small as the architecture allows, so that the largest fit into memory: 64 pixels, or 56 where patches
 * have 14, or what it was designed for, or a little more where a batch norm would see a single pixel there, whose two
 * values it makes +1 and -1 whatever they were.
 *
 * <p>One rule frees a parameter from a gradient other than 0: a bias that a batch norm follows at once. The norm takes the
 * mean away and the bias with it, so that its gradient is 0 but for rounding.
 */
public final class ModelStep {
    private static final int CLASSES = 3;
    private static final int BATCH = 2;
    private static final int SMALL = 64;
    private static final int PATCHES_OF_14 = 56;
    private static final int MORE = 48;

    /** Spread of the weights: large enough that no rectifier is dead all over. */
    private static final double GAIN = 1.25;

    /** Large, so that a weight moves by more than its own rounding. */
    private static final double RATE = 1;

    private final Architecture architecture;

    private ModelStep(Model model) {
        this.architecture = model.build(size(model)).classes(CLASSES);
    }

    /** Takes the step and fails naming the parameters that it does not reach; gives the pixels of the pictures' sides. */
    public static int check(Engine engine, Model model) {
        ModelStep step = new ModelStep(model);
        step.check(engine);
        return step.architecture.input().height();
    }

    /** How many numbers a model learns. */
    public static long learnt(Model model) {
        return model.build().graph().parameters().stream()
                .filter(parameter -> parameter.role() == Parameter.Role.WEIGHT)
                .mapToLong(parameter -> parameter.shape().count())
                .sum();
    }

    private static InputSize size(Model model) {
        InputSize designed = model.input();
        List<InputSize> sizes = new ArrayList<>();
        if (designed.height() > SMALL) {
            sizes.add(designed.at(SMALL, SMALL));
            sizes.add(designed.at(PATCHES_OF_14, PATCHES_OF_14));
        }
        sizes.add(designed);
        sizes.add(designed.at(designed.height() + MORE, designed.width() + MORE));
        return sizes.stream()
                .filter(size -> fits(model, size))
                .findFirst()
                .orElseThrow(() -> new AssertionError(model.name() + " takes none of " + sizes));
    }

    private static boolean fits(Model model, InputSize size) {
        try {
            Graph graph = model.build(size).graph();
            Map<String, Shape> shapes = graph.shapes(Collections.singletonMap(Architecture.INPUT, input(size, 1)));
            return graph.nodes().stream()
                    .filter(node -> node.operation() instanceof BatchNorm2d)
                    .map(node -> Objects.requireNonNull(shapes.get(node.name())))
                    .allMatch(shape -> shape.get(2) * shape.get(3) > 1);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void check(Engine engine) {
        Set<String> cancelled = cancelled(architecture.graph());
        // The weights are not held here while the trainer holds them.
        try (Trainer trainer = engine.train(program(), Golden.weights(state(), GAIN), Weights.empty(), Device.CPU)) {
            Tensor pictures = Golden.tensor("input", input(architecture.input(), BATCH), -2, 2);
            List<Tensor> inputs = List.of(pictures, Tensor.of(Shape.of(BATCH, CLASSES), 1f, 0f, 0f, 0f, 0f, 1f));

            assertThat(still(trainer.gradients(inputs), cancelled, 0))
                    .as("gradient is 0")
                    .isEmpty();
            trainer.step(inputs, RATE);
            assertThat(still(trainer.weights(), cancelled, GAIN))
                    .as("did not move")
                    .isEmpty();
        }
    }

    /** The parameters of which nothing differs from the start, or from 0 where {@code gain} is 0; all are finite. */
    private List<String> still(Weights values, Set<String> cancelled, double gain) {
        List<String> still = new ArrayList<>();
        for (Parameter parameter : architecture.graph().parameters()) {
            if (parameter.role() == Parameter.Role.WEIGHT) {
                FloatBuffer now = values.get(parameter.name()).bytes().asFloatBuffer();
                FloatBuffer start = gain == 0
                        ? FloatBuffer.allocate(now.remaining())
                        : Objects.requireNonNull(Golden.parameter(parameter.name(), parameter.shape(), gain))
                                .bytes()
                                .asFloatBuffer();
                boolean differs = false;
                boolean finite = true;
                while (now.hasRemaining()) {
                    float value = now.get();
                    finite &= Float.isFinite(value);
                    differs |= value != start.get();
                }
                assertThat(finite).as("%s is finite", parameter.name()).isTrue();
                if (!differs && !cancelled.contains(parameter.name())) {
                    still.add(parameter.name());
                }
            }
        }
        return still;
    }

    /** The biases of layers whose result goes to batch norms and nowhere else. */
    private static Set<String> cancelled(Graph graph) {
        Map<String, Boolean> onlyNorms = new HashMap<>();
        for (Node node : graph.nodes()) {
            boolean norm = node.operation() instanceof BatchNorm2d;
            node.inputs().forEach(input -> onlyNorms.merge(input, norm, Boolean::logicalAnd));
        }
        Set<String> cancelled = new HashSet<>();
        onlyNorms.forEach((node, cancels) -> {
            if (cancels) {
                cancelled.add(node + ".bias");
            }
        });
        return cancelled;
    }

    private Map<String, Shape> state() {
        Map<String, Shape> state = new LinkedHashMap<>();
        architecture.graph().parameters().forEach(parameter -> state.put(parameter.name(), parameter.shape()));
        return state;
    }

    private TrainingProgram program() {
        Graph.Builder graph = architecture.graph().extend();
        String targets = graph.add("targets", new Input(DType.FLOAT32, 2));
        List<String> losses = new ArrayList<>();
        for (String logits : architecture.graph().outputs().values()) {
            losses.add(Loss.crossEntropy()
                    .of(Value.of(graph, logits), Value.of(graph, targets))
                    .name());
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
                Map.of(Architecture.INPUT, input(architecture.input(), 1), "targets", Shape.of(1, CLASSES)),
                groups,
                Set.of(),
                Optimizer.sgd(RATE),
                Double.POSITIVE_INFINITY,
                Precision.FP32,
                1);
    }

    private static Shape input(InputSize size, int batch) {
        return Shape.of(batch, size.channels(), size.height(), size.width());
    }
}
