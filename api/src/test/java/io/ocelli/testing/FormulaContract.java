package io.ocelli.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Value;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Loss;
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

    /** Pictures without a class beside one, and alone. */
    @TestFactory
    default Stream<DynamicTest> aRowOfZerosCountsNothing() {
        return Stream.<Loss>of(
                        Loss.crossEntropy(),
                        Loss.crossEntropy().labelSmoothing(0.1).weights(1, 2, 3),
                        Loss.focal(2).alpha(1, 2, 3),
                        Loss.focal(0.5))
                .map(loss -> dynamicTest(loss.toString(), () -> {
                    Tensor row = Tensor.of(Shape.of(1, 3), 1f, -2f, 0.5f);
                    Tensor two = Tensor.of(Shape.of(2, 3), 1f, -2f, 0.5f, 9f, -9f, 9f);
                    List<Tensor> one = run(loss, row, oneHot(new double[] {1}, 3));
                    List<Tensor> both = run(loss, two, oneHot(new double[] {1, -1}, 3));
                    List<Tensor> none = run(loss, two, oneHot(new double[] {-1, -1}, 3));

                    assertThat(both.get(0).toFloats())
                            .containsExactly(one.get(0).toFloats(), within(1e-6f));
                    assertThat(Arrays.copyOf(both.get(1).toFloats(), 3))
                            .containsExactly(one.get(1).toFloats(), within(1e-6f));
                    assertThat(Arrays.copyOfRange(both.get(1).toFloats(), 3, 6)).containsOnly(0);
                    assertThat(none.get(0).toFloats()[0]).isZero();
                    assertThat(none.get(1).toFloats()).containsOnly(0);
                }));
    }

    /** The loss and its gradient. */
    private List<Tensor> run(Loss loss, Tensor logits, Tensor targets) {
        Graph.Builder graph = Graph.builder();
        Value x = Value.of(graph, graph.add("x", new Input(DType.FLOAT32, 2)));
        Value t = Value.of(graph, graph.add("t", new Input(DType.FLOAT32, 2)));
        graph.output("loss", loss.of(x, t).name());
        Program program =
                new Program(graph.build(), Map.of("x", Shape.of(1, 3), "t", Shape.of(1, 3))).differentiate("loss", "x");
        try (Runner runner = open(program, Weights.empty())) {
            return runner.run(List.of(logits, targets));
        }
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

        try (Runner runner = open(program, Weights.empty())) {
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

    /** The case's tensors by name; classes come as a row of probabilities, of zeros where there is none. */
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
                inputs.put("targets", floats(logits, Close.numbers(json.get(name))));
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
            inputs.put("targets", oneHot(Close.numbers(json.get("targets")), logits.at(1)));
        }
        return inputs;
    }

    /** Rows of one 1 each, and of zeros for negative classes. */
    static Tensor oneHot(double[] labels, int classes) {
        double[] rows = new double[labels.length * classes];
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] >= 0) {
                rows[row * classes + (int) labels[row]] = 1;
            }
        }
        return floats(Shape.of(labels.length, classes), rows);
    }

    private static Tensor floats(Shape shape, double[] values) {
        return Tensor.of(shape, values).to(DType.FLOAT32);
    }
}
