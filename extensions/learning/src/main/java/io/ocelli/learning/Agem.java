package io.ocelli.learning;

import com.google.common.collect.ImmutableList;
import io.ocelli.engine.Projection;
import io.ocelli.graph.Value;
import io.ocelli.training.Constraint;
import io.ocelli.training.Loss;
import io.ocelli.training.Step;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Averaged gradient episodic memory (Chaudhry et al. 2019): the loss of pictures from memory is not to grow by what is learnt of
 * new ones. Where the new pictures' gradient g leads against that of memory's, r, what goes against r is taken off: g - (g r / r r)
 * r; else g stays. Memory is not learnt itself; a batch of it and a second pass back are the price.
 *
 * <pre>{@code
 * Training.defaults()
 *     .objective(Objective.labels(Loss.crossEntropy()).plus(Agem.of("memory", Loss.crossEntropy()).objective()))
 *     .stream("memory", memory.pictures(labels, newPictures))
 * }</pre>
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param stream the name of the memory's pictures in the recipe
 * @param loss of their logits against their labels
 */
public record Agem(String stream, Loss loss) implements Constraint {
    /** What the loss of memory is reported as. */
    public static final String NAME = "a_gem";

    public Agem {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(loss, "loss");
    }

    /** Of a stream's labels. */
    public static Agem of(String stream, Loss loss) {
        return new Agem(stream, loss);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Projection projection() {
        return Rule.AVERAGED;
    }

    /** The scalar, on a stream's batch. */
    @Override
    public Value of(Step step) {
        return loss.of(step.network(stream).logits(), step.targets(stream));
    }

    private enum Rule implements Projection {
        AVERAGED;

        @Override
        public Map<String, Value> of(Map<String, Value> gradients, List<Map<String, Value>> references) {
            Map<String, Value> reference = references.get(0);
            Value product = Projection.product(gradients, reference);
            Value square = Projection.product(reference, reference).clamp(Float.MIN_NORMAL, Float.MAX_VALUE);
            Value share = product.clamp(-Float.MAX_VALUE, 0).dividedBy(square).negate();
            return EpisodicProjection.sum(gradients, references, ImmutableList.of(share));
        }
    }
}
