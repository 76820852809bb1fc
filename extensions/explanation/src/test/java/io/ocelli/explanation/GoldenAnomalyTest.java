package io.ocelli.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.engine.Device;
import io.ocelli.engine.Placement;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Value;
import io.ocelli.image.Randomness;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anomalies of given feature maps, against {@code numbers/anomaly.json}. */
class GoldenAnomalyTest {
    private static final int TRAIN = 12;
    private static final int TEST = 4;
    private static final int D = 16;

    private final JsonObject golden = Golden.json("numbers/anomaly.json");

    /** The maps as the file's rules say. */
    private Tensor stage(int number, int channels, int side) {
        String rule = golden.getAsJsonObject("inputs")
                .getAsJsonObject("stage" + number)
                .get("rule")
                .getAsString();
        String seed = rule.substring("fill('stage2".length(), rule.indexOf('\'', 6));
        Shape shape = Shape.of(TRAIN + TEST, channels, side, side);
        float[] values = Golden.fill("stage" + number + seed, shape, 0, 1);
        float[] position = Golden.fill("position" + number + seed, shape.with(0, 1), 0, 2);
        for (int i = 0; i < values.length; i++) {
            values[i] += position[i % position.length];
        }
        for (int c = 0; c < channels; c++) {
            for (int p = 0; p < side * side; p++) {
                int y = p / side;
                int x = p % side;
                boolean first = number == 2 ? y >= 2 && y < 5 && x >= 3 && x < 6 : y >= 1 && y < 3 && x >= 1 && x < 3;
                values[(14 * channels + c) * side * side + p] += first ? 1 : 0;
                boolean second = number == 2 && c < 3 && y >= 5 && y < 7 && x < 3;
                values[(15 * channels + c) * side * side + p] -= second ? 1.2f : 0;
            }
        }
        return Tensor.of(shape, values);
    }

    private interface Adding {
        Map<String, Value> add(Value embedding, Value average);
    }

    private Map<String, Tensor> run(String engine, Weights weights, Adding adding) {
        Graph.Builder graph = Graph.builder();
        Value a = Value.of(graph, graph.add("stage2", new Input(DType.FLOAT32, 4)));
        Value b = Value.of(graph, graph.add("stage3", new Input(DType.FLOAT32, 4)));
        adding.add(Embedding.of(List.of(a, b), 8, 8), b.mean(2, 3))
                .forEach((name, value) -> graph.output(name, value.name()));
        Program program =
                new Program(graph.build(), Map.of("stage2", Shape.of(1, 6, 8, 8), "stage3", Shape.of(1, 10, 4, 4)));
        Map<String, Tensor> all = Map.of("stage2", stage(2, 6, 8), "stage3", stage(3, 10, 4));
        try (Runner runner = Placement.forInference(engine, program, Device.CPU).open(program, weights, Device.CPU)) {
            return runner.run(program.names().size() == 2 ? all : Map.of("stage3", all.get("stage3")));
        }
    }

    private List<float[]> embeddings() {
        return samples(run("onnxruntime", Weights.empty(), (e, average) -> Map.of("embedding", e)), "embedding");
    }

    private List<float[]> averages() {
        return samples(
                run("onnxruntime", Weights.empty(), (e, average) -> Map.of("average", average, "e", e)), "average");
    }

    private static List<float[]> samples(Map<String, Tensor> results, String name) {
        float[] all = results.get(name).toFloats();
        int size = all.length / (TRAIN + TEST);
        List<float[]> samples = new ArrayList<>();
        for (int i = 0; i < TRAIN; i++) {
            samples.add(Arrays.copyOfRange(all, i * size, (i + 1) * size));
        }
        return samples;
    }

    private AnomalyMemory remembered(Remembering remembering) {
        List<float[]> embeddings = embeddings();
        List<float[]> averages = averages();
        for (int i = 0; i < TRAIN; i++) {
            remembering.see(embeddings.get(i), averages.get(i));
        }
        return remembering.memory();
    }

    private static List<float[]> rows(List<float[]> embeddings) {
        List<float[]> rows = new ArrayList<>();
        for (float[] each : embeddings) {
            for (int from = 0; from < each.length; from += D) {
                rows.add(Arrays.copyOfRange(each, from, from + D));
            }
        }
        return rows;
    }

    private int[] integers(JsonElement array) {
        return array.getAsJsonArray().asList().stream()
                .mapToInt(JsonElement::getAsInt)
                .toArray();
    }

