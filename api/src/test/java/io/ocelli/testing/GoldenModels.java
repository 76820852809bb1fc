package io.ocelli.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonObject;
import io.ocelli.engine.Device;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Every registered model that has a golden file: the logits of filled weights, within 1e-4 of the largest. */
public interface GoldenModels extends EngineUnderTest {
    /** The largest difference, over the largest logit. */
    double LOGITS = 1e-4;

    /** Models of at most so many parameters are in the default run, the others among the proofs. */
    long SMALL = 12_000_000;

    @TestFactory
    default Stream<DynamicTest> logitsOfSmallModels() throws IOException {
        return registered(true).map(golden -> dynamicTest(golden.get("model").getAsString(), () -> logits(golden)));
    }

    @TestFactory
    @Tag("proof")
    default Stream<DynamicTest> logitsOfLargeModels() throws IOException {
        return registered(false)
                .map(golden -> dynamicTest(golden.get("model").getAsString(), () -> {
                    logits(golden);
                    System.out.printf(
                            "%s: peak resident memory so far %s%n",
                            golden.get("model").getAsString(), peak());
                }));
    }

    private Stream<JsonObject> registered(boolean small) throws IOException {
        try (Stream<Path> files = Files.list(Golden.folder().resolve("models"))) {
            List<JsonObject> goldens = files.sorted()
                    .map(file -> Golden.json("models/" + file.getFileName()))
                    .filter(golden -> golden.get("parameters").getAsLong() <= SMALL == small)
                    .filter(golden -> isRegistered(golden.get("model").getAsString()))
                    .toList();
            assertThat(goldens).as("registered models with golden values").isNotEmpty();
            return goldens.stream();
        }
    }

    private static boolean isRegistered(String name) {
        return Models.all().stream()
                .anyMatch((Model model) -> name.equals(model.name()) || name.equals(model.timmName()));
    }

    private void logits(JsonObject golden) {
        Tensor input = Golden.input(golden.getAsJsonObject("input"));
        Architecture architecture =
                Models.find(golden.get("model").getAsString()).build(size(input.shape()));
        Graph graph = architecture.graph().only(Architecture.LOGITS);
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put(Architecture.INPUT, input.shape().with(0, 1));
        double[] expected = Close.numbers(golden.get("logits"));

        try (Runner runner = engine().open(new Program(graph, shapes), weights(graph, golden), Device.CPU)) {
            double[] actual = runner.run(List.of(input)).get(0).toDoubles();

            Close.assertClose(actual, expected, LOGITS, "logits");
        }
    }

    /** The filled weights, and the tables of positions, which are not the fill rule's to make. */
    private static Weights weights(Graph graph, JsonObject golden) {
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

    /** The input size that a shape N C H W means. */
    static InputSize size(Shape shape) {
        return new InputSize(shape.at(1), shape.at(2), shape.at(3));
    }

    private static String peak() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return "unknown here";
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.substring(6).trim())
                .findFirst()
                .orElse("unknown here");
    }
}
