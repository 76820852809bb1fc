package io.ocelli.pytorch;

import io.ocelli.graph.Operation;

/** Writes one kind of operation as a TorchScript expression. */
interface Emitter<T extends Operation> {
    String emit(T operation, Call call);
}
