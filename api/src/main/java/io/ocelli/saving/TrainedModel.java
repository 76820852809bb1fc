package io.ocelli.saving;

import com.google.common.collect.ImmutableList;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.serving.Answering;
import io.ocelli.weights.LoadReport;
import io.ocelli.weights.Weights;
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

    /** The same, answering in another way. */
    public TrainedModel with(Answering other) {
        return new TrainedModel(architecture, weights, preprocessing, labels, other, report);
    }
}
