package io.ocelli.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Parameter;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A registered model beside what the original framework says of it. */
public final class GoldenModel {
    /** How far logits may be from the original's, over the largest of these. */
    public static final double LOGITS = 1e-4;

    private final JsonObject golden;
    private final Model model;

    private GoldenModel(JsonObject golden) {
        this.golden = golden;
        this.model = Models.find(name(golden));
    }

    /** Those of the registered models that have a golden file, by name; skips the calling test where there are no files. */
    public static List<GoldenModel> all() throws IOException {
        try (Stream<Path> files = Files.list(Golden.folder().resolve("models"))) {
            return files.sorted()
                    .map(file -> Golden.json("models/" + file.getFileName()))
                    .filter(golden -> isRegistered(name(golden)))
                    .map(GoldenModel::new)
                    .toList();
        }
    }

    private static String name(JsonObject golden) {
        return golden.get("model").getAsString();
    }

    private static boolean isRegistered(String name) {
        return Models.all().stream()
                .anyMatch((Model model) -> name.equals(model.name()) || name.equals(model.timmName()));
    }

    public String name() {
        return model.name();
    }

    public Model model() {
        return model;
    }

    public long parameters() {
        return golden.get("parameters").getAsLong();
    }

    /** How far the original's own float32 logits are from its float64 ones, over the largest; not a number if unknown. */
    public double originalDifference() {
        JsonElement error = golden.get("fp32_error");
        return error == null || error.isJsonNull() ? Double.NaN : error.getAsDouble();
    }

    /** The original's state dict, each entry with its shape, in order. */
    public List<String> originalState() {
        List<String> entries = new ArrayList<>();
        Golden.state(golden).forEach((name, shape) -> entries.add(name + " " + shape));
        return entries;
    }

    /** The state dict of ours in the same form. */
    public List<String> state() {
        List<String> entries = new ArrayList<>();
        for (Parameter parameter : architecture().graph().parameters()) {
            entries.add(parameter.name() + " " + parameter.shape());
        }
        return entries;
    }

    /** The architecture for the golden input. */
    public Architecture architecture() {
        return model.build(size(Golden.shape(golden.getAsJsonObject("input").get("shape"))));
    }

    /** The input size that a shape N C H W means. */
    static InputSize size(Shape shape) {
        return new InputSize(shape.at(1), shape.at(2), shape.at(3));
    }

    /** How far an engine's logits are from the original's, over the largest of these. */
    public double difference(Engine engine) {
        Tensor input = Golden.input(golden.getAsJsonObject("input"));
        Graph graph = architecture().graph().only(Architecture.LOGITS);
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put(Architecture.INPUT, input.shape().with(0, 1));
        // The weights are not held here while the runner holds them.
        try (Runner runner = engine.open(new Program(graph, shapes), weights(graph), Device.CPU)) {
            double[] logits = runner.run(List.of(input)).get(0).toDoubles();
            return Close.difference(logits, Close.numbers(golden.get("logits")));
        }
    }

    /** The filled weights, and the tables of positions, which are not the fill rule's to make. */
    private Weights weights(Graph graph) {
        Map<String, Tensor> tables = new LinkedHashMap<>();
        for (Parameter entry : graph.parameters()) {
            if (entry.role() == Parameter.Role.INDEX) {
                tables.put(
                        entry.name(),
                        Objects.requireNonNull(
                                entry.initialization().fixed(entry.type(), entry.shape()), entry.name()));
            }
        }
        return Golden.weights(golden).with(Weights.of(tables));
    }
}
