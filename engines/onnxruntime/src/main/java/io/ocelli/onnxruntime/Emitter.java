package io.ocelli.onnxruntime;

import io.ocelli.graph.Operation;

/** How one kind of operation is written in ONNX. */
@FunctionalInterface
interface Emitter<O extends Operation> {
    /** Adds nodes, and gives the name of the value that the operation computes. */
    String emit(O operation, Emission at);
}
