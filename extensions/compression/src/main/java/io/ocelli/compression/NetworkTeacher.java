package io.ocelli.compression;

import io.ocelli.graph.Value;
import io.ocelli.model.Network;
import io.ocelli.training.Applied;
import io.ocelli.training.Step;
import java.util.Objects;

/**
 * A frozen network that teaches.
 *
 * @param role what it is called in the step
 */
record NetworkTeacher(Network network, String role) implements Teacher {
    NetworkTeacher {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(role, "role");
    }

    private Applied in(Step step) {
        return step.frozen(role, network);
    }

    @Override
    public Value logits(Step step) {
        return in(step).logits();
    }

    @Override
    public int classes() {
        return network.architecture().classes();
    }

    @Override
    public Value features(Step step) {
        return in(step).features();
    }

    @Override
    public Value stage(Step step, String name) {
        return in(step).stage(name);
    }

    @Override
    public String toString() {
        return network.architecture().name();
    }
}
