package io.ocelli.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.graph.Activation;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Flatten;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Parameter;
import io.ocelli.image.Preprocessing;
import io.ocelli.tensor.DType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PassTest {
    /** A stage and the features are called by the norm that the pass takes away. */
    private static Network network() {
        Graph.Builder graph = Graph.builder();
        String x = graph.add(Architecture.INPUT, new Input(DType.FLOAT32, 4));
        x = graph.add(
                "relu",
                Activation.RELU,
                graph.add("norm1", BatchNorm2d.of(2), graph.add("conv1", Conv2d.of(3, 2, 1), x)));
        String norm = graph.add(
                "norm2",
                BatchNorm2d.of(4),
                graph.add("conv2", Conv2d.of(2, 4, 1).withoutBias(), x));
        graph.output(Architecture.LOGITS, graph.add("fc", Linear.of(16, 3), graph.add("flatten", new Flatten(), norm)));
        Graph built = graph.build();
        Architecture architecture =
                new Architecture("net", built, Map.of("stage", norm), norm, List.of("fc"), new InputSize(3, 2, 2));
        return new Network(
                architecture,
                Initializer.weights(built, 1),
                Preprocessing.imagenet().withCrop(2, 2));
    }

    @Test
    void whatWasCalledByANormIsCalledByItsConvolution() {
        Architecture folded = Pass.foldBatchNorms().apply(network()).architecture();

        assertThat(folded.graph().nodes()).noneMatch(node -> node.operation() instanceof BatchNorm2d);
        assertThat(folded.stages()).containsEntry("stage", "conv2");
        assertThat(folded.features()).isEqualTo("conv2");
    }

    @Test
    void theWeightsAreThoseOfTheChangedGraph() {
        Network folded = Pass.foldBatchNorms().apply(network());

        assertThat(folded.weights().names())
                .containsExactlyElementsOf(folded.architecture().graph().parameters().stream()
                        .map(Parameter::name)
                        .toList())
                .contains("conv2.bias");
    }

    @Test
    void passesFollowOneAnother() {
        Pass classes =
                network -> new Network(network.architecture().classes(7), network.weights(), network.preprocessing());

        assertThat(Pass.foldBatchNorms()
                        .then(classes)
                        .apply(network())
                        .architecture()
                        .classes())
                .isEqualTo(7);
    }
}
