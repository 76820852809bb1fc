package io.ocelli.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Differentiation;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.Input;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Value;
import io.ocelli.graph.Weight;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A function of values, run and differentiated by an engine: of what a student and a teacher make of a batch, of weights behind
 * these, and of more that has the batch's extent.
 */
interface Formula extends Function<List<Value>, Value> {
    /** The student's and the teacher's. */
    int SIDES = 2;

    /** The tensors that a golden case names. */
    static List<Tensor> inputs(JsonObject json) {
        List<Tensor> inputs = new ArrayList<>();
        json.getAsJsonArray("inputs").forEach(each -> inputs.add(Golden.input(each.getAsJsonObject())));
        return inputs;
    }

    /** Compares the value and the gradients of a golden case, whose inputs are the formula's. */
    static void check(JsonObject json, Formula formula, String engine, Tensor... more) {
        List<Tensor> inputs = inputs(json);
        List<Integer> moving = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            if (!json.getAsJsonArray("gradients").get(i).isJsonNull()) {
                moving.add(i);
            }
        }
        Map<String, Tensor> results = run(formula, engine, moving, inputs, more);
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

    /** Its result. */
    static Tensor run(Formula formula, String engine, List<Tensor> inputs, Tensor... more) {
        return run(formula, engine, List.of(), inputs, more).get("result");
    }

    private static Map<String, Tensor> run(
            Formula formula, String engine, List<Integer> moving, List<Tensor> inputs, Tensor... more) {
        Graph.Builder graph = Graph.builder();
        List<Value> values = new ArrayList<>();
        Map<String, Tensor> given = new LinkedHashMap<>();
        Map<String, Tensor> weights = new LinkedHashMap<>();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        List<Tensor> all = new ArrayList<>(inputs);
        all.addAll(List.of(more));
        for (int i = 0; i < all.size(); i++) {
            Tensor tensor = all.get(i);
            boolean batch = i < SIDES || i >= inputs.size();
            String name = graph.add(
                    "i" + i,
                    batch
                            ? new Input(tensor.type(), tensor.shape().rank())
                            : new Weight(tensor.shape(), Parameter.Role.WEIGHT, Initialization.ZEROS));
            values.add(Value.of(graph, name));
            (batch ? given : weights).put(name, tensor);
            if (batch) {
                shapes.put(name, tensor.shape().with(0, 1));
            }
        }
        graph.output("result", formula.apply(values).name());
        Graph whole = graph.build();
        given.keySet()
                .retainAll(whole.inputs().stream().map(node -> node.name()).toList());
        shapes.keySet().retainAll(given.keySet());
        Program program = new Program(whole, shapes);
        if (!moving.isEmpty()) {
            program = program.differentiate(
                    "result", moving.stream().map(i -> "i" + i).toArray(String[]::new));
        }
        try (Runner runner = Engines.named(engine).open(program, Weights.of(weights), Device.CPU)) {
            return runner.run(given);
        }
    }
}
