package io.ocelli.learning;

import io.ocelli.model.Network;

/** What a {@link Search} puts first of several networks, before any is trained: a first filter that needs no picture. */
public enum Proxy {
    /** None: each network that keeps the limits is trained. */
    NONE,
    /** The number of weights, which no other is known to beat always. */
    PARAMETERS,
    /** The products of a picture. */
    PRODUCTS,
    /** {@link ZeroCost#logSynflow}. */
    SYNFLOW;

    /** Higher promises more. */
    double of(Network network) {
        switch (this) {
            case PARAMETERS:
                return Footprint.cost(network.architecture()).parameters();
            case PRODUCTS:
                return Footprint.cost(network.architecture()).products();
            case SYNFLOW:
                return ZeroCost.of(network).logSynflow();
            default:
                return Double.NaN;
        }
    }
}
