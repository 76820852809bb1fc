package io.ocelli.training;

import com.google.common.collect.ImmutableMap;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.graph.Add;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Node;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Scale;
import io.ocelli.image.Randomness;
import io.ocelli.model.Architecture;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A training step of a network, and how a batch becomes its inputs. */
final class StepProgram {
    static final String TARGETS = "targets";

    private final TrainingProgram program;
    private final Map<String, Masks.Mask> masks;
    private final double[] rates;
    private final int classes;
    private final Randomness randomness;

    /**
     * @param network has the output {@link Architecture#LOGITS} and one input
     * @param auxiliary what the loss of each output of the network beside the logits counts; others have none
     * @param input the shape of that input for one sample
     * @param frozen nodes of which nothing learns
     * @param stages the rates of the others
     */
    StepProgram(
            Graph network,
            Map<String, Double> auxiliary,
            Shape input,
            Set<String> frozen,
            StageRates stages,
            Training recipe,
            boolean headOnly,
            int classes) {
        this.classes = classes;
        this.randomness = Randomness.of(recipe.seed()).split("masks");
        Graph.Builder graph = network.extend();
        String targets = graph.add(TARGETS, new Input(DType.FLOAT32, 2));
        String loss = recipe.loss().add(graph, network.output(Architecture.LOGITS), targets, classes);
        for (Map.Entry<String, Double> output : auxiliary.entrySet()) {
            String whole = recipe.loss().add(graph, network.output(output.getKey()), targets, classes);
            String part = graph.add("loss.part", new Scale(output.getValue(), 0), whole);
            loss = graph.add("loss.all", new Add(), loss, part);
        }
        graph.output(TrainingProgram.LOSS, loss);
        Graph step = graph.build();
        Map<String, Shape> inputs = new HashMap<>();
        inputs.put(network.inputs().get(0).name(), input);
        inputs.put(TARGETS, Shape.of(1, classes));
        Masks exposed = Masks.expose(step, step.shapes(inputs), frozen);
        exposed.inputs().forEach((name, mask) -> inputs.put(name, mask.shape()));
        this.masks = exposed.inputs();
        Map<String, Integer> groups = new LinkedHashMap<>();
        List<Double> factors = new ArrayList<>();
        for (Parameter parameter : exposed.graph().parameters()) {
            if (parameter.role() == Parameter.Role.WEIGHT && !frozen.contains(parameter.name())) {
                double factor = stages.factor(parameter.name());
                if (!factors.contains(factor)) {
                    factors.add(factor);
                }
                groups.put(parameter.name(), factors.indexOf(factor));
            }
        }
        this.rates = new double[factors.size()];
        Arrays.setAll(rates, factors::get);
        this.program = new TrainingProgram(
                exposed.graph(),
                inputs,
                groups,
                frozen,
                recipe.optimizer(headOnly),
                recipe.clip(),
                recipe.precision(),
                recipe.accumulate());
    }

    TrainingProgram program() {
        return program;
    }

    /** The loss among the program's outputs. */
    double loss(List<Tensor> outputs) {
        int index = new ArrayList<>(program.graph().outputs().keySet()).indexOf(TrainingProgram.LOSS);
        return outputs.get(index).toFloats()[0];
    }

    /** What the loss is the sum of, by name; empty where it is one. */
    Map<String, Double> terms(List<Tensor> outputs) {
        return ImmutableMap.of();
    }

    /** The learning rate of each of the program's groups, for a rate of the head. */
    double[] rates(double head) {
        double[] scaled = rates.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= head;
        }
        return scaled;
    }

    /**
     * A batch norm that learns and would see one value of each channel, which has no variance, in a batch of so many samples;
     * null where none does.
     */
    @Nullable
    String normOfOne(int samples) {
        Map<String, Shape> shapes = program.graph().shapes(program.inputs());
        for (Node node : program.graph().nodes()) {
            if (learns(node)) {
                Shape shape = Objects.requireNonNull(shapes.get(node.name()));
                if (samples * shape.count() / shape.get(1) <= 1) {
                    return node.name();
                }
            }
        }
        return null;
    }

    /** Whether a batch norm learns, so that a sample's result depends on those beside it. */
    boolean norms() {
        return program.graph().nodes().stream().anyMatch(this::learns);
    }

    private boolean learns(Node node) {
        return node.operation() instanceof BatchNorm2d && !program.frozen().contains(node.name());
    }

    /** The program's inputs for a batch: its samples, its targets, and masks drawn for each sample of the epoch. */
    List<Tensor> inputs(Source.Lot lot, int epoch) {
        List<Tensor> inputs = new ArrayList<>();
        for (Node node : program.graph().inputs()) {
            Masks.Mask mask = masks.get(node.name());
            if (mask != null) {
                inputs.add(mask.draw(randomness.split(epoch).split(node.name()), lot.indexes()));
            } else {
                inputs.add(node.name().equals(TARGETS) ? oneHot(lot.labels(), classes) : lot.samples());
            }
        }
        return inputs;
    }

    /** One row for each label, 1 in its column. */
    private static Tensor oneHot(int[] labels, int classes) {
        float[] targets = new float[Math.multiplyExact(labels.length, classes)];
        for (int i = 0; i < labels.length; i++) {
            targets[i * classes + labels[i]] = 1;
        }
        return Tensor.of(Shape.of(labels.length, classes), targets);
    }
}
