package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.data.DataSet;
import io.ocelli.model.Initializer;
import io.ocelli.model.Models;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent;
import io.ocelli.weights.Safetensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Heads for training alone, through the door that applications take. */
class AuxiliaryHeadsTest {
    @TempDir
    private Path folder;

    /** A new head on trained weights finds every class equally likely, so that each loss of the first step is ln 2. */
    @ParameterizedTest
    @CsvSource({"googlenet, 64, 0.6, aux2.fc2.weight", "inception_v3, 299, 0.4, AuxLogits.fc.weight"})
    void fitAddsTheirLosses(String name, int side, double auxiliary, String weight) {
        Path file = folder.resolve("weights.safetensors");
        Safetensors.write(file, Initializer.weights(Models.find(name).build().graph(), 1), Map.of());
        DataSet pictures = RenderedPictures.of(2, 1, 1);
        List<Double> losses = new ArrayList<>();
        Training recipe = Training.defaults().epochs(1).batchSize(2).listener((event, session) -> {
            if (event instanceof TrainingEvent.StepEnded) {
                losses.add(((TrainingEvent.StepEnded) event).loss());
            }
        });

        try (Classifier trained = Classifier.model(name)
                .weights(file)
                .inputSize(side, side)
                .head(2)
                .fit(pictures, pictures, recipe)) {
            assertThat(losses).hasSize(1);
            assertThat(losses.get(0)).isCloseTo((1 + auxiliary) * Math.log(2), within(1e-5));
            assertThat(Arrays.stream(trained.weights().get(weight).toDoubles()))
                    .as("began as zeros")
                    .anyMatch(each -> each != 0);
        }
    }
}
