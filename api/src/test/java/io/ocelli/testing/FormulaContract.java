package io.ocelli.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.engine.Device;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.error.EngineException;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Value;
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
import org.junit.jupiter.api.TestFactory;

/** The field's losses, written in values: their values and gradients are those of PyTorch, whatever the size of the batch. */
public interface FormulaContract extends EngineUnderTest {
    /** The losses that the engine refuses to differentiate, and what it says of the node. */
    default Map<String, String> refusedLosses() {
        return Map.of();
    }

    @TestFactory
    default Stream<DynamicTest> losesAsTheReference() {
        return StreamSupport.stream(
                        Golden.json("numbers/losses.json")
                                .getAsJsonArray("cases")
                                .spliterator(),
                        false)
                .map(JsonElement::getAsJsonObject)
                .map(json -> dynamicTest(json.get("loss").getAsString(), () -> check(json)));
    }

    private void check(JsonObject json) {
        Map<String, Tensor> inputs = inputs(json);
        Graph.Builder graph = Graph.builder();
        Map<String, Value> values = new LinkedHashMap<>();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        inputs.forEach((name, tensor) -> {
            values.put(
                    name,
                    Value.of(
                            graph,
                            graph.add(
                                    name,
                                    new Input(tensor.type(), tensor.shape().rank()))));
            shapes.put(name, tensor.shape().with(0, 1));
        });
        graph.output("loss", Formulas.of(json, values).name());
        List<String> learning = new ArrayList<>(List.of("logits", "source", "target", "first", "second"));
        learning.retainAll(inputs.keySet());
        Program program = new Program(graph.build(), shapes).differentiate("loss", learning.toArray(new String[0]));

        String refusal = refusedLosses().get(json.get("loss").getAsString());
        if (refusal != null) {
            assertThatThrownBy(() -> engine().open(program, Weights.empty(), Device.CPU))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining(refusal);
            return;
        }
        try (Runner runner = engine().open(program, Weights.empty(), Device.CPU)) {
            List<Tensor> ordered = program.names().stream().map(inputs::get).toList();
            List<Tensor> results = runner.run(ordered);
            double[] found = results.subList(1, results.size()).stream()
                    .flatMapToDouble(each -> Arrays.stream(each.toDoubles()))
                    .toArray();

            double loss = json.get("value").getAsDouble();
            assertThat(Close.difference(results.get(0).toDoubles(), new double[] {loss}))
                    .isLessThan(1e-5);
            Close.assertClose(found, Close.numbers(json.get("gradients")), 2e-5, "gradients");
        }
    }

    /** The case's tensors by name; class numbers come with whether they count. */
    private static Map<String, Tensor> inputs(JsonObject json) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        Shape logits = Shape.of();
        for (String name : new String[] {"logits", "teacher", "source", "target", "views"}) {
            if (json.has(name)) {
                Tensor tensor = Golden.input(json.getAsJsonObject(name));
                logits = name.equals("logits") ? tensor.shape() : logits;
                inputs.put(name, tensor);
            }
        }
        for (String name : new String[] {"probabilities", "multi_hot", "mask"}) {
            if (json.has(name)) {
                inputs.put(name, floats(logits, Close.numbers(json.get(name))));
            }
        }
        Tensor views = inputs.remove("views");
        if (views != null) {
            double[] all = views.toDoubles();
            Shape half = views.shape().with(0, views.shape().get(0) / 2);
            inputs.put("first", floats(half, Arrays.copyOf(all, all.length / 2)));
            inputs.put("second", floats(half, Arrays.copyOfRange(all, all.length / 2, all.length)));
        }
        if (json.has("targets")) {
            double[] targets = Close.numbers(json.get("targets"));
            Shape samples = Shape.of(targets.length);
            inputs.put(
                    "targets",
                    Tensor.of(
                            samples,
                            Arrays.stream(targets)
                                    .mapToLong(each -> (long) Math.max(0, each))
                                    .toArray()));
            inputs.put(
                    "valid",
                    floats(
                            samples,
                            Arrays.stream(targets).map(each -> each < 0 ? 0 : 1).toArray()));
        }
        if (json.get("loss").getAsString().equals("focal")) {
            inputs.remove("valid");
        }
        return inputs;
    }

    private static Tensor floats(Shape shape, double[] values) {
        return Tensor.of(shape, values).to(DType.FLOAT32);
    }
}
