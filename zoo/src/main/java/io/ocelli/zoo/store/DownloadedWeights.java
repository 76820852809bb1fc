package io.ocelli.zoo.store;

import io.ocelli.model.PublishedWeights;
import io.ocelli.model.WeightsSource;
import io.ocelli.weights.Weights;
import io.ocelli.weights.WeightsFile;
import org.jspecify.annotations.Nullable;

/** Weights that are downloaded into the {@link WeightsStore} when they are first asked for. Thread-safe. */
public final class DownloadedWeights implements WeightsSource {
    @Override
    public int order() {
        return 200;
    }

    @Override
    public @Nullable Weights find(PublishedWeights row) {
        return Network.ofEnvironment().offline() != null
                ? null
                : WeightsFile.read(WeightsStore.standard().fetch(row));
    }

    @Override
    public String describe(PublishedWeights row) {
        Network network = Network.ofEnvironment();
        return "on the network, as " + network.locate(row)
                + (network.offline() == null ? "" : ", which was not asked: " + network.offline() + " is set");
    }
}
