package io.ocelli.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Differentiation;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Value;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A function of values on tensors, run and differentiated by an engine. */
interface Formula extends Function<List<Value>, Value> {
    /** Its result on tensors. */
    static Tensor run(Formula formula, String engine, Tensor... inputs) {
        return run(formula, engine, List.of(), inputs).get("result");
    }

    /**
     * Compares the value and the gradients of a golden case, whose inputs are the formula's.
     *
     * @param more inputs behind these
     */
    static void check(JsonObject json, Formula formula, String engine, Tensor... more) {
        int inputs = json.getAsJsonArray("inputs").size();
        Tensor[] tensors = new Tensor[inputs + more.length];
        System.arraycopy(more, 0, tensors, inputs, more.length);
        List<Integer> moving = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            tensors[i] = Tables.input(json, i);
            if (!json.getAsJsonArray("gradients").get(i).isJsonNull()) {
                moving.add(i);
            }
        }
        Map<String, Tensor> results = run(formula, engine, moving, tensors);
        double value = json.get("value").getAsDouble();
        String name = json.get("case").getAsString();
        assertThat((double) results.get("result").toFloats()[0])
                .as(name)
                .isCloseTo(value, within(1e-5 * Math.abs(value)));
        for (int i : moving) {
            Close.assertClose(
                    results.get(Differentiation.output("i" + i)).toDoubles(),
                    Close.numbers(json.getAsJsonArray("gradients").get(i)),
                    2e-5,
                    name + " by input " + i);
        }
    }

    private static Map<String, Tensor> run(Formula formula, String engine, List<Integer> moving, Tensor... inputs) {
        Graph.Builder graph = Graph.builder();
        List<Value> values = new ArrayList<>();
        Map<String, Tensor> given = new LinkedHashMap<>();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (int i = 0; i < inputs.length; i++) {
            String name = graph.add(
                    "i" + i, new Input(DType.FLOAT32, inputs[i].shape().rank()));
            values.add(Value.of(graph, name));
            given.put(name, inputs[i]);
            shapes.put(name, inputs[i].shape().with(0, 1));
        }
        graph.output("result", formula.apply(values).name());
        Program program = new Program(graph.build(), shapes);
        given.keySet()
                .retainAll(program.graph().inputs().stream()
                        .map(node -> node.name())
                        .toList());
        shapes.keySet().retainAll(given.keySet());
        program = new Program(graph.build(), shapes);
        if (!moving.isEmpty()) {
            program = program.differentiate(
                    "result", moving.stream().map(i -> "i" + i).toArray(String[]::new));
        }
        try (Runner runner = Engines.named(engine).open(program, Weights.empty(), Device.CPU)) {
            return runner.run(given);
        }
    }
}
