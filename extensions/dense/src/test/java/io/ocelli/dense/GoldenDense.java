package io.ocelli.dense;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.Ints;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Parameter;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.model.Network;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network of {@code dense/*.json} beside what the reference says of it. */
record GoldenDense(JsonObject json) {
    static GoldenDense of(String name) {
        return new GoldenDense(Golden.json("dense/" + name + ".json"));
    }

    InputSize size() {
        Shape shape = Golden.shape(json.getAsJsonObject("input").get("shape"));
        return new InputSize(shape.at(1), shape.at(2), shape.at(3));
    }

    /** A backbone that has learnt nothing. */
    static Network untrained(Architecture architecture) {
        Graph graph = architecture.graph();
        List<Float> half = List.of(0.5f, 0.5f, 0.5f);
        return new Network(
                architecture,
                zeros(graph),
                new Preprocessing(
                        0,
                        architecture.input().height(),
                        architecture.input().width(),
                        Interpolation.BILINEAR,
                        half,
                        half));
    }

    private static Weights zeros(Graph graph) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Parameter parameter : graph.parameters()) {
            weights.put(parameter.name(), Tensor.zeros(parameter.type(), parameter.shape()));
        }
        return Weights.of(weights);
    }

    /** The network's state dict, each entry with its shape, in order. */
    static List<String> state(Graph graph) {
        List<String> entries = new ArrayList<>();
        for (Parameter parameter : graph.parameters()) {
            entries.add(parameter.name() + " " + parameter.shape());
        }
        return entries;
    }

    List<String> state() {
        List<String> entries = new ArrayList<>();
        Golden.state(json).forEach((name, shape) -> entries.add(name + " " + shape));
        return entries;
    }

    Weights weights() {
        return Golden.weights(json);
    }

    /** What an engine says of the reference's input: each of these nodes, by name. */
    Map<String, Tensor> run(String engine, Graph graph, Weights weights, Map<String, String> nodes) {
        Tensor input = Golden.input(json.getAsJsonObject("input"));
        Graph.Builder outputs = graph.extend();
        nodes.forEach(outputs::output);
        Program program = new Program(
                outputs.build(), Map.of(Architecture.INPUT, input.shape().with(0, 1)));
        Map<String, Tensor> found = new LinkedHashMap<>();
        try (Runner runner = Engines.named(engine).open(program, weights, Device.CPU)) {
            List<Tensor> results = runner.run(List.of(input));
            for (int i = 0; i < results.size(); i++) {
                found.put(program.outputs().get(i), results.get(i));
            }
        }
        return found;
    }

    /** Fails where a map has another shape, sum or largest number than the reference's. */
    static void checkSummary(JsonElement reference, Tensor map, String what) {
        JsonObject summary = reference.getAsJsonObject();
        assertThat(map.shape()).as(what).isEqualTo(Golden.shape(summary.get("shape")));
        double[] values = map.toDoubles();
        double sum = Arrays.stream(values).sum();
        double absolute = Arrays.stream(values).map(Math::abs).sum();
        double largest = Arrays.stream(values).map(Math::abs).max().orElseThrow();
        assertThat(Math.abs(sum - summary.get("sum").getAsDouble()))
                .as("the sum of %s", what)
                .isLessThan(1e-5 * absolute);
        Close.assertClose(
                new double[] {largest}, new double[] {summary.get("abs_max").getAsDouble()}, 1e-4, what);
    }

    /** The mean of each 8 x 8 pixels of N K H W, in order. */
    static double[] means(Tensor map) {
        int[] shape = Ints.toArray(List.of(
                map.shape().at(0) * map.shape().at(1),
                map.shape().at(2),
                map.shape().at(3)));
        double[] values = map.toDoubles();
        double[] means = new double[values.length / 64];
        for (int i = 0; i < values.length; i++) {
            int x = i % shape[2] / 8;
            int y = i / shape[2] % shape[1] / 8;
            int plane = i / shape[2] / shape[1];
            means[(plane * (shape[1] / 8) + y) * (shape[2] / 8) + x] += values[i] / 64;
        }
        return means;
    }
}
