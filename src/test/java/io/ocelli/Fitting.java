package io.ocelli;

import io.ocelli.data.DataSet;
import io.ocelli.engine.Optimizer;
import io.ocelli.model.Initializer;
import io.ocelli.model.Models;
import io.ocelli.training.Loss;
import io.ocelli.training.Schedule;
import io.ocelli.training.Training;
import io.ocelli.weights.Safetensors;
import io.ocelli.weights.Weights;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Small trainings of one network from one start, through the door that applications take. */
abstract class Fitting {
    static final DataSet TRAIN = RenderedPictures.of(2, 8, 1);
    static final DataSet VALIDATION = RenderedPictures.of(2, 3, 2);
    static final Training RECIPE = Training.defaults()
            .epochs(1)
            .batchSize(4)
            .optimizer(Optimizer.sgd(0.05))
            .schedule(Schedule.constant())
            .loss(Loss.crossEntropy());

    @TempDir
    Path folder;

    Path weights;

    @BeforeEach
    void write() {
        weights = folder.resolve("weights.safetensors");
        Safetensors.write(
                weights,
                Initializer.weights(Models.find("resnet20_cifar").build().graph(), 3),
                Map.of());
    }

    @AfterEach
    void clearTheInterruption() {
        Thread.interrupted();
    }

    Backbone backbone() {
        return Classifier.model("resnet20_cifar").weights(weights);
    }

    static Weights fit(Backbone backbone, Training recipe) {
        return fit(backbone, TRAIN, recipe);
    }

    static Weights fit(Backbone backbone, DataSet pictures, Training recipe) {
        try (Classifier trained = backbone.head(2).fit(pictures, VALIDATION, recipe)) {
            return trained.weights();
        }
    }

    static double moved(Weights before, Weights after, String name) {
        double[] one = before.get(name).toDoubles();
        double[] other = after.get(name).toDoubles();
        double most = 0;
        for (int i = 0; i < one.length; i++) {
            most = Math.max(most, Math.abs(other[i] - one[i]));
        }
        return most;
    }
}
