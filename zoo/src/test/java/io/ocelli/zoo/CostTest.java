package io.ocelli.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.graph.Cost;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.model.PublishedWeights;
import io.ocelli.tensor.Shape;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the graphs cost, against what torchvision publishes of each row's own configuration. */
class CostTest {
    /** Billions are published to the third decimal. */
    private static final double ROUNDING = 0.0006;

    static Stream<Arguments> rows() {
        return Models.all().stream()
                .flatMap(model -> model.weights().stream().map(row -> Arguments.of(model.name(), row.name())));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isWhatIsPublished(String name, String rowName) {
        Model model = Models.find(name);
        PublishedWeights row = model.weights().stream()
                .filter(each -> each.name().equals(rowName))
                .findFirst()
                .orElseThrow();
        Cost cost = model.cost(model.input(row));

        // GoogLeNet is published without its auxiliary heads; Inception with, though they cost nothing in inference.
        assertThat(name.equals("inception_v3") ? parametersWithAuxiliaryHeads(model) : cost.parameters())
                .isEqualTo(row.parameters());
        if (row.gigaflops() > 0) {
            assertThat(cost.gigaflops()).isCloseTo(row.gigaflops(), within(ROUNDING));
        }
    }

    private static long parametersWithAuxiliaryHeads(Model model) {
        InputSize input = model.input();
        Shape picture = input.shape();
        return Cost.of(model.build().graph(), Map.of(Architecture.INPUT, picture))
                .parameters();
    }
}
