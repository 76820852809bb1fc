package io.ocelli;

import io.ocelli.tensor.Tensor;
import java.util.List;

/** A classifier's network, ready to run on pictures as the transform leaves them: uint8 N H W C. Thread-safe. */
interface Network extends AutoCloseable {
    /** What the network says of a batch: logits and probabilities, each N K. */
    record Scores(Tensor logits, Tensor probabilities) {}

    /** The name of the engine. */
    String engine();

    /** For a call that somebody waits for. */
    Scores run(Tensor pixels);

    /** For one of many calls that run at a time, from as many threads as there are processors. */
    Scores runAmongMany(Tensor pixels);

    /** The backbone's features. */
    Tensor features(Tensor pixels);

    /** The result of each of the architecture's stages, in order. */
    List<Tensor> stages(Tensor pixels);

    /** Waits for the calls that run. */
    @Override
    void close();
}
