package io.ocelli.explanation;

import com.google.common.collect.ImmutableList;
import io.ocelli.engine.Device;
import io.ocelli.image.Image;
import io.ocelli.model.Network;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is to be explained, how, and where that runs. A value; {@link #open} makes what holds natives. Safe for any number of
 * threads.
 *
 * @param network whose logits are explained
 * @param labels the names of its classes, by index
 * @param method how
 * @param node the node of the network's graph that methods of a stage look at, or null for what the head reads: the maps that are
 *     pooled, or the tokens that a transformer's last attention reads
 * @param engine the name of the engine, or null for the fastest that does what the method needs
 * @param device where it runs
 */
public record Explanation(
        Network network,
        List<String> labels,
        Method method,
        @Nullable String node,
        @Nullable String engine,
        Device device) {
    /**
     * @throws IllegalArgumentException if there is not a label for each class, there is no such node, it gives neither maps nor
     *     tokens, or the method does not look at a stage
     */
    public Explanation {
        labels = ImmutableList.copyOf(labels);
        if (labels.size() != network.architecture().classes()) {
            throw new IllegalArgumentException("There is a label for each of the "
                    + network.architecture().classes() + " classes, received " + labels.size());
        }
        if (node != null) {
            method.requireStages();
            Place.of(network.architecture(), node);
        }
    }

    /**
     * At another stage by its name: the nearer to the pixels, the finer the map and the less it knows of classes.
     *
     * @throws IllegalArgumentException if there is no such stage, or the method does not look at one
     */
    public Explanation stage(String name) {
        method.requireStages();
        String end = network.architecture().stages().get(name);
        if (end == null) {
            throw new IllegalArgumentException(
                    "The stages of " + network.architecture().name() + " are "
                            + network.architecture().stages().keySet() + ", received '" + name + "'");
        }
        return node(end);
    }

    /**
     * At the result of any node of the graph: maps N C H W, or tokens N T C.
     *
     * @throws IllegalArgumentException if there is no such node, it gives something else, or the method does not look at a stage
     */
    public Explanation node(String name) {
        return new Explanation(network, labels, method, Objects.requireNonNull(name, "name"), engine, device);
    }

    /** On an engine by name: {@code pytorch}, {@code onnxruntime}. */
    public Explanation engine(String name) {
        return new Explanation(network, labels, method, node, Objects.requireNonNull(name, "name"), device);
    }

    /** On a device by name: {@code cpu} (the default), {@code cuda:0}. */
    public Explanation device(String name) {
        return new Explanation(network, labels, method, node, engine, Device.of(name));
    }

    /** Of another network of the same classes, such as one with {@linkplain SanityCheck#randomized random weights}. */
    public Explanation network(Network other) {
        return new Explanation(other, labels, method, node, engine, device);
    }

    /**
     * Makes it ready to look at pictures.
     *
     * @throws IllegalArgumentException if the method does not fit the network
     * @throws io.ocelli.error.EngineException if no engine on the class path does what the method needs
     */
    public Explainer open() {
        return new Explainer(this);
    }

    /** One picture, for the class that the network says; opens and closes what {@link #open} gives, so that many wait for each. */
    public HeatMap of(Image picture) {
        try (Explainer explainer = open()) {
            return explainer.of(picture);
        }
    }

    /** One picture, for a class by its name; as {@link Explainer#of(Image, String)}. */
    public HeatMap of(Image picture, String label) {
        try (Explainer explainer = open()) {
            return explainer.of(picture, label);
        }
    }

    /** One picture, for a class by its index; as {@link Explainer#of(Image, int)}. */
    public HeatMap of(Image picture, int label) {
        try (Explainer explainer = open()) {
            return explainer.of(picture, label);
        }
    }

    /** What methods of a stage look at. */
    Place place() {
        return node == null ? Place.ofHead(network.architecture()) : Place.of(network.architecture(), node);
    }

    @Override
    public String toString() {
        return method + (node == null ? "" : " of '" + node + "'") + " of "
                + network.architecture().name();
    }
}
