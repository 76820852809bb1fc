package io.ocelli.dense;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.ocelli.graph.Graph;
import io.ocelli.model.Architecture;
import io.ocelli.model.Models;
import io.ocelli.model.Network;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A feature pyramid on both engines, against {@code dense/fpn_resnet18.json}. */
class FeaturePyramidTest {
    private static final GoldenDense GOLDEN = GoldenDense.of("fpn_resnet18");

    private static Network pyramid() {
        return FeaturePyramid.of(64)
                .classes(7)
                .apply(GoldenDense.untrained(Models.find("resnet18").build(GOLDEN.size())));
    }

    @Test
    void itsStateIsTheReferences() {
        assertThat(GoldenDense.state(pyramid().architecture().graph()))
                .containsExactlyInAnyOrderElementsOf(GOLDEN.state());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void itSaysWhatTheReferenceDoes(String engine) {
        Architecture architecture = pyramid().architecture();
        Graph graph = architecture.graph();
        Map<String, String> nodes = new LinkedHashMap<>();
        nodes.put("classes", graph.output(Architecture.LOGITS));
        for (int i = 0; i < 4; i++) {
            nodes.put("stage " + i, architecture.stages().get("layer" + (i + 1)));
            nodes.put("level " + i, graph.output(FeaturePyramid.level(i)));
        }
        Map<String, Tensor> found = GOLDEN.run(engine, graph, GOLDEN.weights(), nodes);

        JsonObject json = GOLDEN.json();
        Close.assertClose(found.get("classes").toDoubles(), Close.numbers(json.get("classes")), 1e-4, "classes");
        JsonArray stages = json.getAsJsonArray("stages");
        JsonArray levels = json.getAsJsonArray("pyramid");
        for (int i = 0; i < 4; i++) {
            GoldenDense.checkSummary(stages.get(i), found.get("stage " + i), "stage " + i);
            GoldenDense.checkSummary(levels.get(i), found.get("level " + i), "level " + i);
            JsonObject level = levels.get(i).getAsJsonObject();
            Close.assertClose(
                    Arrays.copyOf(found.get("level " + i).toDoubles(), 8),
                    Close.numbers(level.get("first")),
                    1e-4,
                    "the beginning of level " + i);
        }
    }
}
