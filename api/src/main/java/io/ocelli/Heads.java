package io.ocelli;

import io.ocelli.graph.Graph;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Parameter;
import io.ocelli.model.Architecture;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Loading;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Starting points of heads that are put on a trained backbone. */
final class Heads {
    private Heads() {}

    /**
     * What stands where the backbone's weights do not: its head, and if they need not fit in full all other layers too.
     *
     * <p>Linear heads are all zeros, as in BiT (Kolesnikov et al. 2020): every class is equally likely at first, and the
     * first gradients that reach the backbone are small. A convolution begins by its family's rule: in SqueezeNet a rectifier
     * comes behind it, and lets no gradient through to what is zero.
     */
    static Weights fresh(Backbone backbone, Architecture architecture, long seed) {
        Graph graph = architecture.graph();
        List<Parameter> heads = new ArrayList<>();
        for (String classifier : architecture.classifiers()) {
            heads.addAll(graph.parametersOf(classifier));
        }
        boolean all = backbone.terms().loading() == Loading.PARTIAL;
        Map<String, Tensor> weights = new LinkedHashMap<>(
                backbone.fresh(graph, all ? graph.parameters() : heads, seed).toMap());
        for (String classifier : architecture.classifiers()) {
            if (graph.node(classifier).operation() instanceof Linear) {
                graph.parametersOf(classifier)
                        .forEach(each -> weights.put(each.name(), Tensor.zeros(each.type(), each.shape())));
            }
        }
        return Weights.of(weights);
    }
}
