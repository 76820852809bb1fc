package io.ocelli.engine;

import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.List;

/** A training step on an engine. Holds natives until closed. One thread at a time. */
public interface Trainer extends AutoCloseable {
    /** What it says after {@link #close}. */
    String CLOSED =
            "A trainer trains until it is closed, and this one was closed; make another from its weights and state";

    /**
     * Computes the loss and its gradients, and adds these to what was accumulated.
     *
     * @param inputs one tensor for each input of the graph, in order
     * @return one float32 tensor for each output of the graph, in order
     */
    List<Tensor> accumulate(List<Tensor> inputs);

    /**
     * As {@link #accumulate}, and then averages over the batches since the last update, clips and updates. These are as many
     * as the program {@linkplain TrainingProgram#accumulation accumulates}, or fewer where no more came.
     *
     * @param rates the learning rate of each group
     */
    List<Tensor> step(List<Tensor> inputs, double... rates);

    /** The gradients of the loss alone, by parameter; nothing is changed but the running statistics. */
    Weights gradients(List<Tensor> inputs);

    /** The weights as they are now, every entry of the state dict. */
    Weights weights();

    /** The optimiser's state as it is now, from which a later {@link Engine#train} goes on bit for bit. */
    Weights state();

    @Override
    void close();
}
