package io.ocelli.samples.cli;

import com.google.gson.stream.JsonWriter;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Placement;
import io.ocelli.engine.Runner;
import io.ocelli.error.WeightsException;
import io.ocelli.graph.Parameter;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.model.WeightsSources;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Safetensors;
import io.ocelli.weights.Weights;
import io.ocelli.weights.WeightsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a network on a tensor, to compare it with other implementations. */
@Command(
        name = "logits",
        sortOptions = false,
        description =
                "Run a network on the tensor 'input' (N C H W, float32, normalised) and write the tensor 'logits'.")
public final class Logits extends Verb {
    private static final int RANK = 4;

    @Option(names = "--model", required = true, paramLabel = "NAME", description = "What the verb models lists.")
    @SuppressWarnings("NullAway.Init")
    String model;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "Every parameter, the head's included (.safetensors, .pth); default: the published ones.")
    @Nullable
    Path weights;

    @Option(names = "--classes", paramLabel = "K", description = "Of the head; default: the architecture's.")
    @Nullable
    Integer classes;

    @Option(names = "--engine", paramLabel = "NAME", description = "Default: the fastest.")
    @Nullable
    String engine;

    @Option(names = "--input", required = true, paramLabel = "IN.safetensors", description = "Holds 'input'.")
    @SuppressWarnings("NullAway.Init")
    Path input;

    @Option(names = "--out", required = true, paramLabel = "OUT.safetensors", description = "Will hold 'logits'.")
    @SuppressWarnings("NullAway.Init")
    Path output;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the logits as JSON, too, a row a picture.")
    @Nullable
    Path json;

    @Override
    public Integer call() throws IOException {
        requireWritable("--json", json);
        Model found = architecture("--model", model);
        if (classes != null) {
            positive("--classes", classes);
        }
        requireEngine(engine);
        requireFile("--input", input);
        Path file = replaceable("--out", output);
        if (weights != null) {
            requireFile("--weights", weights);
        } else if (found.weights().isEmpty()) {
            throw wrong("--weights: no weights are published for " + found.name() + "; name a file");
        }
        Tensor pictures = pictures(found);
        InputSize size =
                found.input().at(pictures.shape().at(2), pictures.shape().at(3));
        Architecture network = found.build(size);
        if (classes != null) {
            network = network.classes(classes);
        }
        Engine chosen = Placement.forInference(engine, Device.CPU);
        try (Runner runner = chosen.open(NetworkPrograms.logits(network), fitted(found, network), Device.CPU)) {
            Tensor logits = runner.run(List.of(pictures)).get(0);
            Safetensors.write(file, Weights.of(Map.of("logits", logits)), Map.of());
            out().println("logits " + logits.shape() + " by " + chosen.name() + " in " + output);
            Json.write(json, writer -> write(writer, logits, chosen.name()));
        }
        return 0;
    }

    private void write(JsonWriter writer, Tensor logits, String by) throws IOException {
        writer.beginObject();
        writer.name("model").value(model);
        writer.name("engine").value(by);
        writer.name("logits").beginArray();
        float[] values = logits.toFloats();
        int columns = Math.toIntExact(logits.shape().get(1));
        for (int row = 0; row < values.length; row += columns) {
            writer.beginArray();
            for (int column = 0; column < columns; column++) {
                writer.value(values[row + column]);
            }
            writer.endArray();
        }
        writer.endArray();
        writer.endObject();
    }

    private Tensor pictures(Model found) {
        Weights there = Safetensors.read(input);
        Tensor pictures = there.find("input");
        if (pictures == null) {
            throw wrong("--input: " + input + " is to hold a tensor 'input', and holds " + there.names());
        }
        if (pictures.shape().rank() != RANK
                || pictures.shape().at(1) != found.input().channels()) {
            throw wrong("--input: 'input' is N C H W with C = " + found.input().channels() + " for " + found.name()
                    + ", and is " + pictures.shape());
        }
        return pictures.to(DType.FLOAT32);
    }

    /** Every parameter of the network, or an error that says what does not fit; a count of batches may be missing. */
    private Weights fitted(Model found, Architecture network) {
        Weights read = found.rename(
                weights == null ? WeightsSources.find(found, found.weights().get(0)) : WeightsFile.read(weights));
        Map<String, Tensor> fitted = new LinkedHashMap<>();
        for (Parameter parameter : network.graph().parameters()) {
            Tensor tensor = read.find(parameter.name());
            if (tensor == null && parameter.role() == Parameter.Role.COUNTER) {
                tensor = Tensor.zeros(parameter.type(), parameter.shape());
            }
            if (tensor == null || !tensor.shape().equals(parameter.shape())) {
                throw new WeightsException("The weights of " + (weights == null ? found.name() : weights)
                        + " do not fit the network: " + parameter.name() + " is " + parameter.shape() + " there, and "
                        + (tensor == null ? "missing" : tensor.shape() + " in the file")
                        + ". Check --model and --classes.");
            }
            fitted.put(parameter.name(), parameter.type().isFloating() ? tensor.to(parameter.type()) : tensor);
        }
        return Weights.of(fitted);
    }
}
