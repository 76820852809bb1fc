package io.ocelli.training;

import com.google.common.collect.ImmutableSet;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.weights.Weights;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The network that learns.
 *
 * @param architecture the network, its head for the classes of the pictures
 * @param weights where it starts
 * @param preprocessing what the weights expect of pictures
 * @param frozen the node up to which nothing learns, or null where all does
 */
public record Learner(
        Architecture architecture,
        Weights weights,
        Preprocessing preprocessing,
        @Nullable String frozen) {
    /** Whether the whole backbone is frozen. */
    public boolean onlyHeadLearns() {
        return architecture.features().equals(frozen);
    }

    Set<String> frozenNodes() {
        return frozen == null ? ImmutableSet.of() : architecture.graph().ancestors(frozen);
    }
}
