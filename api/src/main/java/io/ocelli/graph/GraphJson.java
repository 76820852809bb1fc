package io.ocelli.graph;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonWriter;
import io.ocelli.tensor.Shape;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Graphs as JSON: {@code {"nodes": [{"name", "type", "inputs", attributes...}], "outputs": {name: node}}}. Parameters that a layer
 * has for itself are not written: it says what they are.
 */
final class GraphJson {
    /** What formats 1 and 2 called a linear layer whose weight was another node. */
    private static final String PROJECTION = "Projection";

    private GraphJson() {}

    static String write(Graph graph) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject().name("nodes").beginArray();
            Map<String, Node> owners = graph.owners();
            for (Node node : graph.nodes()) {
                if (!owners.containsKey(node.name())) {
                    write(json, node, owners.containsValue(node) ? node.data() : node.inputs());
                }
            }
            json.endArray().name("outputs").beginObject();
            for (Map.Entry<String, String> output : graph.outputs().entrySet()) {
                json.name(output.getKey()).value(output.getValue());
            }
            json.endObject().endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonWriter json, Node node, List<String> inputs) throws IOException {
        json.beginObject().name("name").value(node.name());
        json.name("type").value(Operations.name(node.operation()));
        json.name("inputs").beginArray();
        for (String input : inputs) {
            json.value(input);
        }
        json.endArray();
        node.operation().attributes().write(json);
        json.endObject();
    }

    static Graph read(String text) {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            Graph.Builder graph = Graph.builder();
            for (JsonElement element : json.getAsJsonArray("nodes")) {
                add(graph, element.getAsJsonObject());
            }
            for (Map.Entry<String, JsonElement> output :
                    json.getAsJsonObject("outputs").entrySet()) {
                graph.output(output.getKey(), output.getValue().getAsString());
            }
            return graph.build();
        } catch (JsonParseException | IllegalStateException | NullPointerException | ClassCastException e) {
            throw new IllegalArgumentException("A graph is an object of 'nodes' and 'outputs': " + e.getMessage(), e);
        }
    }

    private static void add(Graph.Builder graph, JsonObject json) {
        String name = json.get("name").getAsString();
        List<String> inputs = new ArrayList<>();
        for (JsonElement input : json.getAsJsonArray("inputs")) {
            inputs.add(input.getAsString());
        }
        Operation operation;
        try {
            operation = operation(graph, json, inputs);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Node '" + name + "': " + e.getMessage(), e);
        }
        if (graph.contains(name)) {
            throw new IllegalArgumentException("A node's name is unique, and '" + name + "' stands twice");
        }
        graph.add(name, operation, inputs.toArray(new String[0]));
    }

    private static Operation operation(Graph.Builder graph, JsonObject json, List<String> inputs) {
        String type = json.get("type").getAsString();
        if (type.equals(PROJECTION)) {
            return projection(graph, inputs);
        }
        Operation operation = Operations.read(type, Attributes.read(json, "name", "type", "inputs"));
        if (operation instanceof LayerNorm && inputs.size() == 3) {
            // Formats 1 and 2 called a norm whose weight and bias stood elsewhere not affine.
            LayerNorm norm = (LayerNorm) operation;
            return new LayerNorm(norm.features(), norm.eps(), true);
        }
        return operation;
    }

    private static Linear projection(Graph.Builder graph, List<String> inputs) {
        Operation weight = inputs.size() < 2 || !graph.contains(inputs.get(1)) ? null : graph.operation(inputs.get(1));
        if (!(weight instanceof Weight) || ((Weight) weight).shape().rank() != 2) {
            throw new IllegalArgumentException(
                    "A projection takes x and a weight [out, in], received inputs " + inputs);
        }
        Shape shape = ((Weight) weight).shape();
        return new Linear(shape.at(1), shape.at(0), inputs.size() == 3);
    }
}
