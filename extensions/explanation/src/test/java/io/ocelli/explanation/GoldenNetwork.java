package io.ocelli.explanation;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.graph.Parameter;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.model.Models;
import io.ocelli.model.Network;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Golden;
import io.ocelli.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network of {@code numbers/explain.json}, with its weights and its pictures. */
record GoldenNetwork(JsonObject json, Network network, Tensor input, int[] classes) {
    /** timm's and torchvision's names that are not ours. */
    private static final Map<String, String> NAMES = Map.of("tf_efficientnet_lite0", "efficientnet_lite0");

    static GoldenNetwork of(JsonObject json) {
        Tensor input = Golden.input(json.getAsJsonObject("input"));
        Network network = network(
                json.get("network").getAsString(),
                new InputSize(
                        input.shape().at(1), input.shape().at(2), input.shape().at(3)),
                json.get("prefix").getAsString(),
                json.get("gain").getAsDouble());
        int[] classes = json.getAsJsonArray("classes").asList().stream()
                .mapToInt(JsonElement::getAsInt)
                .toArray();
        return new GoldenNetwork(json, network, input, classes);
    }

    static GoldenNetwork named(String name) {
        for (JsonElement each : Golden.json("numbers/explain.json").getAsJsonArray("networks")) {
            if (each.getAsJsonObject().get("network").getAsString().equals(name)) {
                return of(each.getAsJsonObject());
            }
        }
        throw new AssertionError("no network " + name);
    }

    /** A network whose numbers come of their names. */
    static Network network(String name, InputSize size, String prefix, double gain) {
        Architecture architecture = Models.find(NAMES.getOrDefault(name, name)).build(size);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : architecture.graph().parameters()) {
            Tensor filled = Golden.parameter(prefix + parameter.name(), parameter.shape(), gain);
            tensors.put(parameter.name(), filled == null ? Tensor.zeros(DType.INT64, parameter.shape()) : filled);
        }
        List<Float> half = List.of(0.5f, 0.5f, 0.5f);
        return new Network(
                architecture,
                Weights.of(tensors),
                new Preprocessing(0, size.height(), size.width(), Interpolation.BILINEAR, half, half));
    }

    String name() {
        return json.get("network").getAsString();
    }

    Explanation by(Method method) {
        return Explain.by(method, network);
    }

    /** By a method of a stage, at a layer as the reference calls it. */
    Explanation by(Method method, String layer) {
        Explanation asked = by(method);
        if (network.architecture().stages().containsKey(layer)) {
            return asked.stage(layer);
        }
        // What is pooled is called by the module that ends in it, which is no node of ours.
        return layer.contains("ln_1") ? asked.node(layer) : asked;
    }

    /** How far a figure may be from its reference, relative to the largest: float32's own distance from float64, or a little. */
    double tolerance(String figure) {
        JsonElement error = json.getAsJsonObject("fp32_error").get(figure);
        return Math.max(1e-4, error == null ? 0 : 5 * error.getAsDouble());
    }

    /** The first picture alone. */
    Tensor first() {
        return Batching.sample(input, 0);
    }

    Shape shape() {
        return input.shape();
    }
}
