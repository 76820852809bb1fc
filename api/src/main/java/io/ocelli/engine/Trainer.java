package io.ocelli.engine;

import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
     * As {@link #accumulate}, and then averages what was accumulated since the last step, clips and updates.
     *
     * @param rates the learning rate of each group
     */
    List<Tensor> step(List<Tensor> inputs, double... rates);

    /** The step. */
    TrainingProgram program();

    /** As {@link #accumulate(List)}, by name. */
    default Map<String, Tensor> accumulate(Map<String, Tensor> inputs) {
        return named(accumulate(Inputs.ordered(Inputs.names(program().graph()), inputs)));
    }

    /** As {@link #step(List, double...)}, by name. */
    default Map<String, Tensor> step(Map<String, Tensor> inputs, double... rates) {
        return named(step(Inputs.ordered(Inputs.names(program().graph()), inputs), rates));
    }

    private Map<String, Tensor> named(List<Tensor> outputs) {
        return Inputs.named(new ArrayList<>(program().graph().outputs().keySet()), outputs);
    }

    /** The gradients of the loss alone, by parameter; nothing is changed but the running statistics. */
    Weights gradients(List<Tensor> inputs);

    /** The weights as they are now, every entry of the state dict. */
    Weights weights();

    /**
     * The running averages of what learns and of the norms' statistics, where the program {@linkplain TrainingProgram#averaging
     * averages}; empty otherwise.
     */
    Weights averages();

    /** The optimiser's state as it is now, from which a later {@link Engine#train} goes on bit for bit. */
    Weights state();

    @Override
    void close();
}
