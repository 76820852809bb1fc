package io.ocelli.graph;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Graphs as JSON: {@code {"nodes": [{"name", "type", "inputs", attributes...}], "outputs": {name: node}}}. */
final class GraphJson {
    private GraphJson() {}

    static String write(Graph graph) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject().name("nodes").beginArray();
            for (Node node : graph.nodes()) {
                json.beginObject().name("name").value(node.name());
                json.name("type").value(Operations.name(node.operation()));
                json.name("inputs").beginArray();
                for (String input : node.inputs()) {
                    json.value(input);
                }
                json.endArray();
                node.operation().attributes().write(json);
                json.endObject();
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

    static Graph read(String text) {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            List<Node> nodes = new ArrayList<>();
            for (JsonElement element : json.getAsJsonArray("nodes")) {
                nodes.add(node(element.getAsJsonObject()));
            }
            Map<String, String> outputs = new LinkedHashMap<>();
            for (Map.Entry<String, JsonElement> output :
                    json.getAsJsonObject("outputs").entrySet()) {
                outputs.put(output.getKey(), output.getValue().getAsString());
            }
            return Graph.of(nodes, outputs);
        } catch (JsonParseException | IllegalStateException | NullPointerException | ClassCastException e) {
            throw new IllegalArgumentException("A graph is an object of 'nodes' and 'outputs': " + e.getMessage(), e);
        }
    }

    private static Node node(JsonObject json) {
        String name = json.get("name").getAsString();
        List<String> inputs = new ArrayList<>();
        for (JsonElement input : json.getAsJsonArray("inputs")) {
            inputs.add(input.getAsString());
        }
        try {
            Attributes attributes = Attributes.read(json, "name", "type", "inputs");
            return new Node(name, Operations.read(json.get("type").getAsString(), attributes), inputs);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Node '" + name + "': " + e.getMessage(), e);
        }
    }
}
