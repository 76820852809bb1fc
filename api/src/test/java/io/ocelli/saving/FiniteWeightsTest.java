package io.ocelli.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.WeightsException;
import io.ocelli.serving.Answering;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Loading;
import io.ocelli.weights.Weights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiniteWeightsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void areRefusedWhenTheyAreSaved(float broken) {
        TrainedModel model = broken(broken);

        assertThatThrownBy(() -> SavedModel.save(model, folder))
                .isInstanceOf(WeightsException.class)
                .hasMessage("The weights of a network are finite, and those that are to be saved to " + folder + " hold "
                        + broken + " in fc.bias [2] at 1. They diverged in training: train again with a lower learning rate"
                        + " or clip(1).");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.NEGATIVE_INFINITY})
    void areRefusedWhenTheyAreLoaded(float broken) {
        TrainedModel model = broken(broken);

        assertThatThrownBy(() -> WeightsFitting.fit(
                        model.weights(),
                        model.architecture().graph(),
                        Weights.empty(),
                        new WeightsFitting.Terms("ants.safetensors", WeightsFitting.Source.NAMED, Loading.STRICT)))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith("The weights of a network are finite, and")
                .hasMessageContaining(" hold " + broken + " in fc.bias [2] at 1. ");
    }

    private static TrainedModel broken(float value) {
        TrainedModel plain = SavedAnsweringTest.model(Answering.PLAIN);
        Map<String, Tensor> weights = new LinkedHashMap<>(plain.weights().toMap());
        weights.put("fc.bias", Tensor.of(Shape.of(2), new float[] {1, value}));
        return new TrainedModel(
                plain.architecture(),
                Weights.of(weights),
                plain.preprocessing(),
                plain.labels(),
                plain.answering(),
                plain.report());
    }
}
