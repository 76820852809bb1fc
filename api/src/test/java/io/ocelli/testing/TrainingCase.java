package io.ocelli.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Program;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Node;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Value;
import io.ocelli.model.Architecture;
import io.ocelli.model.Models;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Loss;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A trajectory of {@code numbers/training.json}: the programs, the batches, what is expected. */
final class TrainingCase {
    private static final String TARGETS = "targets";

    private final JsonObject json;

    private TrainingCase(JsonObject json) {
        this.json = json;
    }

    static Stream<TrainingCase> all() {
        List<TrainingCase> cases = new ArrayList<>();
        for (JsonElement each : Golden.json("numbers/training.json").getAsJsonArray("cases")) {
            cases.add(new TrainingCase(each.getAsJsonObject()));
        }
        return cases.stream();
    }

    String model() {
        return json.get("model").getAsString();
    }

    String title() {
        return model() + ", " + json.get("optimizer").getAsString()
                + (accumulation() > 1 ? ", accumulated" : "")
                + (isFrozen() ? ", frozen" : "");
    }

    boolean isRegistered() {
        try {
            return Models.find(model()).name().equals(model());
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }

    boolean isFrozen() {
        return !json.get("trainable_prefix").isJsonNull();
    }

    int steps() {
        return json.get("steps").getAsInt();
    }

    int accumulation() {
        return json.get("accumulation").getAsInt();
    }

    double rate() {
        return json.get("lr").getAsDouble();
    }

    double clip() {
        return json.get("clip").isJsonNull()
                ? Double.POSITIVE_INFINITY
                : json.get("clip").getAsDouble();
    }

    double[] losses() {
        return Close.numbers(json.get("losses"));
    }

    double[] evaluation(String when) {
        return Close.numbers(json.get("eval_" + when));
    }

    /** Norms by parameter name. */
    Map<String, Double> norms(String key) {
        Map<String, Double> norms = new LinkedHashMap<>();
        json.getAsJsonObject(key)
                .entrySet()
                .forEach(each -> norms.put(each.getKey(), each.getValue().getAsDouble()));
        return norms;
    }

    /** The larger of 1e-4 and ten times what PyTorch's own float32 strays. */
    double tolerance(String of) {
        return Math.max(1e-4, 10 * json.getAsJsonObject("fp32_error").get(of).getAsDouble());
    }

    private Shape shape() {
        return Golden.shape(json.getAsJsonObject("batch").get("shape"));
    }

    private int classes() {
        return json.get("classes").getAsInt();
    }

    private Architecture architecture() {
        return Models.find(model()).build(GoldenModel.size(shape())).classes(classes());
    }

    Program evaluationProgram() {
        return new Program(
                architecture().graph().only(Architecture.LOGITS), Map.of(Architecture.INPUT, shape().with(0, 1)));
    }

    Weights weights() {
        Map<String, Shape> state = new LinkedHashMap<>();
        for (Parameter parameter : evaluationProgram().graph().parameters()) {
            state.put(parameter.name(), parameter.shape());
        }
        return Golden.weights(state, json.get("gain").getAsDouble());
    }

    TrainingProgram program(Precision precision) {
        Graph network = architecture().graph().only(Architecture.LOGITS);
        Graph.Builder graph = network.extend();
        String targets = graph.add(TARGETS, new Input(DType.FLOAT32, 2));
        Loss loss =
                Loss.crossEntropy().labelSmoothing(json.get("label_smoothing").getAsDouble());
        graph.output(
                TrainingProgram.LOSS,
                loss.of(Value.of(graph, network.output(Architecture.LOGITS)), Value.of(graph, targets))
                        .name());
        String prefix = isFrozen() ? json.get("trainable_prefix").getAsString() : "";
        Map<String, Integer> groups = new LinkedHashMap<>();
        for (Parameter parameter : network.parameters()) {
            if (parameter.role() == Parameter.Role.WEIGHT && parameter.name().startsWith(prefix)) {
                groups.put(parameter.name(), 0);
            }
        }
        Set<String> frozen = new LinkedHashSet<>();
        if (isFrozen()) {
            network.nodes().stream().map(Node::name).forEach(frozen::add);
        }
        Map<String, Shape> shapes = Map.of(Architecture.INPUT, shape().with(0, 1), TARGETS, Shape.of(1, classes()));
        return new TrainingProgram(
                graph.build(), shapes, groups, frozen, optimizer(), clip(), precision, accumulation());
    }

    private Optimizer optimizer() {
        return GoldenOptimizers.read(json);
    }

    /** The batch of this number: pictures and targets. */
    List<Tensor> batch(int index) {
        JsonObject batch = json.getAsJsonObject("batch");
        String name = batch.get("name").getAsString();
        int rows = shape().at(0);
        int k = classes();
        float[] targets = new float[rows * k];
        for (int row = 0; row < rows; row++) {
            targets[row * k + (7 * row % k + index) % k] = 1;
        }
        return List.of(pictures(name.substring(0, name.indexOf('<')) + index), Tensor.of(Shape.of(rows, k), targets));
    }

    /** The pictures that are looked at before and after. */
    Tensor evaluated() {
        return pictures(json.getAsJsonObject("eval").get("name").getAsString());
    }

    private Tensor pictures(String name) {
        JsonObject batch = json.getAsJsonObject("batch");
        return Golden.tensor(
                name, shape(), batch.get("lo").getAsDouble(), batch.get("hi").getAsDouble());
    }
}
