package io.ocelli.heads;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Value;
import io.ocelli.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What heads refuse; what they compute is the engines' contract. */
class HeadsTest {
    private final Graph.Builder graph = Graph.builder();
    private final Value x = Value.of(graph, graph.add("x", new Input(DType.FLOAT32, 2)));

    @Test
    void aSketchHasTwoPlacesAndSignsForEachChannel() {
        int[] three = {0, 1, 2};
        assertThatThrownBy(() -> Pooling.compactBilinear(x, 4, List.of(three), List.of(three, three)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A sketch has two places and two signs for each channel, received [3] places and [3, 3] signs");
        assertThatThrownBy(() -> Pooling.compactBilinear(x, 2, List.of(three, three), List.of(three, three)))
                .hasMessage("A sketch's places are from 0 to below its size, 2, received 2");
    }

    @Test
    void sphereFacesMarginIsAWholeMultiple() {
        assertThatThrownBy(() -> Margins.sphereFace(x, x, x, 0, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "SphereFace has a margin of at least 1 and an annealing of at least 0, received 0 and -1.0");
    }

    @Test
    void aTemperatureIsPositive() {
        assertThatThrownBy(() -> Pairs.ntXent(x, x, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("temperature is above 0, received 0.0");
        assertThatThrownBy(() -> Pairs.supervisedContrastive(x, x, -1))
                .hasMessage("temperature is above 0, received -1.0");
    }

    @Test
    void classAttentionHasFourLayers() {
        assertThatThrownBy(() -> Attention.classToken(x, List.of(x), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Class attention has 8 weights and 1 head at least, received 1 and 2");
    }
}
