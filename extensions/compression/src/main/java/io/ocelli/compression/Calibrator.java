package io.ocelli.compression;

import io.ocelli.data.Batch;
import io.ocelli.data.Batches;
import io.ocelli.data.DataSet;
import io.ocelli.model.Network;
import io.ocelli.tensor.Tensor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/** Looks at what a network computes of pictures, one at a time, as its own preprocessing has them. */
final class Calibrator {
    /** So many numbers of a picture's tensor where some are enough. */
    private static final int SOME = 4096;

    private final Network network;
    private final DataSet pictures;

    Calibrator(Network network, DataSet pictures) {
        this.network = network;
        this.pictures = pictures;
    }

    /** The parameters of nodes' results. */
    Map<String, QuantizationParameters> parameters(Collection<String> nodes, CalibrationMethod method, Levels levels) {
        Map<String, Spread> spreads = new LinkedHashMap<>();
        look(nodes, (node, values) -> spreads.merge(node, spread(node, values), Spread::with));
        Map<String, CalibrationMethod.Observer> observers = new LinkedHashMap<>();
        spreads.forEach((node, spread) -> observers.put(node, method.observer(spread, levels)));
        if (!method.isDecidedByRange()) {
            look(
                    nodes,
                    (node, values) ->
                            Objects.requireNonNull(observers.get(node)).add(method.isOfSome() ? some(values) : values));
        }
        Map<String, QuantizationParameters> parameters = new LinkedHashMap<>();
        observers.forEach((node, observer) -> parameters.put(node, observer.parameters()));
        return parameters;
    }

    private static Spread spread(String node, float[] values) {
        try {
            return Spread.of(values);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "What is to become whole numbers is finite, and '" + node + "' is not. The weights diverged in"
                            + " training: train again with a lower learning rate or clip(1).",
                    e);
        }
    }

    private void look(Collection<String> nodes, BiConsumer<String, float[]> seen) {
        try (NodeResults results = new NodeResults(network, nodes);
                Batches batches = NodeResults.pictures(network, pictures).epoch(0)) {
            for (Batch batch : batches) {
                List<Tensor> each = results.of(batch.pixels());
                for (int i = 0; i < each.size(); i++) {
                    seen.accept(results.nodes().get(i), each.get(i).toFloats());
                }
            }
        }
    }

    private static float[] some(float[] values) {
        int apart = (values.length + SOME - 1) / SOME;
        float[] some = new float[values.length / apart];
        for (int i = 0; i < some.length; i++) {
            some[i] = values[i * apart];
        }
        return some;
    }
}
