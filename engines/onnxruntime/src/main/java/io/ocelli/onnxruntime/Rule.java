package io.ocelli.onnxruntime;

import io.ocelli.graph.Operation;

/** Writes the gradients of an operation's inputs and parameters. */
interface Rule<O extends Operation> {
    /**
     * @param at where the operation was written
     * @param gradient the value of the loss's gradient with respect to the operation's result
     * @param into takes what is written
     */
    void differentiate(O operation, Emission at, String gradient, Receiver into);

    /** Where gradients go. What nobody asked for need not be written: nodes that no output needs are left out. */
    interface Receiver {
        /** Adds to the gradient of an input. */
        void input(int i, String gradient);
    }
}
