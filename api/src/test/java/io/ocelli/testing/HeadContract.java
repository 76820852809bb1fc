package io.ocelli.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.Input;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Value;
import io.ocelli.graph.Weight;
import io.ocelli.heads.Pairs;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Pooling, margins and losses of embeddings: {@code numbers/heads.json}, values and gradients. */
public interface HeadContract extends EngineUnderTest {
    @TestFactory
    default Stream<DynamicTest> headsAreTheReferences() {
        return StreamSupport.stream(
                        Golden.json("numbers/heads.json")
                                .getAsJsonArray("cases")
                                .spliterator(),
                        false)
                .map(JsonElement::getAsJsonObject)
                .map(json -> dynamicTest(json.get("case").getAsString(), () -> check(json)));
    }

    @Test
    default void centresMoveByTheRuleOfTheirPaper() {
        JsonObject golden = Golden.json("numbers/heads.json");
        JsonObject rule = golden.getAsJsonObject("centre_update");
        JsonObject loss = StreamSupport.stream(golden.getAsJsonArray("cases").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .filter(json -> json.get("case").getAsString().equals("centre"))
                .findFirst()
                .orElseThrow();
        List<Tensor> tensors = Heads.inputs(loss);
        Graph.Builder graph = Graph.builder();
        Value pictures = Value.of(graph, graph.add("pictures", new Input(DType.FLOAT32, 2)));
        Value targets = Value.of(graph, graph.add("targets", new Input(DType.FLOAT32, 2)));
        Value centres = Value.of(
                graph,
                graph.add("centres", new Weight(tensors.get(1).shape(), Parameter.Role.WEIGHT, Initialization.ZEROS)));
        graph.output(
                "after",
                Pairs.centres(pictures, targets, centres, rule.get("alpha").getAsDouble())
                        .name());
        Program program = new Program(graph.build(), Map.of("pictures", Shape.of(1, 8), "targets", Shape.of(1, 5)));

        try (Runner runner = open(program, Weights.of(Map.of("centres", tensors.get(1))))) {
            Tensor after = runner.run(
                            List.of(tensors.get(0), FormulaContract.oneHot(Close.numbers(loss.get("labels")), 5)))
                    .get(0);
            Close.assertClose(after.toDoubles(), Close.numbers(rule.get("centres_after")), 1e-5, "centres");
        }
    }

    private void check(JsonObject json) {
        List<Tensor> tensors = Heads.inputs(json);
        Graph.Builder graph = Graph.builder();
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        Map<String, Tensor> weights = new LinkedHashMap<>();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        List<Value> values = new ArrayList<>();
        for (Tensor tensor : tensors) {
            // What comes first is of the pictures, and what comes behind it is learnt.
            String name = "x" + values.size();
            if (values.isEmpty()) {
                inputs.put(name, tensor);
                shapes.put(name, tensor.shape().with(0, 1));
                graph.add(name, new Input(tensor.type(), tensor.shape().rank()));
            } else {
                weights.put(name, tensor);
                graph.add(name, new Weight(tensor.shape(), Parameter.Role.WEIGHT, Initialization.ZEROS));
            }
            values.add(Value.of(graph, name));
        }
        Value targets = values.get(0);
        if (json.has("labels")) {
            Tensor rows = FormulaContract.oneHot(Close.numbers(json.get("labels")), 5);
            inputs.put("targets", rows);
            shapes.put("targets", rows.shape().with(0, 1));
            targets = Value.of(graph, graph.add("targets", new Input(DType.FLOAT32, 2)));
        }
        Value result = Heads.of(json, values, targets);
        graph.output("result", result.name());
        if (json.has("cotangent")) {
            Tensor cotangent = Golden.input(json.getAsJsonObject("cotangent"));
            inputs.put("cotangent", cotangent);
            shapes.put("cotangent", cotangent.shape().with(0, 1));
            Value c = Value.of(
                    graph,
                    graph.add(
                            "cotangent",
                            new Input(DType.FLOAT32, cotangent.shape().rank())));
            result = result.times(c).sum();
        }
        graph.output("value", result.name());
        String[] learning = values.stream().map(Value::name).toArray(String[]::new);
        Program program = new Program(graph.build(), shapes).differentiate("value", learning);

        try (Runner runner = open(program, Weights.of(weights))) {
            List<Tensor> results =
                    runner.run(program.names().stream().map(inputs::get).toList());

            if (json.has("output")) {
                Close.assertClose(results.get(0).toDoubles(), Close.numbers(json.get("output")), 1e-5, "output");
            }
            double[] value = {json.get("value").getAsDouble()};
            assertThat(Close.difference(results.get(1).toDoubles(), value)).isLessThan(1e-5);
            double[] gradients = results.subList(2, results.size()).stream()
                    .flatMapToDouble(each -> Arrays.stream(each.toDoubles()))
                    .toArray();
            Close.assertClose(gradients, Close.numbers(json.get("gradients")), 2e-5, "gradients");
        }
    }
}
