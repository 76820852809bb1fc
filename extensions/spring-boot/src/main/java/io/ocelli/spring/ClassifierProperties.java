package io.ocelli.spring;

import io.ocelli.Backbone;
import io.ocelli.Classifier;
import io.ocelli.OnnxSpec;
import io.ocelli.SavedSpec;
import io.ocelli.engine.Preset;
import io.ocelli.serving.Batching;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What an application says of a classifier.
 *
 * @param model a saved folder, an ONNX file, or the name of an architecture with published weights
 * @param weights which published weights of an architecture; null for its first
 * @param engine the engine; null for the fastest
 * @param device the device; null for the processor
 * @param serving whether it is made for few calls or for many; null for few
 * @param batching how many pictures that are asked about one by one the network takes together at most, 1 for one by
 *     one in the order in which they came; null for each by itself at once
 * @param leastConfidence the least probability of the likeliest class, 0 to 1, below which a prediction's decision refuses the
 *     picture; null decides nothing
 */
public record ClassifierProperties(
        String model,
        @Nullable String weights,
        @Nullable String engine,
        @Nullable String device,
        @Nullable Preset serving,
        @Nullable Integer batching,
        @Nullable Double leastConfidence) {
    /**
     * @throws IllegalArgumentException if there is no model, or what is said does not go with it
     */
    public ClassifierProperties {
        if (model == null || model.isBlank()) {
            throw new IllegalArgumentException(
                    "A classifier has a model: ocelli.classifiers.NAME.model is a saved folder,"
                            + " an ONNX file or the name of an architecture, received none");
        }
        if (engine != null && model.endsWith(".onnx")) {
            throw new IllegalArgumentException("An ONNX file runs on ONNX Runtime, received " + model
                    + " and the engine '" + engine + "'; leave ocelli.classifiers.NAME.engine out");
        }
        if (weights != null && isFile(model)) {
            throw new IllegalArgumentException("The name of weights goes with that of an architecture, received "
                    + model + " and the weights '" + weights + "'; leave ocelli.classifiers.NAME.weights out");
        }
    }

    private static boolean isFile(String model) {
        return model.endsWith(".onnx") || Files.isDirectory(Path.of(model));
    }

    /** Opens it. */
    Classifier open() {
        Classifier opened = undecided();
        if (leastConfidence == null) {
            return opened;
        }
        // both share their natives, which the one that is left keeps
        try (Classifier plain = opened) {
            return plain.withThreshold(leastConfidence);
        }
    }

    private Classifier undecided() {
        if (model.endsWith(".onnx")) {
            OnnxSpec file = Classifier.onnx(Path.of(model));
            file = device == null ? file : file.device(device);
            file = serving == null ? file : file.serving(serving);
            return (batching == null ? file : file.batching(Batching.of(batching))).open();
        }
        if (isFile(model)) {
            SavedSpec saved = Classifier.saved(Path.of(model));
            saved = engine == null ? saved : saved.engine(engine);
            saved = device == null ? saved : saved.device(device);
            saved = serving == null ? saved : saved.serving(serving);
            return (batching == null ? saved : saved.batching(Batching.of(batching))).open();
        }
        Backbone backbone = Classifier.model(model);
        backbone = weights == null ? backbone.pretrained() : backbone.pretrained(weights);
        backbone = engine == null ? backbone : backbone.engine(engine);
        backbone = device == null ? backbone : backbone.device(device);
        backbone = serving == null ? backbone : backbone.serving(serving);
        return (batching == null ? backbone : backbone.batching(Batching.of(batching))).open();
    }
}
