package io.ocelli.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Parameter;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.model.Models;
import io.ocelli.tensor.Shape;
import io.ocelli.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every golden model: the state dict, the number of parameters and the logits' shape are the original's. */
class StateDictTest {
    static List<String> names() throws IOException {
        Golden.folder();
        try (Stream<Path> files = Files.list(Golden.folder().resolve("models"))) {
            return files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void equalsTheOriginals(String name) {
        JsonObject golden = Golden.json("models/" + name + ".json");
        Architecture architecture = architecture(name, golden);
        List<String> entries = new ArrayList<>();
        long learnt = 0;
        for (Parameter parameter : architecture.graph().parameters()) {
            entries.add(parameter.name() + " " + parameter.shape());
            learnt += parameter.role() == Parameter.Role.WEIGHT
                    ? parameter.shape().count()
                    : 0;
        }
        List<String> expected = new ArrayList<>();
        Golden.state(golden).forEach((entry, shape) -> expected.add(entry + " " + shape));

        assertThat(entries).isEqualTo(expected);
        assertThat(learnt).isEqualTo(golden.get("parameters").getAsLong());
    }

    @ParameterizedTest
    @MethodSource("names")
    void infersTheShapeOfItsLogits(String name) {
        JsonObject golden = Golden.json("models/" + name + ".json");
        Architecture architecture = architecture(name, golden);
        Shape input = Golden.shape(golden.getAsJsonObject("input").get("shape")).with(0, 1);
        Shape logits = architecture
                .graph()
                .shapes(Collections.singletonMap(Architecture.INPUT, input))
                .get(architecture.graph().output(Architecture.LOGITS));

        assertThat(logits).isEqualTo(Shape.of(1, architecture.classes()));
    }

    @ParameterizedTest
    @MethodSource("names")
    void isDesignedForTheOriginalsInput(String name) {
        Shape input = Golden.shape(
                Golden.json("models/" + name + ".json").getAsJsonObject("input").get("shape"));

        assertThat(Models.find(name).input()).isEqualTo(new InputSize(input.at(1), input.at(2), input.at(3)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void comesBackFromJson(String name) {
        Graph graph =
                architecture(name, Golden.json("models/" + name + ".json")).graph();

        assertThat(Graph.fromJson(graph.toJson())).isEqualTo(graph);
    }

    @ParameterizedTest
    @MethodSource("names")
    void takesAnotherNumberOfClasses(String name) {
        Architecture seven =
                architecture(name, Golden.json("models/" + name + ".json")).classes(7);
        Shape logits = seven.graph()
                .shapes(Collections.singletonMap(
                        Architecture.INPUT,
                        Shape.of(
                                1,
                                seven.input().channels(),
                                seven.input().height(),
                                seven.input().width())))
                .get(seven.graph().output(Architecture.LOGITS));

        assertThat(logits).isEqualTo(Shape.of(1, 7));
    }

    private static Architecture architecture(String name, JsonObject golden) {
        Shape input = Golden.shape(golden.getAsJsonObject("input").get("shape"));
        return Models.find(name).build(new InputSize(input.at(1), input.at(2), input.at(3)));
    }
}
