package io.ocelli.saving;

import com.google.common.collect.ImmutableList;
import io.ocelli.engine.ProgramWriter;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.serving.Answering;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Parity;
import io.ocelli.serving.Serving;
import io.ocelli.serving.ServingTarget;
import io.ocelli.serving.Temperature;
import io.ocelli.weights.LoadReport;
import io.ocelli.weights.Weights;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything that a classifier is, apart from where it runs: what is saved and loaded.
 *
 * @param answering how it answers
 * @param report how the weights that it began with fitted
 */
public record TrainedModel(
        Architecture architecture,
        Weights weights,
        Preprocessing preprocessing,
        List<String> labels,
        Answering answering,
        LoadReport report) {
    /**
     * @throws IllegalArgumentException if there is not a label for each class
     */
    public TrainedModel {
        labels = ImmutableList.copyOf(labels);
        if (labels.size() != architecture.classes()) {
            throw new IllegalArgumentException("There is a label for each of the " + architecture.classes()
                    + " classes, received " + labels.size());
        }
    }

    /** The same with other weights. */
    public TrainedModel with(Weights learnt) {
        return new TrainedModel(architecture, learnt, preprocessing, labels, answering, report);
    }

    /** The same with another network of the same classes. */
    public TrainedModel with(Network network) {
        return new TrainedModel(
                network.architecture(), network.weights(), network.preprocessing(), labels, answering, report);
    }

    /** The same, answering in another way. */
    public TrainedModel with(Answering other) {
        return new TrainedModel(architecture, weights, preprocessing, labels, other, report);
    }

    /**
     * What runs it.
     *
     * @throws io.ocelli.error.EngineException if no engine can
     */
    public Serving serve(ServingTarget target) {
        return Serving.of(architecture, weights, preprocessing, labels, answering, target);
    }

    /**
     * Writes it as a file of a format, with its labels and preprocessing.
     *
     * @param format the name of a {@link ProgramWriter}
     * @throws IllegalStateException if it has decorators that such a file cannot hold
     * @throws io.ocelli.error.EngineException if the file cannot be written
     */
    public void export(String format, Path file) {
        weights.requireFinite(
                "those that are to be exported to " + file,
                "They diverged in training: train again with a lower learning rate or clip(1).");
        ProgramWriter.named(format)
                .write(
                        NetworkPrograms.exported(architecture, preprocessing, answering.scoring(), temperature()),
                        weights,
                        FileTexts.of(this),
                        file);
    }

    /** What of the decorators a file's program can hold: temperatures next to the network, as one. */
    private double temperature() {
        double temperature = 1;
        for (Decorator decorator : answering.decorators()) {
            if (decorator instanceof Parity) {
                continue; // it is for what opens the saved classifier
            }
            if (!(decorator instanceof Temperature)) {
                throw new IllegalStateException(
                        "An exported file holds a network with a temperature, and around this one is also "
                                + decorator
                                + ". Export the classifier without it, undecorated(), and put it around the one that is"
                                + " opened from the file.");
            }
            temperature *= ((Temperature) decorator).temperature();
        }
        return temperature;
    }
}
