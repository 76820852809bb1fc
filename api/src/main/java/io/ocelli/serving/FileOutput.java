package io.ocelli.serving;

/** What the numbers are that a model in a file gives for each class. */
public enum FileOutput {
    /** Of any size: their softmax is taken here. */
    LOGITS,
    /** Probabilities of which a picture has one class, 1 together: they are taken as they are. */
    PROBABILITIES,
    /** A probability for each class by itself, 0 to 1, as a sigmoid gives it: they are taken as they are. */
    SIGMOID,
    /** Of any size, and each class stands by itself: their sigmoid is taken here. */
    SIGMOID_LOGITS;

    /** Whether they are probabilities already. */
    boolean done() {
        return this == PROBABILITIES || this == SIGMOID;
    }

    /** Whether each class stands by itself. */
    boolean independent() {
        return this == SIGMOID || this == SIGMOID_LOGITS;
    }

    static FileOutput by(String lastOperation) {
        switch (lastOperation) {
            case "Softmax":
                return PROBABILITIES;
            case "Sigmoid":
                return SIGMOID;
            default:
                return LOGITS;
        }
    }
}
