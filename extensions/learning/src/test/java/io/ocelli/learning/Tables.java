package io.ocelli.learning;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.graph.Flatten;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import io.ocelli.testing.GoldenStep;
import io.ocelli.testing.Matrices;
import io.ocelli.training.Objective;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network that says a row of each of several tables for each picture, at nodes of the tables' names; the last table is its
 * logits. The first half of the rows are of labelled pictures, the rest of another stream or view.
 */
record Tables(Network network, int rows, int classes) {
    static final String OTHER = "other";

    /** The inputs of a golden file's cases of a name. */
    static List<JsonObject> cases(String file, String name) {
        List<JsonObject> cases = new ArrayList<>();
        for (JsonElement each : Golden.json("numbers/" + file + ".json").getAsJsonArray("cases")) {
            if (each.getAsJsonObject().get("case").getAsString().equals(name)) {
                cases.add(each.getAsJsonObject());
            }
        }
        if (cases.isEmpty()) {
            throw new AssertionError("no case " + name + " in " + file);
        }
        return cases;
    }

    static Tensor input(JsonObject json, int i) {
        return Golden.input(json.getAsJsonArray("inputs").get(i).getAsJsonObject());
    }

    /** One above the other. */
    static Tensor stacked(Tensor first, Tensor second) {
        float[] both = Arrays.copyOf(
                first.toFloats(), (int) (first.shape().count() + second.shape().count()));
        System.arraycopy(second.toFloats(), 0, both, (int) first.shape().count(), (int)
                second.shape().count());
        return Tensor.of(
                Shape.of(
                        first.shape().get(0) + second.shape().get(0),
                        first.shape().get(1)),
                both);
    }

    static Tables of(Map<String, Tensor> tables) {
        Graph.Builder graph = Graph.builder();
        String pixels = graph.add(Architecture.INPUT, new Input(DType.FLOAT32, 4));
        String flat = graph.add("flatten", new Flatten(), pixels);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        String last = "";
        int rows = 0;
        int columns = 0;
        for (Map.Entry<String, Tensor> table : tables.entrySet()) {
            rows = table.getValue().shape().at(0);
            columns = table.getValue().shape().at(1);
            last = graph.add(table.getKey(), new Linear(rows, columns, false), flat);
            weights.put(
                    last + ".weight",
                    Tensor.of(
                            Shape.of(columns, rows),
                            Matrices.transpose(table.getValue().toFloats(), rows, columns)));
        }
        graph.output(Architecture.LOGITS, last);
        tables.keySet().forEach(table -> graph.output("table." + table, table));
        return new Tables(
                GoldenStep.network(graph.build(), "flatten", List.of(last), rows, Weights.of(weights)), rows, columns);
    }

    /** @param stream whether the second half comes as a stream of its own, and is no second view */
    GoldenStep step(Objective objective, boolean stream, String engine) {
        int[] labels = new int[rows / 2];
        Arrays.setAll(labels, i -> i % 2);
        DataSet first = GoldenStep.pictures(rows, 0, classes, labels);
        DataSet second = GoldenStep.pictures(rows, rows / 2, classes, labels);
        DataSet pairs =
                first.with(OTHER, i -> Datum.picture(second.sample(i).source().read()));
        return GoldenStep.of(
                network, objective, stream ? first : pairs, stream ? Map.of(OTHER, second) : Map.of(), engine);
    }

    /** The gradients of a table's rows. */
    double[] gradients(GoldenStep step, String table) {
        double[] gradient = step.gradients().get(table + ".weight");
        int columns = gradient.length / rows;
        double[] ordered = new double[gradient.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                ordered[i * columns + j] = gradient[j * rows + i];
            }
        }
        return ordered;
    }

    /** Numbers of several of a case's gradients, in order; zeros of the given length where one is null. */
    static double[] expected(JsonArray gradients, int length, int... which) {
        double[] all = new double[0];
        for (int i : which) {
            JsonElement each = gradients.get(i);
            double[] numbers = each.isJsonNull() ? new double[length] : Close.numbers(each);
            int before = all.length;
            all = Arrays.copyOf(all, before + numbers.length);
            System.arraycopy(numbers, 0, all, before, numbers.length);
        }
        return all;
    }
}
