package io.ocelli.learning;

import io.ocelli.data.DataSet;
import io.ocelli.engine.Device;
import io.ocelli.model.Network;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The diagonal of the Fisher information: how much what a network says hangs on each of its weights. It is the mean over samples of
 * the squared gradient of log p(y | x), one sample at a time (the square of a batch's mean gradient is something else), with norms
 * as in inference.
 *
 * <p>A value; natives are held only while {@link #over} runs. Safe for any number of threads.
 *
 * @param network the network, after it learnt the task
 * @param expected whether y is every class in turn, weighed by its own probability; otherwise it is the sample's label
 * @param engine the name of the engine, or null for the fastest that differentiates the network
 * @param device where it runs
 */
public record Fisher(
        Network network, boolean expected, @Nullable String engine, Device device) {
    /** With the labels of the samples, as most authors compute it: one gradient a sample. */
    public static Fisher empirical(Network network) {
        return new Fisher(network, false, null, Device.CPU);
    }

    /** With the expectation over what the network itself says: the information proper, and a gradient a sample and class. */
    public static Fisher expected(Network network) {
        return new Fisher(network, true, null, Device.CPU);
    }

    /** On an engine by name. */
    public Fisher engine(String name) {
        return new Fisher(network, expected, Objects.requireNonNull(name, "name"), device);
    }

    /** On a device by name: {@code cpu} (the default), {@code cuda:0}. */
    public Fisher device(String name) {
        return new Fisher(network, expected, engine, Device.of(name));
    }

    /**
     * The information over pictures, which are seen as in evaluation: a float32 tensor for each weight that can be learnt, named
     * and shaped as in the state dict, no number negative.
     *
     * @param pictures at least one; their labels are classes of the network, and are not looked at where it is {@link #expected}
     * @throws IllegalArgumentException if there is no picture, or one has no class of the network
     * @throws io.ocelli.error.ImageException naming a picture that cannot be read
     * @throws io.ocelli.error.EngineException if no engine differentiates the network
     */
    public Weights over(DataSet pictures) {
        return OneByOne.over(network, pictures, (graph, one) -> new SquaredGradients(this, graph, one));
    }

    /**
     * As {@link #over(DataSet)}, over samples that are in memory.
     *
     * @param inputs float32 N C H W, normalised: as the network takes them
     * @param labels N classes
     */
    public Weights over(Tensor inputs, int... labels) {
        return OneByOne.over(network, inputs, labels, (graph, one) -> new SquaredGradients(this, graph, one));
    }
}
