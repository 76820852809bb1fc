package io.ocelli;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Differentiation;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Value;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.model.Models;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Grad-CAM (Selvaraju et al. 2017) by {@link Program#differentiate}, on both engines, against {@code numbers/explain.json}. */
class GradCamTest {
    private static final Map<String, String> LAST_STAGES = Map.of("resnet20_cifar", "layer3", "resnet18", "layer4");

    @TestFactory
    Stream<DynamicTest> mapsAreTheReferences() {
        return Golden.json("numbers/explain.json").getAsJsonArray("networks").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(each -> LAST_STAGES.containsKey(each.get("network").getAsString()))
                .flatMap(each -> Stream.of("pytorch", "onnxruntime")
                        .map(engine -> dynamicTest(
                                each.get("network").getAsString() + " on " + engine, () -> check(each, engine))));
    }

    private static void check(JsonObject golden, String engine) {
        String name = golden.get("network").getAsString();
        Tensor pictures = Golden.input(golden.getAsJsonObject("input"));
        Shape shape = pictures.shape();
        Architecture architecture = Models.find(name).build(new InputSize(shape.at(1), shape.at(2), shape.at(3)));
        String stage = architecture.stages().get(LAST_STAGES.get(name));

        Graph.Builder graph = architecture.graph().only(Architecture.LOGITS).extend();
        String chosen = graph.add("chosen", new Input(DType.FLOAT32, 2));
        Value logits = Value.of(graph, architecture.graph().output(Architecture.LOGITS));
        graph.output("score", logits.times(Value.of(graph, chosen)).sum(1).name());
        graph.output("maps", stage);
        Program program = new Program(
                        graph.build(),
                        Map.of(Architecture.INPUT, shape.with(0, 1), "chosen", Shape.of(1, architecture.classes())))
                .differentiate("score", stage);

        Map<String, Shape> state = new LinkedHashMap<>();
        for (Parameter parameter : program.graph().parameters()) {
            state.put(parameter.name(), parameter.shape());
        }
        double gain = golden.get("gain").getAsDouble();
        try (Runner runner = Engines.named(engine).open(program, Golden.weights(state, gain), Device.CPU)) {
            Map<String, Tensor> results = runner.run(Map.of(
                    Architecture.INPUT,
                    pictures,
                    "chosen",
                    oneHot(golden.getAsJsonArray("classes").asList(), architecture.classes())));
            Close.assertClose(
                    heat(results.get("maps"), results.get(Differentiation.output(stage))),
                    expected(golden, LAST_STAGES.get(name)),
                    1e-4,
                    "Grad-CAM");
        }
    }

    private static double[] expected(JsonObject golden, String layer) {
        for (JsonElement each : golden.getAsJsonArray("maps")) {
            JsonObject map = each.getAsJsonObject();
            if (map.get("method").getAsString().equals("grad_cam")
                    && map.get("layer").getAsString().equals(layer)) {
                return Close.numbers(map.get("map"));
            }
        }
        throw new AssertionError("no Grad-CAM of " + layer);
    }

    /** max(0, the sum over the channels of the mean gradient times the map), for each pixel. */
    private static double[] heat(Tensor maps, Tensor gradients) {
        double[] map = maps.toDoubles();
        double[] gradient = gradients.toDoubles();
        int channels = maps.shape().at(1);
        int pixels = maps.shape().at(2) * maps.shape().at(3);
        double[] heat = new double[maps.shape().at(0) * pixels];
        for (int plane = 0; plane < maps.shape().at(0) * channels; plane++) {
            double mean = 0;
            for (int p = 0; p < pixels; p++) {
                mean += gradient[plane * pixels + p] / pixels;
            }
            for (int p = 0; p < pixels; p++) {
                heat[plane / channels * pixels + p] += mean * map[plane * pixels + p];
            }
        }
        for (int i = 0; i < heat.length; i++) {
            heat[i] = Math.max(0, heat[i]);
        }
        return heat;
    }

    private static Tensor oneHot(List<JsonElement> classes, int count) {
        float[] values = new float[classes.size() * count];
        for (int i = 0; i < classes.size(); i++) {
            values[i * count + classes.get(i).getAsInt()] = 1;
        }
        return Tensor.of(Shape.of(classes.size(), count), values);
    }
}
