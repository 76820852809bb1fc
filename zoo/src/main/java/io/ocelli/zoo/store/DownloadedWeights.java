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
        return Route.ofEnvironment().offline() != null
                ? null
                : WeightsFile.read(WeightsStore.standard().fetch(row));
    }

    @Override
    public String describe(PublishedWeights row) {
        Route route = Route.ofEnvironment();
        return "on the network, as " + route.locate(row)
                + (route.offline() == null ? "" : ", which was not asked: " + route.offline() + " is set");
    }
}
