package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.data.DataSet;
import io.ocelli.engine.Optimizer;
import io.ocelli.model.Initializer;
import io.ocelli.model.Models;
import io.ocelli.training.Checkpoints;
import io.ocelli.training.FineTuning;
import io.ocelli.training.History;
import io.ocelli.training.LearningRates;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent;
import io.ocelli.weights.Safetensors;
import io.ocelli.weights.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fine-tuning in phases, and the rates that it bears. */
class FineTuneTest {
    private static final DataSet TRAIN = RenderedPictures.of(2, 8, 1);
    private static final DataSet VALIDATION = RenderedPictures.of(2, 3, 2);
    private static final Training RECIPE =
            Training.defaults().epochs(1).batchSize(8).seed(3);

    @TempDir
    private Path folder;

    private Path file;
    private Weights start;

    @BeforeEach
    void write() {
        file = folder.resolve("weights.safetensors");
        start = Initializer.weights(Models.find("resnet20_cifar").build().graph(), 3);
        Safetensors.write(file, start, Map.of());
    }

    private Backbone backbone() {
        return Classifier.model("resnet20_cifar").weights(file);
    }

    @Test
    void firstTheHeadThenAll() {
        try (Classifier tuned = backbone().head(2).fineTune(TRAIN, VALIDATION, FineTuning.of(1, 2, RECIPE))) {
            assertThat(tuned.history().epochs())
                    .extracting(History.Epoch::epoch)
                    .containsExactly(1, 2, 3);
            assertThat(moved(tuned, "conv1.weight")).isTrue();
        }
        assertThatThrownBy(() -> backbone().freezeBackbone().head(2).fineTune(TRAIN, VALIDATION, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "What of a backbone is frozen, fine-tuning says phase by phase, and this one says it too:")
                .hasMessageEndingWith(". Leave freezeBackbone or freezeUntil out.");
    }

    /** Stopped in the phase in which layer3 has just been added: layer2 has not moved, layer3 has. */
    @Test
    void graduallyFromTheHeadDown() {
        List<String> epochs = new ArrayList<>();
        boolean[] stop = {false};
        Training stopping = RECIPE.stopWhen(() -> stop[0]).listener((event, session) -> {
            if (event instanceof TrainingEvent.EpochEnded) {
                epochs.add("epoch");
                stop[0] = epochs.size() == 2;
            }
        });
        try (Classifier tuned = backbone().head(2).fineTune(TRAIN, VALIDATION, FineTuning.gradually(1, stopping))) {
            assertThat(epochs).hasSize(2);
            assertThat(moved(tuned, "layer3.0.conv1.weight")).isTrue();
            assertThat(moved(tuned, "layer2.0.conv1.weight")).isFalse();
            assertThat(moved(tuned, "conv1.weight")).isFalse();
        }
    }

    @Test
    void eachPhaseHasCheckpointsOfItsOwn() {
        Path runs = folder.resolve("runs");
        FineTuning kept = FineTuning.of(1, 1, RECIPE.checkpoints(Checkpoints.in(runs)));
        Weights whole;
        try (Classifier first = backbone().head(2).fineTune(TRAIN, VALIDATION, kept)) {
            whole = first.weights();
        }
        assertThat(runs.resolve("phase-1")).isDirectory();
        assertThat(Files.exists(runs.resolve("phase-2").resolve("checkpoint-000001-000000000.safetensors")))
                .isTrue();
        try (Classifier again = backbone().head(2).fineTune(TRAIN, VALIDATION, kept)) {
            assertThat(again.weights().get("linear.weight").bytes())
                    .isEqualTo(whole.get("linear.weight").bytes());
            assertThat(again.history().epochs()).hasSize(2);
        }
    }

    private boolean moved(Classifier tuned, String name) {
        return !tuned.weights().get(name).bytes().equals(start.get(name).bytes());
    }

    @Test
    void learningRatesAreTried() {
        LearningRates rates = backbone()
                .freezeBackbone()
                .head(2)
                .learningRates(TRAIN, RECIPE.optimizer(Optimizer.sgd(0.1).momentum(0.9)));

        assertThat(rates.points()).hasSizeBetween(50, 100);
        assertThat(rates.points().get(0).rate()).isEqualTo(1e-7);
        assertThat(rates.points().get(0).loss())
                .as("log 2: the head begins at zero")
                .isBetween(0.69, 0.7);
        assertThat(rates.suggestion()).as("where a new head's loss falls").isBetween(1e-3, 10.0);
        assertThat(rates.toString()).startsWith("learning rate    loss\n     1.00e-07  0.693");
        LearningRates flat = new LearningRates(List.of(new LearningRates.Point(1, 1), new LearningRates.Point(2, 1)));
        assertThatThrownBy(flat::suggestion)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "A learning rate is suggested where the loss falls, and it did not fall in 2 steps:");
    }

    @Test
    void theSuggestionIsWhereTheLossFallsFastest() {
        double[] losses = {1, 0.99, 0.95, 0.8, 0.5, 0.4, 0.38, 0.39, 0.1, 2};
        List<LearningRates.Point> points = new ArrayList<>();
        for (int i = 0; i < losses.length; i++) {
            points.add(new LearningRates.Point(Math.pow(10, i - 6), losses[i]));
        }
        // From neighbour to neighbour, before the lowest, it falls by .05 .19 .45 .4 .12 .01 .28.
        assertThat(new LearningRates(points).suggestion()).isEqualTo(1e-3);
    }
}
