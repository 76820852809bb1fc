package io.ocelli.dense;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.engine.Optimizer;
import io.ocelli.graph.Graph;
import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.Models;
import io.ocelli.model.Network;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.training.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** Squares of many sizes, of two colours. */
    @Test
    void itLearns() {
        List<Image> pictures = new ArrayList<>();
        String[] labels = new String[32];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 2 == 0 ? "red" : "blue";
            Image picture = Image.black(16, 16, 3);
            for (int p = 0; p < 256; p++) {
                picture.samples()[3 * p + i % 2 * 2] = (byte) (Math.max(p / 16, p % 16) < 2 + i % 12 ? 220 : 0);
            }
            pictures.add(picture);
        }
        DataSet squares = DataSet.of(pictures, labels);
        List<Float> half = List.of(0.5f, 0.5f, 0.5f);
        Training recipe = Training.defaults()
                .epochs(6)
                .batchSize(8)
                .optimizer(Optimizer.adamW(3e-3))
                .augmentation(Pipeline.empty());
        try (Classifier classifier = Classifier.model("simple_cnn")
                .preprocessing(new Preprocessing(0, 16, 16, Interpolation.BILINEAR, half, half))
                .head("red", "blue")
                .then(FeaturePyramid.of(8))
                .fit(squares, squares, recipe)) {
            assertThat(classifier.evaluate(squares).accuracy()).isEqualTo(1);
        }
    }
}
