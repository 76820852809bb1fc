package io.ocelli.engine;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Node;
import io.ocelli.graph.Parameter;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One step of training: a graph whose outputs hold a scalar {@link #LOSS}, what of it learns, and how.
 *
 * @param graph the network with its loss; dropouts have been turned into products with mask inputs, so that all randomness
 *     comes from outside
 * @param inputs the shape of each input for a batch of one
 * @param groups the learning parameters by full name, each with the number of its learning rate
 * @param frozen nodes that run as in inference: their batch norms use and keep the stored statistics
 * @param optimizer the rule of update
 * @param clip the largest norm of all gradients together (PyTorch's {@code clip_grad_norm_}), or infinity for none
 * @param precision the arithmetic
 * @param accumulation at most so many batches are accumulated before an update, which averages their gradients
 * @param decays by what the optimiser's weight decay is multiplied in each group; 1 where the list ends before
 * @param averaging how running averages of the weights are kept; null for none
 * @param clipValue the largest absolute value of each gradient (PyTorch's {@code clip_grad_value_}), which is looked at before
 *     the norm, or infinity for none
 * @param recomputes whether the step keeps the activations of a few places alone, and computes those between again on its way
 *     back: less memory for about a third more work (Chen et al. 2016, PyTorch's {@code checkpoint_sequential})
 * @param projection what becomes of the gradients in view of those of the references, before they are clipped; null for none
 * @param references the outputs, scalars, whose gradients it is given
 */
public record TrainingProgram(
        Graph graph,
        Map<String, Shape> inputs,
        Map<String, Integer> groups,
        Set<String> frozen,
        Optimizer optimizer,
        double clip,
        Precision precision,
        int accumulation,
        List<Double> decays,
        @Nullable Averaging averaging,
        double clipValue,
        boolean recomputes,
        @Nullable Projection projection,
        List<String> references) {

    /** The name of the output to be made small. */
    public static final String LOSS = "loss";

    /** The name in a {@link Trainer#state()} of the number of batches that were accumulated since the last update, int64. */
    public static final String BATCHES = "#batches";

    /** The name in a {@link #state()} of the scale of the loss and of the number of updates since it last changed, float32. */
    public static final String SCALE = "#scale";

    public TrainingProgram {
        inputs = ImmutableMap.copyOf(inputs);
        groups = ImmutableMap.copyOf(groups);
        frozen = ImmutableSet.copyOf(frozen);
        decays = ImmutableList.copyOf(decays);
        references = ImmutableList.copyOf(references);
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("Something learns in a training step, received no learning parameter");
        }
        if (!(clip > 0) || !(clipValue > 0) || accumulation < 1) {
            throw new IllegalArgumentException("clip, clipValue and accumulation are positive, received " + clip + ", "
                    + clipValue + " and " + accumulation);
        }
        if ((projection == null) != references.isEmpty()) {
            throw new IllegalArgumentException(
                    "A projection looks at one reference or more, and references are for one," + " received "
                            + projection + " and " + references);
        }
        if (projection != null && (accumulation > 1 || recomputes || precision == Precision.MIXED_FP16)) {
            throw new IllegalArgumentException(
                    "Gradients that are changed in view of others' are of one batch, in float32"
                            + " or bfloat16, of activations that are kept, received an accumulation of " + accumulation
                            + ", "
                            + precision + (recomputes ? " and activations that are computed again" : "")
                            + ". Leave out accumulate, float16 and gradientCheckpointing, or the objective's constraints.");
        }
    }

    /** A step whose groups have one weight decay, and without averages. */
    public TrainingProgram(
            Graph graph,
            Map<String, Shape> inputs,
            Map<String, Integer> groups,
            Set<String> frozen,
            Optimizer optimizer,
            double clip,
            Precision precision,
            int accumulation) {
        this(
                graph,
                inputs,
                groups,
                frozen,
                optimizer,
                clip,
                precision,
                accumulation,
                ImmutableList.of(),
                null,
                Double.POSITIVE_INFINITY,
                false,
                null,
                ImmutableList.of());
    }

    /** The same with other weight decays and averages. */
    public TrainingProgram with(List<Double> otherDecays, @Nullable Averaging otherAveraging) {
        return with(otherDecays, otherAveraging, clipValue, recomputes, projection, references);
    }

    /** The same with each gradient clipped to a largest absolute value. */
    public TrainingProgram clipValue(double largest) {
        return with(decays, averaging, largest, recomputes, projection, references);
    }

    /** The same that computes activations again instead of keeping them. */
    public TrainingProgram recomputing() {
        return with(decays, averaging, clipValue, true, projection, references);
    }

    private TrainingProgram with(
            List<Double> otherDecays,
            @Nullable Averaging otherAveraging,
            double largest,
            boolean again,
            @Nullable Projection rule,
            List<String> others) {
        return new TrainingProgram(
                graph,
                inputs,
                groups,
                frozen,
                optimizer,
                clip,
                precision,
                accumulation,
                otherDecays,
                otherAveraging,
                largest,
                again,
                rule,
                others);
    }

    /**
     * The same whose gradients are changed in view of those of other scalars.
     *
     * @param others outputs of the graph
     */
    public TrainingProgram projected(Projection rule, List<String> others) {
        return with(decays, averaging, clipValue, recomputes, rule, others);
    }

    /** What learns and has a part in a reference, in the order of the state dict. */
    public List<Parameter> reached(String reference) {
        Set<String> reached = graph.reachedByGradient(graph.output(reference));
        return learning().stream()
                .filter(parameter -> reached.contains(parameter.name()))
                .collect(ImmutableList.toImmutableList());
    }

    /** What learns, in the order of the state dict. */
    public List<Parameter> learning() {
        return graph.parameters().stream()
                .filter(parameter -> groups.containsKey(parameter.name()))
                .collect(ImmutableList.toImmutableList());
    }

    /** What is averaged, in the order of the state dict: what learns, and the statistics of norms that are not frozen. */
    public List<Parameter> averaged() {
        if (averaging == null) {
            return ImmutableList.of();
        }
        Set<String> kept = new HashSet<>();
        for (Node node : graph.nodes()) {
            if (node.operation() instanceof BatchNorm2d && !frozen.contains(node.name())) {
                kept.add(node.parameter("running_mean"));
                kept.add(node.parameter("running_var"));
            }
        }
        return graph.parameters().stream()
                .filter(parameter -> groups.containsKey(parameter.name()) || kept.contains(parameter.name()))
                .collect(ImmutableList.toImmutableList());
    }

    /**
     * The parameters of the graph that are averages of others, as {@link #average} calls them: the step reads them, and they are
     * among the weights in the place of the state.
     */
    public List<Parameter> readAverages() {
        Set<String> names = new HashSet<>();
        averaged().forEach(parameter -> names.add(average(parameter.name())));
        return graph.parameters().stream()
                .filter(parameter -> names.contains(parameter.name()))
                .collect(ImmutableList.toImmutableList());
    }

    /**
     * The float32 tensors of a {@link Trainer#state()}, in order: for each learning parameter those that the optimiser keeps, and
     * where batches are accumulated the sum of its gradients; in float16 the {@link #SCALE}; and the averages that the step does
     * not read.
     */
    public Map<String, Shape> state() {
        ImmutableMap.Builder<String, Shape> state = ImmutableMap.builder();
        for (Parameter parameter : learning()) {
            for (int i = 0; i < optimizer.slots(); i++) {
                state.put(slot(parameter.name(), i), parameter.shape());
            }
            if (accumulation > 1) {
                state.put(accumulated(parameter.name()), parameter.shape());
            }
        }
        if (precision == Precision.MIXED_FP16) {
            state.put(SCALE, Shape.of(2));
        }
        for (Parameter parameter : averaged()) {
            if (!graph.contains(average(parameter.name()))) {
                state.put(average(parameter.name()), parameter.shape());
            }
        }
        return state.build();
    }

    /** The name of a parameter's average: in a {@link #state()}, or among the weights where the step reads it. */
    public static String average(String parameter) {
        return parameter + "#average";
    }

    /** The name in a {@link Trainer#state()} of the number of a parameter's updates so far, int64. */
    public static String updates(String parameter) {
        return parameter + "#updates";
    }

    /** The name in a {@link #state()} of what an optimiser keeps of a parameter. */
    public static String slot(String parameter, int number) {
        return parameter + "#" + number;
    }

    /** The name in a {@link #state()} of a parameter's gradients so far. */
    public static String accumulated(String parameter) {
        return parameter + "#gradient";
    }

    /** The number of learning rates that a step takes: one for each group. */
    public int rates() {
        int rates = 0;
        for (int group : groups.values()) {
            rates = Math.max(rates, group + 1);
        }
        return rates;
    }

    /** Refuses learning rates of another number than {@link #rates}. */
    public void check(double... rates) {
        if (rates.length != rates()) {
            throw new IllegalArgumentException(
                    "A step takes a learning rate for each of " + rates() + " groups, received " + rates.length);
        }
    }

    /** The shape of every node's result, for a batch of so many. */
    public Map<String, Shape> shapes(int batch) {
        return graph.shapes(Inputs.batch(inputs, batch));
    }

    /** As {@link Program#check}. */
    public void check(List<Tensor> given) {
        Inputs.check(graph, inputs, given);
    }
}