    private void check(String engine, AnomalyMemory memory, JsonElement map, JsonElement score) {
        Map<String, Tensor> results = run(engine, Weights.of(memory.weights()), (embedding, average) -> {
            AnomalyMemory.Scored scored = memory.score(embedding, average);
            return Map.of("map", scored.map(), "score", scored.score());
        });
        double[] maps = results.get("map").toDoubles();
        double[] scores = results.get("score").toDoubles();
        Close.assertClose(Arrays.copyOfRange(maps, TRAIN * 64, maps.length), Close.numbers(map), 1e-4, "maps");
        Close.assertClose(Arrays.copyOfRange(scores, TRAIN, TRAIN + TEST), Close.numbers(score), 1e-4, "scores");
    }

    @Test
    void theCoresetIsTheReferences() {
        JsonObject coreset = golden.getAsJsonObject("patchcore").getAsJsonObject("coreset");

        assertThat(Coreset.of(
                        rows(embeddings()),
                        coreset.get("size").getAsInt(),
                        coreset.get("start").getAsInt()))
                .isEqualTo(integers(coreset.get("indexes")));
    }

    @Test
    void withoutItsStartTheCoresetIsTheReferences() {
        JsonObject coreset = golden.getAsJsonObject("patchcore").getAsJsonObject("coreset_without_start");
        int size = coreset.get("size").getAsInt();

        int[] picked =
                Coreset.of(rows(embeddings()), size + 1, coreset.get("start").getAsInt());
        assertThat(Arrays.copyOfRange(picked, 1, size + 1)).isEqualTo(integers(coreset.get("indexes")));
    }

    @Test
    void embeddingsAreTheReferences() {
        JsonObject expected = golden.getAsJsonObject("patchcore");

        Close.assertClose(
                Tensor.of(Shape.of(D), rows(embeddings()).get(0)).toDoubles(),
                Close.numbers(expected.get("embedding_first_patch")),
                1e-6,
                "the first place");
    }

    @Test
    void drawnPlacesAreAsManyOfEachPictureAndTheSameAgain() {
        assertThat(Drawn.of(64, 64, Randomness.of(1))).hasSize(64).isSorted();
        assertThat(Drawn.of(64, 10, Randomness.of(1)))
                .hasSize(10)
                .isSorted()
                .doesNotHaveDuplicates()
                .isEqualTo(Drawn.of(64, 10, Randomness.of(1)));
        PatchMemory.Drawing drawing = new PatchMemory.Drawing(40_000, 64, D, 1, 1000, 9); // 2 places of each
        embeddings().forEach(each -> drawing.see(each, new float[0]));
        assertThat(drawing.memory().weights().get("anomaly.bank").shape()).isEqualTo(Shape.of(2 * TRAIN, D));
    }

    @Test
    void whatIsMoreThanAnArrayHoldsIsRefused() {
        assertThatThrownBy(() -> AnomalyMethod.nearestPictures().begin(20_000, 784, 152))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The places of all pictures are at most 2147483639 numbers, received 2383360000."
                        + " Take AnomalyMethod.patchCore().");
        assertThatThrownBy(() -> AnomalyMethod.padim(2000, 0).begin(20, 784, 3000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Covariances of each place are at most 2147483639 numbers, received 3136000000."
                        + " Look at fewer channels: AnomalyMethod.padim(n, seed).");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void patchCoreIsTheReference(String engine) {
        JsonObject expected = golden.getAsJsonObject("patchcore");
        List<float[]> rows = rows(embeddings());
        List<float[]> kept = new ArrayList<>();
        for (int index : integers(expected.getAsJsonObject("coreset").get("indexes"))) {
            kept.add(rows.get(index));
        }
        int neighbours = expected.get("neighbours").getAsInt();

        check(engine, PatchMemory.of(kept, neighbours), expected.get("patch_map"), expected.get("image_score"));
        check(engine, PatchMemory.of(kept, neighbours).part(3), expected.get("patch_map"), expected.get("image_score"));
        check(engine, PatchMemory.of(kept, 1), expected.get("patch_map"), expected.get("image_score_maximum"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void padimIsTheReference(String engine) {
        JsonObject expected = golden.getAsJsonObject("padim");

        check(
                engine,
                remembered(new GaussianMemory.Counting(64, D, integers(expected.get("channels")))),
                expected.get("mahalanobis_map"),
                expected.get("image_score"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void nearestPicturesAreTheReferences(String engine) {
        JsonObject expected = golden.getAsJsonObject("spade");

        PictureMemory.Keeping keeping =
                new PictureMemory.Keeping(TRAIN, 64, D, expected.get("k").getAsInt());
        remembered(keeping);
        PictureMemory all = keeping.memory();
        check(engine, all, expected.get("pixel_map"), expected.get("image_score"));
        check(engine, all.part(2), expected.get("pixel_map"), expected.get("image_score"));
    }
}
