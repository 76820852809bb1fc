package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Node;
import io.ocelli.graph.Parameter;
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
import org.jspecify.annotations.Nullable;

/** A training step of an objective, and how batches become its inputs. */
final class StepProgram {
    private final TrainingProgram program;
    private final Written written;
    private final Map<String, Masks.Mask> masks;
    private final Map<String, String> streams;
    private final double[] rates;
    private final Randomness randomness;

    /**
     * @param written the objective on the network that learns
     * @param stages the rates of what learns
     */
    StepProgram(Written written, StageRates stages, Choices recipe, boolean headOnly) {
        this.written = written;
        this.randomness = Randomness.of(recipe.seed()).split("masks");
        this.streams = written.streamOfNodes();
        Map<String, Shape> inputs = new LinkedHashMap<>(written.shapes());
        Step step = written.step();
        Masks exposed = Masks.expose(written.graph(), written.graph().shapes(inputs), step.frozen());
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

    TrainingProgram program() {
        return program;
    }

    /** What the objective is written as. */
    Written written() {
        return written;
    }

    /**
     * The weights that the objective brings besides the network's; averages begin at what they are of.
     *
     * @param network the weights to begin with
     */
    Weights extra(Weights network) {
        Map<String, Tensor> extra = new LinkedHashMap<>(written.step().weights());
        written.step()
                .averages()
                .forEach((parameter, average) ->
                        extra.put(average, network.get(parameter).to(DType.FLOAT32)));
        return Weights.of(extra);
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
     * The program's inputs for a batch of each stream: samples and their values, numbers of the schedules, and masks drawn for
     * each sample of the epoch.
     *
     * @param lots the batch of each stream, that of the labelled pictures as {@link Given#LABELLED}
     */
    List<Tensor> inputs(Map<String, Source.Lot> lots, int epoch, Progress progress) {
        List<Tensor> inputs = new ArrayList<>();
        for (Node node : program.graph().inputs()) {
            Masks.Mask mask = masks.get(node.name());
            inputs.add(
                    mask == null
                            ? written.given(node.name(), lots, progress)
                            : mask.draw(
                                    randomness.split(epoch).split(node.name()),
                                    lot(mask, lots).indexes()));
        }
        return inputs;
    }

    /** The batch whose samples a mask is for. */
    private Source.Lot lot(Masks.Mask mask, Map<String, Source.Lot> lots) {
        String stream = streams.getOrDefault(mask.node(), Given.LABELLED);
        return Objects.requireNonNull(lots.get(stream), stream);
    }
}
