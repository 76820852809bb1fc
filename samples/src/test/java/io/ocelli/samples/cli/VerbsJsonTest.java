package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.samples.Cli;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Safetensors;
import io.ocelli.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the verbs that make no figures write with {@code --json}. */
class VerbsJsonTest {
    @TempDir
    Path folder;

    private JsonObject json() throws IOException {
        return JsonParser.parseString(Files.readString(folder.resolve("said.json")))
                .getAsJsonObject();
    }

    @Test
    void doctorWritesAFieldForEachLine() throws IOException {
        Ran ran = Ran.cli("doctor", "--json", folder.resolve("said.json"));

        assertThat(ran.code()).isZero();
        assertThat(json().entrySet())
                .extracting(line -> line.getKey() + ": " + line.getValue().getAsString())
                .containsExactlyElementsOf(ran.out().lines().toList());
    }

    @Test
    void exportWritesWhatItWrote() throws IOException {
        Path file = folder.resolve("lite0.onnx");
        Ran ran = Ran.cli(
                "export", "--model", "efficientnet_lite0", "--out", file, "--json", folder.resolve("said.json"));

        assertThat(ran.code()).isZero();
        assertThat(json().get("file").getAsString()).isEqualTo(file.toString());
        assertThat(json().get("classes").getAsInt()).isEqualTo(1000);
        assertThat(json().get("bytes").getAsLong()).isEqualTo(Files.size(file));
    }

    @Test
    void logitsWritesARowAPicture() throws IOException {
        Path input = folder.resolve("in.safetensors");
        Path output = folder.resolve("out.safetensors");
        Safetensors.write(
                input, Weights.of(Map.of("input", Tensor.zeros(DType.FLOAT32, Shape.of(2, 3, 224, 224)))), Map.of());
        Ran ran = Ran.cli(
                "logits",
                "--model",
                "efficientnet_lite0",
                "--input",
                input,
                "--out",
                output,
                "--json",
                folder.resolve("said.json"));

        assertThat(ran.code()).isZero();
        assertThat(json().get("model").getAsString()).isEqualTo("efficientnet_lite0");
        float[] logits = Safetensors.read(output).get("logits").toFloats();
        JsonArray rows = json().getAsJsonArray("logits");
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1).getAsJsonArray()).hasSize(1000);
        assertThat(rows.get(1).getAsJsonArray().get(7).getAsFloat()).isEqualTo(logits[1007]);
    }

    /** A report is JSON by its name. */
    @Test
    void everyOtherVerbSpeaksJson() {
        assertThat(verbs(new CommandLine(new Cli()))
                        .filter(verb -> !verb.getCommandSpec().optionsMap().containsKey("--json"))
                        .map(CommandLine::getCommandName))
                .containsExactly("report");
    }

    private static Stream<CommandLine> verbs(CommandLine line) {
        return line.getSubcommands().isEmpty()
                ? Stream.of(line)
                : line.getSubcommands().values().stream().flatMap(VerbsJsonTest::verbs);
    }
}
