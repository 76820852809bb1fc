package io.ocelli.explanation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.engine.Device;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.Shape;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gradient-weighted class activation maps (Grad-CAM, Selvaraju et al. 2017): where in a picture a network sees what speaks for a
 * class. Each feature map of a stage counts by the mean of the gradient of the class's logit with respect to it; the answer is the
 * sum of all, with 0 in the place of what is negative.
 *
 * <pre>{@code
 * try (ActivationMaps maps = GradCam.of(classifier.network()).open()) {
 *     Tensor bee = maps.of(picture, classifier.labels().indexOf("bee"));
 * }
 * }</pre>
 *
 * <p>A value; {@link #open} makes what holds natives. Safe for any number of threads.
 *
 * @param network whose answers are explained
 * @param node the node of its graph whose result, feature maps N C H W, is looked at
 * @param engine the name of the engine, or null for the fastest that differentiates what follows the node
 * @param device where it runs
 */
public record GradCam(
        Network network, String node, @Nullable String engine, Device device) {
    /**
     * @throws IllegalArgumentException if there is no such node, or its result is no feature maps
     */
    public GradCam {
        Architecture architecture = network.architecture();
        Shape shape = Objects.requireNonNull(architecture
                .graph()
                .upTo(node, "maps")
                .shapes(ImmutableMap.of(Architecture.INPUT, architecture.input().shape()))
                .get(node));
        if (shape.rank() != 4) {
            throw new IllegalArgumentException("Grad-CAM is of feature maps N C H W, and '" + node + "' of "
                    + architecture.name() + " is " + shape + ". Name another node, or one of the stages "
                    + architecture.stages().keySet() + " that ends in maps.");
        }
    }

    /**
     * Of the network's last stage, as in the paper.
     *
     * @throws IllegalArgumentException if that does not end in feature maps
     */
    public static GradCam of(Network network) {
        List<String> ends = ImmutableList.copyOf(network.architecture().stages().values());
        return new GradCam(network, ends.get(ends.size() - 1), null, Device.CPU);
    }

    /**
     * Of another stage by its name: the nearer to the pixels, the finer the map and the less it knows of classes.
     *
     * @throws IllegalArgumentException if there is no such stage, or it does not end in feature maps
     */
    public GradCam stage(String name) {
        String end = network.architecture().stages().get(name);
        if (end == null) {
            throw new IllegalArgumentException(
                    "The stages of " + network.architecture().name() + " are "
                            + network.architecture().stages().keySet() + ", received '" + name + "'");
        }
        return node(end);
    }

    /**
     * Of the result of any node of the graph.
     *
     * @throws IllegalArgumentException if there is no such node, or its result is no feature maps
     */
    public GradCam node(String name) {
        return new GradCam(network, name, engine, device);
    }

    /** On an engine by name: {@code pytorch}, {@code onnxruntime}. */
    public GradCam engine(String name) {
        return new GradCam(network, node, Objects.requireNonNull(name, "name"), device);
    }

    /** On a device by name: {@code cpu} (the default), {@code cuda:0}. */
    public GradCam device(String name) {
        return new GradCam(network, node, engine, Device.of(name));
    }

    /**
     * Makes it ready to look at pictures.
     *
     * @throws io.ocelli.error.EngineException if no engine on the class path differentiates what follows the node
     */
    public ActivationMaps open() {
        Architecture architecture = network.architecture();
        return new ActivationMaps(
                this,
                NetworkPrograms.withPixels(architecture.graph().only(Architecture.LOGITS), network.preprocessing()),
                NetworkPrograms.pixels(architecture.input()));
    }

    @Override
    public String toString() {
        return "Grad-CAM of '" + node + "' of " + network.architecture().name();
    }
}
