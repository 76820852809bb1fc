package io.ocelli.learning;

import com.google.common.collect.ImmutableMap;
import io.ocelli.data.DataSet;
import io.ocelli.engine.Device;
import io.ocelli.engine.Placement;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Value;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What each weight is worth to what a network says (Aljundi et al. 2018, memory aware synapses): the mean over samples of the
 * absolute gradient of the squared length of the logits. It needs no labels, so it can be taken of pictures that come in use. An
 * {@link ElasticPenalty} holds the weights by it:
 *
 * <pre>{@code
 * ElasticPenalty.around(network.weights(), MemoryAware.of(network).over(unlabelled)).strength(2)
 * }</pre>
 *
 * <p>A value; natives are held only while {@link #over} runs. Safe for any number of threads.
 *
 * @param network the network, after it learnt the task
 * @param engine the name of the engine, or null for the fastest that differentiates the network
 * @param device where it runs
 */
public record MemoryAware(Network network, @Nullable String engine, Device device) {
    private static final String LENGTH = "memory_aware.length";

    public MemoryAware {
        Objects.requireNonNull(network, "network");
    }

    /** Of a network, on the fastest engine. */
    public static MemoryAware of(Network network) {
        return new MemoryAware(network, null, Device.CPU);
    }

    /** On an engine by name. */
    public MemoryAware engine(String name) {
        return new MemoryAware(network, Objects.requireNonNull(name, "name"), device);
    }

    /** On a device by name: {@code cpu} (the default), {@code cuda:0}. */
    public MemoryAware device(String name) {
        return new MemoryAware(network, engine, Device.of(name));
    }

    /**
     * Over pictures, which are seen as in evaluation: a float32 tensor for each weight that can be learnt, named and shaped as in
     * the state dict, no number negative.
     *
     * @param pictures at least one
     * @throws IllegalArgumentException if there is no picture
     * @throws io.ocelli.error.ImageException naming a picture that cannot be read
     * @throws io.ocelli.error.EngineException if no engine differentiates the network
     */
    public Weights over(DataSet pictures) {
        return OneByOne.over(network, pictures, Sensitivities::new);
    }

    /**
     * As {@link #over(DataSet)}, over samples that are in memory.
     *
     * @param inputs float32 N C H W, normalised: as the network takes them
     */
    public Weights over(Tensor inputs) {
        return OneByOne.over(network, inputs, new int[inputs.shape().at(0)], Sensitivities::new);
    }

    private final class Sensitivities implements OneByOne.Count {
        private final String input;
        private final Runner runner;
        private final WeightSums sums;

        Sensitivities(Graph graph, Shape one) {
            this.input = graph.inputs().get(0).name();
            this.sums = new WeightSums(graph);
            Graph.Builder measured = graph.extend();
            Value logits = Value.of(measured, graph.output(Architecture.LOGITS));
            measured.output(LENGTH, logits.squared().sum(1).name());
            Program program =
                    new Program(measured.build(), ImmutableMap.of(input, one)).differentiate(LENGTH, sums.names());
            this.runner = Placement.forInference(engine, program, device).open(program, network.weights(), device);
        }

        @Override
        public void add(Tensor sample, int label) {
            sums.begin();
            sums.add(runner.run(ImmutableMap.of(input, sample)), Math::abs);
        }

        @Override
        public Weights mean() {
            return sums.mean("What weights are worth is told by a sample or more");
        }

        @Override
        public void close() {
            runner.close();
        }
    }
}
