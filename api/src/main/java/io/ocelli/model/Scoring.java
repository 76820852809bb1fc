package io.ocelli.model;

/** How a network's logits become probabilities. */
public enum Scoring {
    /** A picture shows exactly one of the classes: the probabilities are 1 together. */
    SOFTMAX,
    /** A picture may show any number of the classes: each has a probability of its own, sigmoid(logit). */
    SIGMOID;

    /** The probabilities of one picture's logits, in double precision inside. */
    public float[] probabilities(float[] logits) {
        float[] probabilities = new float[logits.length];
        if (this == SIGMOID) {
            for (int i = 0; i < logits.length; i++) {
                probabilities[i] = (float) (1 / (1 + Math.exp(-logits[i])));
            }
            return probabilities;
        }
        double most = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            most = Math.max(most, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - most);
        }
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] = (float) (Math.exp(logits[i] - most) / sum);
        }
        return probabilities;
    }
}
