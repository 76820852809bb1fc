package io.ocelli.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FoldBatchNormsTest {

    @Test
    void statisticsAndAffineBecomePartOfTheConvolution() {
        FoldBatchNorms.Folded folded = FoldBatchNorms.fold(convThenNorm(true), weights());

        // gamma / sqrt(var + eps) = 3 / sqrt(3 + 1); bias: beta + (b - mean) factor
        assertThat(folded.weights().get("conv.weight").toFloats()).containsExactly(1.5f * 2);
        assertThat(folded.weights().get("conv.bias").toFloats()[0]).isEqualTo(0.25f + (5f - 1f) * 1.5f, within(1e-6f));
        assertThat(folded.weights().names()).containsExactly("conv.weight", "conv.bias");
    }

    @Test
    void theConvolutionGetsABiasAndTakesTheNormsPlace() {
        Graph folded = FoldBatchNorms.fold(convThenNorm(false), weights()).graph();

        assertThat(folded.nodes())
                .extracting(Node::name)
                .containsExactly("input", "conv.weight", "conv.bias", "conv", "relu");
        assertThat(((Conv2d) folded.node("conv").operation()).bias()).isTrue();
        assertThat(folded.node("relu").inputs()).containsExactly("conv");
    }

    @Test
    void aConvolutionWhoseResultOthersNeedStaysAsItIs() {
        Graph.Builder builder = convThenNorm(false).extend();
        builder.output("sum", builder.add("sum", new Add(), "conv", "relu"));
        Graph graph = builder.build();

        assertThat(FoldBatchNorms.fold(graph, weights()).graph()).isEqualTo(graph);
    }

    @Test
    void anOutputThatNamesTheNormIsTheConvolutions() {
        Graph graph = convThenNorm(false).upTo("norm", "result");

        assertThat(FoldBatchNorms.fold(graph, weights()).graph().outputs()).containsEntry("result", "conv");
    }

    @Test
    void aMissingTensorIsNamedWithItsNode() {
        assertThatThrownBy(() -> FoldBatchNorms.fold(convThenNorm(false), Weights.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The network needs 'norm.weight' [1], received weights without it");
    }

    @Test
    void aTensorOfAnotherShapeIsNamedWithItsNode() {
        Weights wrong = weights().with(Weights.of(Map.of("norm.bias", Tensor.of(Shape.of(2), 1f, 2f))));

        assertThatThrownBy(() -> FoldBatchNorms.fold(convThenNorm(false), wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The network needs 'norm.bias' [1], received FLOAT32[2]");
    }

    private static Graph convThenNorm(boolean bias) {
        Graph.Builder graph = Graph.builder();
        Conv2d conv = Conv2d.of(1, 1, 1);
        String x = graph.add("input", new Input(DType.FLOAT32, 4));
        x = graph.add("conv", bias ? conv : conv.withoutBias(), x);
        x = graph.add("norm", BatchNorm2d.of(1).eps(1), x);
        return graph.output("result", graph.add("relu", Activation.RELU, x)).build();
    }

    private static Weights weights() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("conv.weight", Tensor.of(Shape.of(1, 1, 1, 1), 2f));
        tensors.put("conv.bias", Tensor.of(Shape.of(1), 5f));
        tensors.put("norm.weight", Tensor.of(Shape.of(1), 3f));
        tensors.put("norm.bias", Tensor.of(Shape.of(1), 0.25f));
        tensors.put("norm.running_mean", Tensor.of(Shape.of(1), 1f));
        tensors.put("norm.running_var", Tensor.of(Shape.of(1), 3f));
        tensors.put("norm.num_batches_tracked", Tensor.of(Shape.of(), 7L));
        return Weights.of(tensors);
    }
}
