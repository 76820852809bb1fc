package io.ocelli.engine;

import io.ocelli.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** A program on an engine. Holds natives until closed. Threads may share it, and close waits for those that run. */
public interface Runner extends AutoCloseable {
    /**
     * Runs the program once.
     *
     * @param inputs one tensor for each input of the graph, in order; direct buffers cross without a copy on the heap
     * @return one float32 tensor for each output, in order
     * @throws IllegalStateException after {@link #close}
     * @throws io.ocelli.error.EngineException if the engine fails
     */
    List<Tensor> run(List<Tensor> inputs);

    /** The names of what {@link #run} takes, in order. */
    List<String> inputNames();

    /** The names of what {@link #run} gives, in order. */
    List<String> outputNames();

    /**
     * As {@link #run(List)}, by name.
     *
     * @throws IllegalArgumentException if one of the inputs is missing, or another is there
     */
    default Map<String, Tensor> run(Map<String, Tensor> inputs) {
        return Inputs.named(outputNames(), run(Inputs.ordered(inputNames(), inputs)));
    }

    @Override
    void close();
}
