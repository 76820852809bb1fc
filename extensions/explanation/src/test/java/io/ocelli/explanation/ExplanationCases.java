package io.ocelli.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.primitives.Doubles;
import com.google.common.primitives.Floats;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.error.EngineException;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;

/** Every method on networks of {@code numbers/explain.json}. */
final class ExplanationCases {
    private static final Map<String, Supplier<Method>> CAMS = Map.of(
            "grad_cam", Method::gradCam,
            "grad_cam_plus_plus", Method::gradCamPlusPlus,
            "hires_cam", Method::hiResCam,
            "layer_cam", Method::layerCam,
            "eigen_cam", Method::eigenCam,
            "ablation_cam", Method::ablationCam,
            "score_cam", Method::scoreCam,
            "score_cam_half_pixel", () -> Method.scoreCam(false));

    private ExplanationCases() {}

    /** Those of the networks whose names are chosen. */
    static Stream<DynamicContainer> networks(Predicate<String> chosen) {
        return Golden.json("numbers/explain.json").getAsJsonArray("networks").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(json -> chosen.test(json.get("network").getAsString()))
                .map(json -> dynamicContainer(json.get("network").getAsString(), tests(json)));
    }

    private static Stream<DynamicTest> tests(JsonObject json) {
        GoldenNetwork golden = GoldenNetwork.of(json); // where its turn comes, so that one network is held at a time
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonElement each : json.getAsJsonArray("maps")) {
            JsonObject map = each.getAsJsonObject();
            tests.add(dynamicTest(
                    map.get("method").getAsString() + " of " + map.get("layer").getAsString(), () -> cam(golden, map)));
        }
        for (JsonElement each : json.getAsJsonArray("layers")) {
            JsonObject layer = each.getAsJsonObject();
            tests.add(dynamicTest(
                    "activations of " + layer.get("layer").getAsString(), () -> activations(golden, layer)));
        }
        tests.add(dynamicTest("gradient", () -> gradient(golden)));
        tests.add(dynamicTest("input x gradient", () -> inputTimesGradient(golden)));
        tests.add(dynamicTest(
                "integrated gradients",
                () -> integratedGradients(golden, "gauss_legendre", Quadrature.gaussLegendre(32))));
        tests.add(dynamicTest(
                "integrated gradients by Riemann",
                () -> integratedGradients(golden, "riemann_right", Quadrature.riemannRight(32))));
        for (JsonElement each : json.getAsJsonArray("occlusion")) {
            tests.add(dynamicTest("occlusion", () -> occlusion(golden, each.getAsJsonObject())));
        }
        if (json.has("attention_rollout")) {
            JsonObject rollout = json.getAsJsonObject("attention_rollout");
            tests.add(dynamicTest(
                    "attention rollout",
                    () -> map(golden, Method.attentionRollout(), rollout.get("mean"), "rollout/mean")));
            tests.add(dynamicTest(
                    "attention rollout of the largest",
                    () -> map(golden, Method.attentionRolloutOfLargest(), rollout.get("fused_max"), "rollout/max")));
            tests.add(dynamicTest(
                    "last attention",
                    () -> map(golden, Method.lastAttention(), rollout.get("last_attention"), "last_attention")));
        }
        return tests.stream();
    }

    private static void cam(GoldenNetwork golden, JsonObject map) {
        String method = map.get("method").getAsString();
        String layer = map.get("layer").getAsString();
        Explanation asked = golden.by(CAMS.get(method).get(), layer);
        for (String engine : List.of("pytorch", "onnxruntime")) {
            try (Explainer explainer = asked.engine(engine).open()) {
                Tensor maps = explainer.maps(golden.input(), golden.classes());
                assertThat(maps.shape()).isEqualTo(Golden.shape(map.get("shape")));
                Close.assertClose(
                        maps.toDoubles(),
                        Close.numbers(map.get("map")),
                        golden.tolerance(method + "/" + layer),
                        method + " on " + engine);
            } catch (EngineException e) {
                // What follows the stage has a derivative on PyTorch alone.
                assertThat(engine).isEqualTo("onnxruntime");
                assertThat(e).hasMessageContaining("onnxruntime");
            }
        }
    }

    private static void activations(GoldenNetwork golden, JsonObject layer) {
        Place place =
                golden.by(Method.gradCam(), layer.get("layer").getAsString()).place();
        try (Activations activations = new Activations(golden.by(Method.gradCam()), place.node())) {
            float[] maps = place.maps(activations.of(golden.first()).tapped());
            double[] first = new double[16];
            for (int i = 0; i < 16; i++) {
                first[i] = maps[i];
            }
            double[] expected = Close.numbers(layer.getAsJsonArray("first_16").get(0));
            Close.assertClose(first, expected, 1e-3, "activations");
        }
    }

    private static double[] attributions(GoldenNetwork golden, InputAttribution attribution) {
        try (InputMaps maps = new InputMaps(golden.by(Method.saliency()), attribution, InputMaps::sum)) {
            return maps.attributions(golden.input(), golden.classes());
        }
    }

    private static void gradient(GoldenNetwork golden) {
        double[] gradient = attributions(golden, InputAttribution.gradient());
        JsonObject expected = golden.json().getAsJsonObject("gradient");
        double tolerance = golden.tolerance("gradient");
        double largest =
                Arrays.stream(Close.numbers(expected.get("largest"))).max().orElseThrow();
        int size = gradient.length / golden.classes().length;
        double[] firsts = Close.numbers(expected.get("first_32"));
        for (int n = 0; n < golden.classes().length; n++) {
            for (int i = 0; i < 32; i++) {
                assertThat(Math.abs(gradient[n * size + i] - firsts[n * 32 + i]))
                        .isLessThan(tolerance * largest);
            }
        }
        Close.assertClose(grid(golden, gradient), Close.numbers(expected.get("grid")), 10 * tolerance, "grid");
        double[] maps;
        try (Explainer explainer = golden.by(Method.saliency()).open()) {
            maps = explainer.maps(golden.input(), golden.classes()).toDoubles();
        }
        double[] largests = new double[golden.classes().length];
        for (int i = 0; i < maps.length; i++) {
            int n = i / (maps.length / largests.length);
            largests[n] = Math.max(largests[n], maps[i]);
        }
        Close.assertClose(largests, Close.numbers(expected.get("largest")), tolerance, "largest of the saliency");
    }

    private static void inputTimesGradient(GoldenNetwork golden) {
        double[] product = attributions(golden, InputAttribution.inputTimesGradient());
        JsonObject expected = golden.json().getAsJsonObject("input_x_gradient");
        double tolerance = golden.tolerance("input_x_gradient");
        Close.assertClose(sums(golden, product), Close.numbers(expected.get("sum")), 10 * tolerance, "sum");
        Close.assertClose(grid(golden, product), Close.numbers(expected.get("grid")), 10 * tolerance, "grid");
    }

    /** Of the first picture: they are 32 runs of the network, each with float32's own kinks of ReLU. */
    private static void integratedGradients(GoldenNetwork golden, String name, Quadrature rule) {
        double[] attributed;
        try (InputMaps maps = new InputMaps(
                golden.by(Method.saliency()), InputAttribution.integratedGradients(rule), InputMaps::sum)) {
            attributed = maps.attributions(golden.first(), golden.classes()[0]);
        }
        JsonObject expected =
                golden.json().getAsJsonObject("integrated_gradients").getAsJsonObject(name);
        double tolerance = Math.max(5e-3, golden.tolerance("ig_blocks/" + name));
        Close.assertClose(
                blocks(golden, attributed),
                Close.numbers(expected.getAsJsonArray("block_sums").get(0)),
                tolerance,
                "block sums");
        double largest =
                Arrays.stream(blocks(golden, attributed)).map(Math::abs).max().orElseThrow();
        try (Logits logits = new Logits(golden.by(Method.saliency()))) {
            int label = golden.classes()[0];
            double difference = logits.of(golden.first())[0][label]
                    - (double) logits.of(Batching.zeros(golden.first().shape()))[0][label];
            double delta = Arrays.stream(attributed).sum() - difference;
            assertThat(delta)
                    .isCloseTo(Close.numbers(expected.get("completeness_delta"))[0], within(16 * tolerance * largest));
        }
    }

    private static void occlusion(GoldenNetwork golden, JsonObject expected) {
        int window = expected.get("window").getAsInt();
        int stride = expected.get("stride").getAsInt();
        double tolerance = golden.tolerance("windows/" + window + "/" + stride);
        int height = golden.shape().at(2);
        int width = golden.shape().at(3);
        List<double[]> lost = new ArrayList<>();
        List<float[]> pixels = new ArrayList<>();
        try (OcclusionMaps maps = new OcclusionMaps(golden.by(Method.occlusion()), window, stride)) {
            for (int n = 0; n < golden.classes().length; n++) {
                double[][] windows = maps.windows(Batching.sample(golden.input(), n), golden.classes()[n]);
                lost.addAll(List.of(windows));
                pixels.add(maps.pixels(windows, height, width));
            }
        }
        Close.assertClose(
                Doubles.concat(lost.toArray(new double[0][])),
                Close.numbers(expected.get("windows")),
                tolerance,
                "windows");
        Close.assertClose(
                grid(golden, doubles(pixels)), Close.numbers(expected.get("pixels_grid")), tolerance, "pixels");
    }

    private static void map(GoldenNetwork golden, Method method, JsonElement expected, String figure) {
        for (String engine : List.of("pytorch", "onnxruntime")) {
            try (Explainer explainer = golden.by(method).engine(engine).open()) {
                Close.assertClose(
                        explainer.maps(golden.input(), golden.classes()).toDoubles(),
                        Close.numbers(expected),
                        golden.tolerance(figure),
                        method + " on " + engine);
            }
        }
    }

    private static double[] sums(GoldenNetwork golden, double[] values) {
        double[] sums = new double[golden.classes().length];
        for (int i = 0; i < values.length; i++) {
            sums[i / (values.length / sums.length)] += values[i];
        }
        return sums;
    }

    /** The mean of each block of a sixteenth of the side, of each plane. */
    private static double[] grid(GoldenNetwork golden, double[] planes) {
        int side = golden.shape().at(3);
        int block = side / 16;
        double[] grid = new double[planes.length / (block * block)];
        for (int i = 0; i < planes.length; i++) {
            int plane = i / (side * side);
            int y = i / side % side / block;
            int x = i % side / block;
            grid[(plane * 16 + y) * 16 + x] += planes[i] / (block * block);
        }
        return grid;
    }

    private static double[] doubles(List<float[]> planes) {
        return Tensor.of(Shape.of(planes.size(), planes.get(0).length), Floats.concat(planes.toArray(new float[0][])))
                .toDoubles();
    }

    /** The sums of the blocks over the channels. */
    private static double[] blocks(GoldenNetwork golden, double[] planes) {
        double[] grid = grid(golden, planes);
        int block = golden.shape().at(3) / 16;
        double[] sums = new double[planes.length / (golden.shape().at(1) * block * block)];
        for (int i = 0; i < grid.length; i++) {
            sums[i / (256 * golden.shape().at(1)) * 256 + i % 256] += grid[i] * block * block;
        }
        return sums;
    }
}
