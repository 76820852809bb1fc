package io.ocelli.learning;

import io.ocelli.graph.Parameter;
import io.ocelli.graph.Value;
import io.ocelli.model.Network;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import io.ocelli.weights.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Elastic weight consolidation (Kirkpatrick et al. 2017): while another task is learnt, each weight is held to what it was after
 * the first, the more the first task hung on it. The term is strength / 2 times the sum, over all weights that are held, of
 * importance times the square of the way from the anchor.
 *
 * <pre>{@code
 * Weights importance = Fisher.empirical(network).over(firstTask);
 * Training.defaults().objective(Objective.labels(Loss.crossEntropy())
 *     .plus(ElasticPenalty.around(network.weights(), importance).strength(1000).objective()))
 * }</pre>
 *
 * <p>What the importance does not name moves freely; so do, whatever it says, the statistics of norms. Immutable and safe for any
 * number of threads.
 *
 * @param anchor where the weights are held, by the names of the state dict
 * @param importance of each number, mostly 0 or more, in tensors named and shaped as the anchor's: mostly what {@link Fisher} gives
 * @param strength 0 or more
 */
public record ElasticPenalty(Weights anchor, Weights importance, double strength) implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "elastic";

    /**
     * @throws IllegalArgumentException if the strength is negative, or the importance has a tensor that the anchor has not in its
     *     shape
     */
    public ElasticPenalty {
        if (!(strength >= 0) || Double.isInfinite(strength)) {
            throw new IllegalArgumentException("A strength is 0 or more and finite, received " + strength);
        }
        importance.toMap().forEach((name, tensor) -> {
            Tensor held = anchor.find(name);
            if (held == null || !held.shape().equals(tensor.shape())) {
                throw new IllegalArgumentException("Each number that is important has its anchor, and of '" + name
                        + "' the importance is " + tensor + " where the anchor "
                        + (held == null ? "has none" : "is " + held) + ". Take both from one network.");
            }
        });
    }

    /** Holds weights around an anchor, with a strength of 1. */
    public static ElasticPenalty around(Weights anchor, Weights importance) {
        return new ElasticPenalty(anchor, importance, 1);
    }

    /** Holds all weights of a network alike to where they are (Li et al. 2018, L2-SP), with a strength of 1. */
    public static ElasticPenalty towards(Network network) {
        Map<String, Tensor> ones = new LinkedHashMap<>();
        for (Parameter parameter : network.architecture().graph().parameters()) {
            if (parameter.role() == Parameter.Role.WEIGHT) {
                float[] all = new float[Math.toIntExact(parameter.shape().count())];
                Arrays.fill(all, 1);
                ones.put(parameter.name(), Tensor.of(parameter.shape(), all));
            }
        }
        return new ElasticPenalty(network.weights(), Weights.of(ones), 1);
    }

    /**
     * After another task (Schwarz et al. 2018, online EWC): the newest weights are the anchor, and what was important before counts
     * {@code gamma} times beside what is now. So one penalty does for any number of tasks.
     *
     * @param newest where the weights are held from now on
     * @param importance for the newest task
     * @param gamma from 0 to 1
     */
    public ElasticPenalty andThen(Weights newest, Weights importance, double gamma) {
        if (!(gamma >= 0 && gamma <= 1)) {
            throw new IllegalArgumentException("What was important counts a share from 0 to 1, received " + gamma);
        }
        Map<String, Tensor> sum = new LinkedHashMap<>(importance.toMap());
        this.importance.toMap().forEach((name, before) -> {
            Tensor now = sum.get(name);
            float[] values = before.toFloats();
            float[] added = now == null ? new float[values.length] : now.toFloats();
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (gamma * values[i] + added[i]);
            }
            sum.put(name, Tensor.of(before.shape(), values));
        });
        return new ElasticPenalty(newest, Weights.of(sum), strength);
    }

    /** The same with another strength: the paper's lambda. */
    public ElasticPenalty strength(double strength) {
        return new ElasticPenalty(anchor, importance, strength);
    }

    /** The same without the weights whose names begin so: a head that is made anew for the next task's classes. */
    public ElasticPenalty without(String prefix) {
        Map<String, Tensor> held = new LinkedHashMap<>(importance.toMap());
        held.keySet().removeIf(name -> name.startsWith(prefix));
        return new ElasticPenalty(anchor, Weights.of(held), strength);
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * The scalar, on the weights of a step.
     *
     * @throws IllegalArgumentException if a weight that learns has another shape than its anchor, or the importance names none
     */
    @Override
    public Value of(Step step) {
        @Nullable Value sum = null;
        for (Parameter parameter : step.parameters()) {
            if (parameter.role() == Parameter.Role.WEIGHT && importance.contains(parameter.name())) {
                requireShape(parameter);
                Value way = step.parameter(parameter.name()).minus(step.constant(parameter.in(anchor)));
                Value part = way.squared()
                        .times(step.constant(parameter.in(importance)))
                        .sum();
                sum = sum == null ? part : sum.plus(part);
            }
        }
        if (sum == null) {
            throw new IllegalArgumentException(
                    "An elastic penalty holds weights of the network that learns, and" + " this network has none of "
                            + importance.names() + ". Take the anchor from the same architecture.");
        }
        return sum.times(strength / 2);
    }

    private void requireShape(Parameter parameter) {
        if (!anchor.get(parameter.name()).shape().equals(parameter.shape())) {
            throw new IllegalArgumentException("A weight is held where it was, and '" + parameter.name() + "' is now "
                    + parameter.shape() + " where its anchor is " + anchor.get(parameter.name())
                    + ". Leave it out: without(\"" + parameter.name() + "\").");
        }
    }
}
