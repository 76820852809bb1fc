package io.ocelli.compression;

import io.ocelli.graph.BatchNorm2d;
import io.ocelli.model.Network;

/** |gamma|, as network slimming has it. */
record BatchNormScale() implements Importance {
    @Override
    public String name() {
        return "bn";
    }

    @Override
    public Scores of(Network network) {
        return member -> network.architecture().graph().node(member.node()).operation() instanceof BatchNorm2d
                ? AxisSums.of(network.weights().get(member.weight()), member.axis(), Math::abs)
                : null;
    }
}
