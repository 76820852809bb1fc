package io.ocelli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.graph.Graph;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Weight;
import io.ocelli.weights.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

class InitializerTest {
    private static final Graph TWO = two();

    private static Graph two() {
        Graph.Builder graph = Graph.builder();
        String token = graph.add("token", Weight.of(Initialization.normal(0.02), 1, 8));
        return graph.output("y", graph.add("fc", Linear.of(8, 3), token)).build();
    }

    @Test
    void theSameSeedDrawsTheSameWeightsAndAnotherSeedOthers() {
        float[] weight = Initializer.weights(TWO, 1).get("fc.weight").toFloats();

        assertThat(Initializer.weights(TWO, 1).get("fc.weight").toFloats()).isEqualTo(weight);
        assertThat(Initializer.weights(TWO, 2).get("fc.weight").toFloats()).isNotEqualTo(weight);
    }

    @Test
    void aPartOfANetworkBeginsAsItDoesInTheWhole() {
        List<Parameter> head = TWO.parametersOf("fc").subList(1, 3);
        Weights part = Initializer.weights(TWO, head, InitializationRule.OF_LAYERS, 1);

        assertThat(part.names()).containsExactly("fc.weight", "fc.bias");
        assertThat(part.get("fc.weight").toFloats())
                .isEqualTo(Initializer.weights(TWO, 1).get("fc.weight").toFloats());
    }

    @Test
    void theRuleIsAskedForEachEntryAtItsPlace() {
        InitializationRule rule = (node, parameter) ->
                node.name().equals("fc") && parameter.name().equals("bias")
                        ? Initialization.constant(5)
                        : parameter.initialization();
        Weights weights = Initializer.weights(TWO, TWO.parameters(), rule, 1);

        assertThat(weights.get("fc.bias").toFloats()).containsExactly(5, 5, 5);
        assertThat(weights.get("token").toFloats())
                .isEqualTo(Initializer.weights(TWO, 1).get("token").toFloats());
    }

    @Test
    void aTruncatedNormalEndsAtTwoWhateverItsDeviation() {
        assertThat(draw(Initialization.truncatedNormal(1)))
                .allSatisfy(value -> assertThat(Math.abs(value)).isLessThanOrEqualTo(2));
        // Two deviations are 0.04: one number in 22 lies beyond.
        assertThat(draw(Initialization.truncatedNormal(0.02)))
                .anySatisfy(value -> assertThat(Math.abs(value)).isGreaterThan(0.05f));
    }

    @Test
    void theFormulasAreThePapers() {
        assertThat(Initialization.kaimingNormal(50)).isEqualTo(Initialization.normal(0.2));
        assertThat(Initialization.kaimingUniform(24)).isEqualTo(Initialization.uniform(0.5));
        assertThat(Initialization.xavierUniform(10, 14)).isEqualTo(Initialization.uniform(0.5));
        assertThat(Initialization.fanIn(64).scale()).isCloseTo(0.125, within(1e-15));
    }

    private static List<Float> draw(Initialization start) {
        Graph.Builder graph = Graph.builder();
        Graph one = graph.output("y", graph.add("w", Weight.of(start, 1000))).build();
        List<Float> values = new java.util.ArrayList<>();
        for (float value : Initializer.weights(one, 3).get("w").toFloats()) {
            values.add(value);
        }
        return values;
    }
}
