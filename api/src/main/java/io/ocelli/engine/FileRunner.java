package io.ocelli.engine;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A model from a file that another tool may have written, ready to run. As {@link Runner}, with what the file says of it. */
public interface FileRunner extends Runner {
    /** The name of the engine that runs it: {@code onnxruntime}. */
    String engine();

    /** What {@link #run} takes, in order. */
    List<Port> inputs();

    /** What {@link #run} gives, in order; elements of another type than float32 are converted. */
    List<Port> outputs();

    /**
     * The operation that computes each output, in the format's words ({@code Softmax}), past what only changes the numbers'
     * form; empty texts, or none at all, where the file does not tell.
     */
    default List<String> lastOperations() {
        return Collections.emptyList();
    }

    /** The texts that the file carries. */
    Map<String, String> metadata();
}
