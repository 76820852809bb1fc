package io.ocelli.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.tensor.DType;
import org.junit.jupiter.api.Test;

class GraphJsonTest {
    @Test
    void aGraphWithItsInputsComesBackEqual() {
        Graph.Builder graph = Graph.builder();
        String input = graph.add("input", new Input(DType.UINT8, 4));
        graph.output("pixels", graph.add("pixels", new Pixels(), input));

        assertThat(Graph.fromJson(graph.build().toJson())).isEqualTo(graph.build());
    }
}
