package io.ocelli.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValueTest {
    private final Graph.Builder graph = Graph.builder();
    private final Value x = Value.of(graph, graph.add("x", new Input(DType.FLOAT32, 2)));

    @Test
    void arithmeticReadsLikeArithmetic() {
        Value targets = Value.of(graph, graph.add("targets", new Input(DType.FLOAT32, 2)));
        Value loss = x.logSoftmax(1).times(targets).sum(1).negate().mean();
        Graph built = graph.output("loss", loss.name()).build();

        assertThat(built.nodes())
                .extracting(Node::operation)
                .endsWith(
                        new LogSoftmax(1),
                        new Multiply(),
                        Reduce.of(Reduce.Kind.SUM, 1),
                        new Activation(Activation.Function.NEGATE),
                        Reduce.of(Reduce.Kind.MEAN));
        assertThat(built.shapes(Map.of("x", Shape.of(1, 3), "targets", Shape.of(1, 3))))
                .containsEntry(loss.name(), Shape.of());
    }

    @Test
    void namesComeByThemselves() {
        assertThat(List.of(x.squared(), x.squared(), x.logSumExp(1), x.norm(1)))
                .extracting(Value::name)
                .containsExactly("value.square", "value.square_2", "value.log_sum_exp", "value.sqrt");
    }

    @Test
    void pairsOfABatchAreAsManyAsTheBatchSquared() {
        Value pairs = x.matmul(x.transpose()).minus(x.eye(0).times(1e9));
        Graph built = graph.output("pairs", pairs.name()).build();

        assertThat(built.shapes(Map.of("x", Shape.of(4, 3)))).containsEntry(pairs.name(), Shape.of(4, 4));
    }

    @Test
    void aValueIsANodeOfItsGraph() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Value.of(graph, "y"))
                .withMessage("A value is the result of a node that was added, received 'y'");
    }

    @Test
    void valuesMeetInOneGraph() {
        Graph.Builder other = Graph.builder();
        Value y = Value.of(other, other.add("y", new Input(DType.FLOAT32, 2)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> x.plus(y))
                .withMessage("Values meet in one graph, and 'y' is of another than 'x'; "
                        + "Graph.Builder.embed puts one graph into another");
    }
}
