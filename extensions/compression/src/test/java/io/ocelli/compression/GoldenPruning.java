package io.ocelli.compression;

import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Parameter;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.model.Network;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Golden;
import io.ocelli.weights.Weights;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code numbers/pruning.json}, and networks filled by the rule of the golden files. */
final class GoldenPruning {
    private GoldenPruning() {}

    /** The networks of the file, by name. */
    static Map<String, JsonObject> networks() {
        Map<String, JsonObject> networks = new LinkedHashMap<>();
        for (JsonElement each : Golden.json("numbers/pruning.json").getAsJsonArray("networks")) {
            networks.put(each.getAsJsonObject().get("network").getAsString(), each.getAsJsonObject());
        }
        return networks;
    }

    /** One of them, filled. */
    static Network network(JsonObject golden) {
        String name = golden.get("network").getAsString().replaceAll(" heads$", "");
        Shape input = Golden.shape(golden.getAsJsonObject("input").get("shape"));
        Architecture architecture = built(name, input.at(1), input.at(2));
        if (name.startsWith("vit(")) {
            architecture = architecture.classes(7);
        }
        return filled(
                architecture,
                golden.get("gain").getAsDouble(),
                golden.get("prefix").getAsString());
    }

    static Architecture built(String name, int channels, int side) {
        Model model = Models.find(name);
        Architecture built = model.build(new InputSize(channels, side, side));
        return new Architecture(
                built.name(),
                built.graph().only(Architecture.LOGITS),
                built.stages(),
                built.features(),
                built.classifiers().subList(0, 1),
                built.input(),
                ImmutableMap.of());
    }

    static Network filled(Architecture architecture, double gain, String prefix) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : architecture.graph().parameters()) {
            Tensor absent = parameter.absent();
            Tensor filled = Golden.parameter(prefix + parameter.name(), parameter.shape(), gain);
            tensors.put(
                    parameter.name(),
                    absent != null
                            ? absent
                            : Objects.requireNonNullElseGet(
                                    filled, () -> Tensor.zeros(DType.INT64, parameter.shape())));
        }
        return new Network(architecture, Weights.of(tensors), Preprocessing.imagenet());
    }

    static double[] logits(Network network, Tensor input, String engine) {
        Graph graph = network.architecture().graph().only(Architecture.LOGITS);
        Map<String, Shape> shapes =
                ImmutableMap.of(Architecture.INPUT, input.shape().with(0, 1));
        try (Runner runner = Engines.named(engine).open(new Program(graph, shapes), network.weights(), Device.CPU)) {
            return runner.run(List.of(input)).get(0).toDoubles();
        }
    }

    /** The first ten of each row. */
    static double[] firstTen(double[] logits, int rows) {
        int classes = logits.length / rows;
        List<Double> first = new ArrayList<>();
        for (int i = 0; i < logits.length; i++) {
            if (i % classes < 10) {
                first.add(logits[i]);
            }
        }
        return first.stream().mapToDouble(each -> each).toArray();
    }

    /** How the file writes lists of channels. */
    static String hash(int[] channels) {
        StringBuilder text = new StringBuilder();
        for (int channel : channels) {
            text.append(text.length() == 0 ? "" : ",").append(channel);
        }
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.toString().getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 255)) * 0x100000001b3L;
        }
        return String.format("%016x", hash);
    }
}
