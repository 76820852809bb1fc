package io.ocelli.model;

import io.ocelli.image.Preprocessing;
import io.ocelli.weights.Weights;

/**
 * A network with its numbers, and what it expects of pictures: the one value that is trained, changed by a {@link Pass}, compiled
 * and saved. Immutable.
 *
 * @param architecture the graph and the places in it that have names
 * @param weights a tensor for every entry of its state dict
 */
public record Network(Architecture architecture, Weights weights, Preprocessing preprocessing) {}
