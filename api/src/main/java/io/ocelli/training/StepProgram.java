package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Node;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Value;
import io.ocelli.image.Randomness;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A training step of an objective, and how batches become its inputs. */
final class StepProgram {
    /** Before the name of a term: its output, and the number that its schedule gives. */
    private static final String TERM = "term/";

    private static final String WEIGHT = "weight/";

    private final TrainingProgram program;
    private final Objective objective;
    private final Weights extra;
    private final Set<String> streams;
    private final Map<String, Masks.Mask> masks;
    private final double[] rates;
    private final int classes;
    private final Randomness randomness;

    /**
     * @param network has the output {@link io.ocelli.model.Architecture#LOGITS} and one input
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
        this.objective = recipe.objective();
        this.randomness = Randomness.of(recipe.seed()).split("masks");
        Step step = new Step(network, auxiliary, input, classes, frozen);
        Map<String, Shape> inputs = new LinkedHashMap<>();
        Graph graph = write(step, inputs);
        inputs.putAll(step.inputs());
        this.extra = step.weights();
        this.streams = step.streams();
        Masks exposed = Masks.expose(graph, graph.shapes(inputs), step.frozen());
        exposed.inputs().forEach((name, mask) -> inputs.put(name, mask.shape()));
        this.masks = exposed.inputs();
        Map<String, Integer> groups = new LinkedHashMap<>();
        List<Double> factors = new ArrayList<>();
        for (Parameter parameter : exposed.graph().parameters()) {
            if (parameter.role() == Parameter.Role.WEIGHT && !step.frozen().contains(parameter.name())) {
                double factor = stages.factor(parameter.name());
                if (!factors.contains(factor)) {
                    factors.add(factor);
                }
                groups.put(parameter.name(), factors.indexOf(factor));
            }
        }
        inputs.keySet().retainAll(names(exposed.graph()));
        this.rates = new double[factors.size()];
        Arrays.setAll(rates, factors::get);
        this.program = new TrainingProgram(
                exposed.graph(),
                inputs,
                groups,
                step.frozen(),
                recipe.optimizer(headOnly),
                recipe.clip(),
                recipe.precision(),
                recipe.accumulate(),
                ImmutableList.of(),
                recipe.average());
    }

    private static List<String> names(Graph graph) {
        List<String> names = new ArrayList<>();
        graph.inputs().forEach(node -> names.add(node.name()));
        return names;
    }

    /** The sum of the weighted terms; each term by itself is an output too where there are several. */
    private Graph write(Step step, Map<String, Shape> inputs) {
        Value loss = null;
        Map<String, Value> terms = new LinkedHashMap<>();
        for (Objective.Weighted each : objective.terms()) {
            Value term = each.term().of(step);
            terms.put(each.name(), term);
            Value weighted = each.weight() == 1 ? term : term.times(each.weight());
            if (each.schedule() != null) {
                String name = WEIGHT + each.name();
                inputs.put(name, Shape.of());
                step.builder().add(name, new Input(DType.FLOAT32, 0));
                weighted = weighted.times(Value.of(step.builder(), name));
            }
            loss = loss == null ? weighted : loss.plus(weighted);
        }
        step.builder().output(TrainingProgram.LOSS, Objects.requireNonNull(loss).name());
        if (terms.size() > 1) {
            terms.forEach((name, term) -> step.builder().output(TERM + name, term.name()));
        }
        return step.builder().build();
    }

    TrainingProgram program() {
        return program;
    }

    /** The weights that the objective brings besides the network's. */
    Weights extra() {
        return extra;
    }

    /** The names of the streams that it takes besides the labelled pictures. */
    Set<String> streams() {
        return streams;
    }

    /** The loss among the program's outputs. */
    double loss(List<Tensor> outputs) {
        return number(outputs, TrainingProgram.LOSS);
    }

    /** What the loss is the sum of, by name; empty where it is one. */
    Map<String, Double> terms(List<Tensor> outputs) {
        Map<String, Double> terms = new LinkedHashMap<>();
        for (Objective.Weighted each : objective.terms()) {
            if (program.graph().outputs().containsKey(TERM + each.name())) {
                terms.put(each.name(), number(outputs, TERM + each.name()));
            }
        }
        return terms;
    }

    private double number(List<Tensor> outputs, String name) {
        int index = new ArrayList<>(program.graph().outputs().keySet()).indexOf(name);
        return outputs.get(index).toFloats()[0];
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

    /**
     * The program's inputs for a batch of each stream: samples, targets, numbers of the schedules, and masks drawn for each sample
     * of the epoch.
     *
     * @param others the batch of each stream besides the labelled pictures
     */
    List<Tensor> inputs(Source.Lot lot, Map<String, Source.Lot> others, int epoch, Progress progress) {
        List<Tensor> inputs = new ArrayList<>();
        for (Node node : program.graph().inputs()) {
            inputs.add(input(node.name(), lot, others, epoch, progress));
        }
        return inputs;
    }

    private Tensor input(String name, Source.Lot lot, Map<String, Source.Lot> others, int epoch, Progress progress) {
        Masks.Mask mask = masks.get(name);
        if (mask != null) {
            return mask.draw(randomness.split(epoch).split(name), lot.indexes());
        }
        if (name.equals(Step.TARGETS)) {
            return oneHot(lot.labels(), classes);
        }
        for (Objective.Weighted each : objective.terms()) {
            if (each.schedule() != null && name.equals(WEIGHT + each.name())) {
                return Tensor.of(Shape.of(), (float) each.schedule().factor(progress));
            }
        }
        Source.Lot other = others.get(name);
        return other == null ? lot.samples() : other.samples();
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
