package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.data.DataSet;
import io.ocelli.engine.Optimizer;
import io.ocelli.training.History;
import io.ocelli.training.Loss;
import io.ocelli.training.Schedule;
import io.ocelli.training.Training;
import io.ocelli.weights.Safetensors;
import io.ocelli.weights.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SqueezeNet has no norms, and a rectifier behind its last layer: the network that learns nothing where it begins badly.
 */
class FromScratchTest {
    private static final DataSet TRAIN = RenderedPictures.of(3, 10, 1);
    private static final DataSet VALIDATION = RenderedPictures.of(3, 5, 2);

    @TempDir
    Path folder;

    private static Backbone squeezenet() {
        return Classifier.squeezenet1_1().inputSize(64, 64);
    }

    @Test
    void theFirstGradientReachesEveryLayer() {
        // Plain descent moves what has a gradient, and nothing else.
        Training step = Training.defaults()
                .epochs(1)
                .batchSize(30)
                .optimizer(Optimizer.sgd(0.1))
                .schedule(Schedule.constant())
                .seed(0);
        try (Classifier before = squeezenet().head(3).untrained();
                Classifier after = squeezenet().head(3).fit(TRAIN, VALIDATION, step)) {
            for (String name : before.weights().names()) {
                assertThat(after.weights().get(name).toFloats())
                        .as(name)
                        .isNotEqualTo(before.weights().get(name).toFloats());
            }
        }
    }

    /** By PyTorch's own rule for layers it stays at log 3, where all classes are alike. */
    @Test
    void theLossFalls() {
        Training recipe = Training.defaults()
                .epochs(30)
                .batchSize(15)
                .optimizer(Optimizer.adamW(1e-3))
                .loss(Loss.crossEntropy())
                .seed(0);
        try (Classifier trained = squeezenet().head(3).fit(TRAIN, VALIDATION, recipe)) {
            List<History.Epoch> epochs = trained.history().epochs();
            assertThat(epochs.get(epochs.size() - 1).trainingLoss()).isLessThan(0.75 * Math.log(3));
        }
    }

    /** Zeros in front of a rectifier would stay zeros. */
    @Test
    void aConvolutionalHeadOnATrainedBackboneLearns() {
        Path file = folder.resolve("squeezenet.safetensors");
        Weights random;
        try (Classifier untrained = squeezenet().head(3).untrained()) {
            random = untrained.weights();
        }
        Safetensors.write(file, random, Map.of());
        Training recipe = Training.defaults().epochs(3).batchSize(15).seed(0);
        HeadSpec spec = squeezenet().weights(file).freezeBackbone().head(3);
        try (Classifier before = spec.untrained();
                Classifier after = spec.fit(TRAIN, VALIDATION, recipe)) {
            List<History.Epoch> epochs = after.history().epochs();
            assertThat(epochs.get(2).trainingLoss()).isLessThan(epochs.get(0).trainingLoss());
            assertThat(after.weights().get("classifier.1.weight").toFloats())
                    .isNotEqualTo(before.weights().get("classifier.1.weight").toFloats());
        }
    }
}
