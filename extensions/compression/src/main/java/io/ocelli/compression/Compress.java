package io.ocelli.compression;

import io.ocelli.Classifier;

/** Smaller classifiers in one word. */
public final class Compress {
    private Compress() {}

    /**
     * A classifier without a share of its channels, those of least weight, with natives of its own; it is to be trained further.
     * {@link Pruning} says more.
     *
     * @param ratio the share of channels that go, from 0 and below 1
     * @throws IllegalArgumentException if it is not, or no channel can go
     * @throws IllegalStateException if the classifier comes from an ONNX file, or is an ensemble
     */
    public static Classifier prune(Classifier classifier, double ratio) {
        return classifier.apply(Pruning.of(ratio));
    }

    /** A search for a classifier's best smaller form that keeps a wish, by all of these passes. */
    public static CompressionSearch within(CompressionWish wish) {
        return CompressionSearch.of(wish);
    }
}
