package io.ocelli.model;

import io.ocelli.graph.FoldBatchNorms;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A change of a network that keeps it a network: graph, weights and the places that have names change together. A function, so
 * passes follow one another by {@link #then}.
 */
@FunctionalInterface
public interface Pass {
    /** The changed network; the one that is given stays as it is. */
    Network apply(Network network);

    /** This pass, and then another. */
    default Pass then(Pass next) {
        return network -> next.apply(apply(network));
    }

    /**
     * Takes batch norms into the convolutions before them; what was called by a norm's name is then called by its convolution's.
     */
    static Pass foldBatchNorms() {
        return network -> {
            Architecture architecture = network.architecture();
            FoldBatchNorms.Folded folded = FoldBatchNorms.fold(architecture.graph(), network.weights());
            Map<String, String> stages = new LinkedHashMap<>();
            architecture
                    .stages()
                    .forEach((name, node) -> stages.put(name, folded.stands().getOrDefault(node, node)));
            Architecture changed = new Architecture(
                    architecture.name(),
                    folded.graph(),
                    stages,
                    folded.stands().getOrDefault(architecture.features(), architecture.features()),
                    architecture.classifiers(),
                    architecture.input(),
                    architecture.auxiliary(),
                    architecture.company());
            return new Network(changed, folded.weights(), network.preprocessing());
        };
    }
}
