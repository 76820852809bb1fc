package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Runner;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every family on every engine gives the original's logits for the same weights and input. */
class GoldenLogitsTest {
    private static final double TOLERANCE = 1e-4;

    static Stream<Arguments> enginesAndModels() throws IOException {
        Map<String, Model> models = Models.byName();
        List<Arguments> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(Golden.folder().resolve("models"))) {
            files.map(file -> file.getFileName().toString()).sorted().forEach(file -> {
                String name = file.replace(".json", "");
                for (Model model : models.values()) {
                    if (model.name().equals(name) || name.equals(model.timmName())) {
                        Engines.all().forEach(engine -> cases.add(Arguments.of(engine.name(), file, model.name())));
                        break;
                    }
                }
            });
        }
        return cases.stream();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("enginesAndModels")
    void logitsAreTheOriginals(String engineName, String file, String name) {
        JsonObject golden = Golden.json("models/" + file);
        Tensor input = Golden.input(golden.getAsJsonObject("input"));
        InputSize size = new InputSize(
                input.shape().at(1), input.shape().at(2), input.shape().at(3));
        Engine engine = Engines.named(engineName);
        try (Runner runner = engine.open(
                NetworkPrograms.logits(Models.find(name).build(size)), Golden.weights(golden), Device.CPU)) {
            float[] logits = runner.run(List.of(input)).get(0).toFloats();

            double largest = 0;
            double error = 0;
            int i = 0;
            for (JsonElement row : golden.getAsJsonArray("logits")) {
                for (JsonElement logit : row.getAsJsonArray()) {
                    largest = Math.max(largest, Math.abs(logit.getAsDouble()));
                    error = Math.max(error, Math.abs(logit.getAsDouble() - logits[i++]));
                }
            }
            assertThat(logits).hasSize(i);
            assertThat(error / largest).isLessThan(TOLERANCE);
        }
    }
}
