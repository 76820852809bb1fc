package io.ocelli.learning;

import io.ocelli.tensor.Tensor;
import java.util.Map;

/** What a text encoder's model takes of a text: an application's own function, such as around its tokenizer's library. */
@FunctionalInterface
public interface Tokenizer {
    /** What stands for which tokens are there, in the models that take it: 1 for a token, 0 for padding. */
    String MASK = "attention_mask";

    /**
     * The model's inputs for one text, by their names in its file: {@code input_ids} and {@value #MASK}, int64 1 T, of most.
     *
     * @param text with a letter or more
     */
    Map<String, Tensor> of(String text);
}
