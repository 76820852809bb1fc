package io.ocelli.saving;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.graph.Graph;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.Initializer;
import io.ocelli.serving.Answering;
import io.ocelli.weights.LoadReport;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A file says the lowest format that holds what is in it, so that older versions open what they can, and refuse the rest. */
class FormatsTest {
    private static int format(Graph graph) {
        Architecture tiny = TinyNetwork.ofClasses(3);
        Architecture changed =
                new Architecture(tiny.name(), graph, tiny.stages(), tiny.features(), tiny.classifiers(), tiny.input());
        TrainedModel model = new TrainedModel(
                changed,
                Initializer.weights(graph, 1),
                Preprocessing.imagenet().withResize(9).withCrop(8, 8),
                List.of("a", "b", "c"),
                Answering.PLAIN,
                LoadReport.none());
        return ConfigWriter.config(model, "0")
                .getAsJsonObject("ocelli")
                .get("format")
                .getAsInt();
    }

    @Test
    void whatTheFirstVersionKnewIsOfItsFormat() {
        assertThat(format(TinyNetwork.ofClasses(3).graph())).isEqualTo(1);
    }

    @Test
    void anOperationOfALaterVersionIsNot() {
        Graph plain = TinyNetwork.ofClasses(3).graph();
        Graph.Builder graph = plain.extend();
        Value logits = Value.of(graph, plain.output(Architecture.LOGITS));
        Value centred = logits.minus(logits.keeping(Reduce.Kind.MEAN, 1));

        assertThat(format(graph.output(Architecture.LOGITS, centred.name()).build()))
                .isEqualTo(3);
    }

    @Test
    void aKnownOperationOfAnotherKindIsNot() {
        Graph plain = TinyNetwork.ofClasses(3).graph();
        Graph.Builder graph = plain.extend();
        Value logits = Value.of(graph, plain.output(Architecture.LOGITS));

        assertThat(format(graph.output(Architecture.LOGITS, logits.softplus().name())
                        .build()))
                .as("a function that activations of the first format do not have")
                .isEqualTo(3);
    }
}
