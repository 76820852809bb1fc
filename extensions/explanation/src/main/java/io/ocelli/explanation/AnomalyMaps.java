package io.ocelli.explanation;

import io.ocelli.model.Architecture;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;

/** The maps that a network of an anomaly detector computes on its way to the answer. */
final class AnomalyMaps implements Maps {
    /** The node of the maps, N 1 H W. */
    static final String NODE = "anomaly.map";

    private final Activations activations;

    /**
     * @throws IllegalArgumentException if the network has none
     */
    AnomalyMaps(Explanation asked) {
        Architecture architecture = asked.network().architecture();
        if (!architecture.graph().contains(NODE)) {
            throw new IllegalArgumentException("A map of anomalies is in the network of an AnomalyDetector, and "
                    + architecture.name()
                    + " has none. Fit one by Anomalies, or take another method, such as Method.gradCam().");
        }
        this.activations = new Activations(asked, NODE);
    }

    @Override
    public Seen of(Tensor input, int... labels) {
        Activations.Result result = activations.of(input);
        Tensor map = result.tapped();
        return new Seen(
                map.reshape(Shape.of(
                        map.shape().get(0), map.shape().get(2), map.shape().get(3))),
                Logits.chosen(result.logits(), labels));
    }

    @Override
    public void close() {
        activations.close();
    }
}
