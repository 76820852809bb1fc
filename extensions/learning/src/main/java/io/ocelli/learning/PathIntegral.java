package io.ocelli.learning;

import com.google.common.collect.ImmutableList;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.graph.Value;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Synaptic intelligence (Zenke et al. 2017): an optimiser that keeps for each weight how much of the loss's fall it has brought
 * about, the sum over updates of minus the gradient times the way. After the training {@link #importance} says what the weights are
 * worth, and an {@link ElasticPenalty} holds them.
 *
 * <pre>{@code
 * PathIntegral path = PathIntegral.of(Optimizer.sgd(0.03));
 * Training recipe = Training.defaults().optimizer(path).listener((event, session) -> last.set(session.state()));
 * ...
 * ElasticPenalty.around(after, path.importance(last.get(), before, after, 0.1)).strength(2 * c)
 * }</pre>
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param inner the rule of update itself
 */
public record PathIntegral(Optimizer inner) implements Optimizer {
    public PathIntegral {
        Objects.requireNonNull(inner, "inner");
    }

    /** Around an optimiser. */
    public static PathIntegral of(Optimizer inner) {
        return new PathIntegral(inner);
    }

    @Override
    public double learningRate() {
        return inner.learningRate();
    }

    @Override
    public PathIntegral learningRate(double rate) {
        return new PathIntegral(inner.learningRate(rate));
    }

    /** Those of the inner one, and the path. */
    @Override
    public int slots() {
        return inner.slots() + 1;
    }

    @Override
    public double[] corrections(long updates) {
        return inner.corrections(updates);
    }

    @Override
    public PathIntegral decay(double factor) {
        return new PathIntegral(inner.decay(factor));
    }

    @Override
    public Update update(Value parameter, Value gradient, List<Value> slots, Value rate, List<Value> corrections) {
        Update updated = inner.update(parameter, gradient, slots.subList(0, inner.slots()), rate, corrections);
        Value way = updated.parameter().minus(parameter);
        Value path = slots.get(inner.slots()).minus(gradient.times(way));
        return new Update(
                updated.parameter(),
                ImmutableList.<Value>builder().addAll(updated.slots()).add(path).build());
    }

    /** The path of each weight, from what a training's session keeps ({@link io.ocelli.training.Session#state()}). */
    public Weights path(Weights state) {
        String end = TrainingProgram.slot("", inner.slots());
        Map<String, Tensor> paths = new LinkedHashMap<>();
        state.toMap().forEach((name, tensor) -> {
            if (name.endsWith(end)) {
                paths.put(name.substring(0, name.length() - end.length()), tensor);
            }
        });
        return Weights.of(paths);
    }

    /**
     * What each weight is worth: its path over the square of how far it came, plus {@code xi}. It is below 0 where the loss rose.
     *
     * @param state what the training's session kept at its end
     * @param before the weights at its beginning
     * @param after those at its end
     * @param xi above 0, against division by nothing; 0.1 in the paper
     */
    public Weights importance(Weights state, Weights before, Weights after, double xi) {
        if (!(xi > 0)) {
            throw new IllegalArgumentException("What stands against division by nothing is above 0, received " + xi);
        }
        Map<String, Tensor> worth = new LinkedHashMap<>();
        path(state).toMap().forEach((name, path) -> {
            float[] values = path.toFloats();
            float[] from = before.get(name).toFloats();
            float[] to = after.get(name).toFloats();
            for (int i = 0; i < values.length; i++) {
                double way = to[i] - from[i];
                values[i] = (float) (values[i] / (way * way + xi));
            }
            worth.put(name, Tensor.of(path.shape(), values));
        });
        return Weights.of(worth);
    }
}
