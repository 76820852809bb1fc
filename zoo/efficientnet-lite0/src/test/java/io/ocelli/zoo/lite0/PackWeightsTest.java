package io.ocelli.zoo.lite0;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.model.WeightsSources;
import io.ocelli.testing.Golden;
import io.ocelli.weights.Weights;
import io.ocelli.weights.WeightsFile;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class PackWeightsTest {
    private final Model model = Models.find("efficientnet_lite0");

    @Test
    void theJarHoldsEveryParameterOfTheNetwork() {
        Weights embedded = WeightsSources.find(model, model.weights().get(0));
        model.build()
                .graph()
                .parameters()
                .forEach(parameter ->
                        assertThat(embedded.get(parameter.name()).shape()).isEqualTo(parameter.shape()));
        assertThat(embedded.size()).isEqualTo(model.build().graph().parameters().size());
    }

    @Test
    void theJarHoldsThePublishedNumbersInHalfPrecision() {
        Weights published = PackWeights.halves(model.rename(WeightsFile.read(Golden.shared()
                .resolve("weights")
                .resolve(model.weights().get(0).file()))));
        Weights embedded = WeightsSources.find(model, model.weights().get(0));
        assertThat(new ArrayList<>(embedded.names())).containsExactlyInAnyOrderElementsOf(published.names());
        published
                .toMap()
                .forEach((name, tensor) ->
                        assertThat(embedded.get(name).bytes()).as(name).isEqualTo(tensor.bytes()));
    }
}
