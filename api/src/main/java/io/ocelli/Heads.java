package io.ocelli;

import io.ocelli.model.Architecture;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/** Starting points of heads that are put on a trained backbone. */
final class Heads {
    private Heads() {}

    /**
     * The classifying layers all zeros, as in BiT (Kolesnikov et al. 2020): every class is equally likely at first, and the
     * first gradients that reach the backbone are small.
     */
    static Weights zero(Weights fresh, Architecture architecture) {
        Map<String, Tensor> weights = new LinkedHashMap<>(fresh.toMap());
        for (String classifier : architecture.classifiers()) {
            weights.replaceAll((name, tensor) ->
                    name.startsWith(classifier + ".") ? Tensor.zeros(tensor.type(), tensor.shape()) : tensor);
        }
        return Weights.of(weights);
    }
}
