package io.ocelli.weights;

/** What to do with weights that do not fit a network entry for entry. */
public enum Loading {
    /**
     * Refuse them, with a {@link LoadReport} that lists every difference. As in PyTorch's {@code strict=True}, an entry of the
     * file that the network lacks is one: the weights of a ResNet-34 hold all that a ResNet-18 asks for, and are none.
     */
    STRICT,

    /**
     * Take what fits by name and shape, and leave the rest as a network begins. The {@link LoadReport} is logged as a warning
     * and is what {@code Classifier.loadReport()} returns. Weights of which nothing fits are refused all the same.
     */
    PARTIAL
}
