package io.ocelli.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimmLayoutTest {
    private static Graph graph() {
        Graph.Builder graph = Graph.builder();
        String x = graph.add("x", new Input(DType.FLOAT32, 4));
        graph.output("maps", graph.add("conv", Conv2d.of(3, 32, 3), x));
        String features = graph.add("features", new Input(DType.FLOAT32, 2));
        graph.output("logits", graph.add("fc", Linear.of(1280, 2), features));
        return graph.build();
    }

    private static Shape shape(String extents) {
        String[] words = extents.split(" ");
        long[] values = new long[words.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Long.parseLong(words[i]);
        }
        return Shape.of(values);
    }

    private static Shape read(String name, String extents) {
        Weights weights = Weights.of(Map.of(name, Tensor.zeros(DType.FLOAT32, shape(extents))));
        return TimmLayout.SAME.read(weights, graph()).get(name).shape();
    }

    @ParameterizedTest
    @CsvSource({"fc.weight, 2 1280 1 1", "fc.weight, 2 20 64", "fc.weight, 2 1280", "conv.weight, 32 27"})
    void theSameNumbersInTheSameOrderAreTheNetworks(String name, String extents) {
        assertThat(read(name, extents)).isEqualTo(name.startsWith("fc") ? Shape.of(2, 1280) : Shape.of(32, 3, 3, 3));
    }

    /** These were taken, for there are as many numbers, and the network answered nonsense. */
    @ParameterizedTest
    @CsvSource({"fc.weight, 1280 2", "fc.weight, 2560", "fc.weight, 1 2560", "conv.weight, 3 3 3 32"})
    void anotherOrderOfExtentsStaysToBeRefused(String name, String extents) {
        assertThat(read(name, extents)).isEqualTo(shape(extents));
    }
}
