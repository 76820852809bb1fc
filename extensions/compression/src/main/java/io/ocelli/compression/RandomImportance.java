package io.ocelli.compression;

import io.ocelli.model.Network;
import java.util.Random;

/** Numbers from a seed and the layers' names. */
record RandomImportance(long seed) implements Importance {
    @Override
    public String name() {
        return "random";
    }

    @Override
    public Scores of(Network network) {
        return member -> {
            if (member.kind() != GroupMember.Kind.OUT) {
                return null;
            }
            int extent = network.weights().get(member.weight()).shape().at(member.axis());
            return new Random(31 * seed + member.node().hashCode())
                    .doubles(extent)
                    .toArray();
        };
    }
}
