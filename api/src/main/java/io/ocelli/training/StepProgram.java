package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import io.ocelli.engine.Averaging;
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
import java.util.Set;
import java.util.function.IntSupplier;
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
     * @param samples that an epoch has; asked where averages count epochs
     */
    StepProgram(Written written, StageRates stages, Choices recipe, boolean headOnly, IntSupplier samples) {
        this.written = written;
        this.randomness = Randomness.of(recipe.seed()).split("masks");
        this.streams = written.streamOfNodes();
        Map<String, Shape> inputs = new LinkedHashMap<>(written.shapes());
        Step step = written.step();
        Masks exposed = Masks.expose(written.graph(), written.graph().shapes(inputs), step.frozen());
        exposed.inputs().forEach((name, mask) -> inputs.put(name, mask.shape()));
        this.masks = exposed.inputs();
        Map<String, Integer> groups = new LinkedHashMap<>();
        List<Group> distinct = new ArrayList<>();
        Set<String> reached = exposed.graph().reachedByGradient(exposed.graph().output(TrainingProgram.LOSS));
        for (Parameter parameter : exposed.graph().parameters()) {
            if (parameter.role() == Parameter.Role.WEIGHT
                    && reached.contains(parameter.name())
                    && !step.frozen().contains(parameter.name())) {
                Group group = new Group(
                        stages.factor(parameter.name()),
                        recipe.decayNormsAndBiases() || !isNormOrBias(parameter) ? 1 : 0);
                if (!distinct.contains(group)) {
                    distinct.add(group);
                }
                groups.put(parameter.name(), distinct.indexOf(group));
            }
        }
        this.rates = new double[distinct.size()];
        Arrays.setAll(rates, group -> distinct.get(group).rate());
        ImmutableList.Builder<Double> decays = ImmutableList.builder();
        distinct.forEach(group -> decays.add(group.decay()));
        boolean norms = exposed.graph().nodes().stream().anyMatch(node -> learns(node, step.frozen()));
        this.program = new TrainingProgram(
                exposed.graph(),
                inputs,
                groups,
                step.frozen(),
                recipe.optimizer(headOnly),
                recipe.clip(),
                recipe.precision(),
                recipe.accumulate(),
                decays.build(),
                averaging(recipe, samples, norms, step.takesWholeBatches()),
                recipe.clipValue(),
                recipe.gradientCheckpointing() && !headOnly,
                written.objective().projection(),
                written.references());
    }

    /** What learns at one rate and with one weight decay, both as parts of the optimiser's. */
    private record Group(double rate, double decay) {}

    /** As timm tells them. */
    private static boolean isNormOrBias(Parameter parameter) {
        return parameter.shape().rank() <= 1 || parameter.name().endsWith(".bias");
    }

    @Nullable
    private static Averaging averaging(Choices recipe, IntSupplier samples, boolean norms, boolean whole) {
        Average average = recipe.average();
        if (average == null) {
            return null;
        }
        int all = samples.getAsInt();
        int size = recipe.batchSize();
        // Norms refuse a last batch of one sample, which is left out.
        boolean left = norms && size > 1 && all % size == 1 && all > 1;
        int batches = whole ? all / size : (all + size - 1) / size - (left ? 1 : 0);
        int updates = Math.max(1, (batches + recipe.accumulate() - 1) / recipe.accumulate());
        return update -> average.kept(update, updates);
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
        return Weights.of(extra).with(kept());
    }

    /** What the objective keeps from step to step, as it begins. */
    Weights kept() {
        return written.step().inputs().kept().start();
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
            if (learns(node, program.frozen())) {
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
        return program.graph().nodes().stream().anyMatch(node -> learns(node, program.frozen()));
    }

    private static boolean learns(Node node, Set<String> frozen) {
        return node.operation() instanceof BatchNorm2d && !frozen.contains(node.name());
    }

    /**
     * The program's inputs for a batch of each stream: samples and their values, numbers of the schedules, and masks drawn for
     * each sample of the epoch.
     *
     * @param lots the batch of each stream, that of the labelled pictures as {@link Given#LABELLED}
     * @param kept what the objective keeps from step to step, as it is now
     */
    List<Tensor> inputs(Map<String, Source.Lot> lots, Weights kept, int epoch, Progress progress) {
        List<Tensor> inputs = new ArrayList<>();
        for (Node node : program.graph().inputs()) {
            Masks.Mask mask = masks.get(node.name());
            inputs.add(
                    mask == null
                            ? written.given(node.name(), lots, kept, progress)
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
