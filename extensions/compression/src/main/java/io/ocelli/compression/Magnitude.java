package io.ocelli.compression;

import io.ocelli.model.Network;

/** The sum of |w|^p over all weights of a channel, without a root. */
record Magnitude(int p) implements Importance {
    @Override
    public String name() {
        return "l" + p;
    }

    @Override
    public Scores of(Network network) {
        return member -> AxisSums.of(network.weights().get(member.weight()), member.axis(), this::power);
    }

    private double power(double weight) {
        return p == 1 ? Math.abs(weight) : weight * weight;
    }
}
