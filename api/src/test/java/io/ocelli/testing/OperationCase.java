package io.ocelli.testing;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Program;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.graph.Add;
import io.ocelli.graph.Constant;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Multiply;
import io.ocelli.graph.Operation;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Scale;
import io.ocelli.graph.Weight;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A golden case of {@code operations.json}, as programs of an engine. */
final class OperationCase {
    /** The node of the operation. */
    static final String NODE = "operation";

    private static final String LEAF = "leaf.";
    private static final String COTANGENT = "cotangent";

    private final JsonObject json;
    private final Operation operation;

    private OperationCase(JsonObject json) {
        this.json = json;
        this.operation = read(json.getAsJsonObject("operation"));
    }

    static Stream<OperationCase> all() {
        try (InputStream in = Objects.requireNonNull(OperationCase.class.getResourceAsStream("operations.json"))) {
            JsonObject file = JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .getAsJsonObject();
            List<OperationCase> cases = new ArrayList<>();
            file.getAsJsonArray("cases").forEach(each -> cases.add(new OperationCase(each.getAsJsonObject())));
            return cases.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An operation's attributes are read by a graph alone: one of this single node, which needs no input to be read. */
    private static Operation read(JsonObject described) {
        JsonObject node = described.deepCopy();
        node.addProperty("name", NODE);
        node.add("inputs", new JsonArray());
        JsonArray nodes = new JsonArray();
        nodes.add(node);
        JsonObject outputs = new JsonObject();
        outputs.addProperty("result", NODE);
        JsonObject graph = new JsonObject();
        graph.add("nodes", nodes);
        graph.add("outputs", outputs);
        return Graph.fromJson(graph.toString()).node(NODE).operation();
    }

    String name() {
        return json.get("name").getAsString();
    }

    String type() {
        return json.getAsJsonObject("operation").get("type").getAsString();
    }

    /** The operation's name and, of functions and reductions, which. */
    String kind() {
        JsonObject described = json.getAsJsonObject("operation");
        for (String key : new String[] {"function", "kind"}) {
            if (described.has(key)) {
                return type() + " " + described.get(key).getAsString();
            }
        }
        return type();
    }

    Operation operation() {
        return operation;
    }

    /** Whether batch norms take the batch's statistics. */
    boolean training() {
        return json.get("training").getAsBoolean();
    }

    double[] output() {
        return Close.numbers(json.getAsJsonObject("output").get("values"));
    }

    Shape outputShape() {
        return Golden.shape(json.getAsJsonObject("output").get("shape"));
    }

    /** The expected gradients by the name of an input ({@code x0}) or a parameter ({@code weight}). */
    Map<String, double[]> gradients() {
        return named("gradients");
    }

    /** The expected buffers after one training step. */
    Map<String, double[]> buffers() {
        return named("buffers");
    }

    private Map<String, double[]> named(String key) {
        Map<String, double[]> all = new LinkedHashMap<>();
        if (json.has(key)) {
            json.getAsJsonObject(key)
                    .entrySet()
                    .forEach(each -> all.put(each.getKey(), Close.numbers(each.getValue())));
        }
        return all;
    }

    /** The operation alone, on its inputs. */
    Program program() {
        Graph.Builder graph = Graph.builder();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        described().forEach(input -> {
            Shape shape = input.one();
            String name = input.name();
            if (input.isWeight()) {
                names.add(graph.add(name, input.weight()));
                return;
            }
            names.add(graph.add(name, new Input(input.type(), shape.rank())));
            shapes.put(name, shape);
        });
        return new Program(graph.output("result", add(graph, names)).build(), shapes);
    }

    private String add(Graph.Builder graph, List<String> inputs) {
        // An input is its own operation.
        return operation instanceof Input ? inputs.get(0) : graph.add(NODE, operation, inputs.toArray(new String[0]));
    }

    /** The values of the operation's inputs, for the case's batch. */
    List<Tensor> inputs() {
        List<Tensor> inputs = new ArrayList<>();
        described().forEach(input -> {
            if (!input.isWeight()) {
                inputs.add(input.value());
            }
        });
        return inputs;
    }

    /** The operation's own parameters and buffers, and the inputs that are weights. */
    Weights parameters() {
        Map<String, Tensor> values = new LinkedHashMap<>();
        described().forEach(input -> {
            if (input.isWeight()) {
                values.put(input.name(), input.value());
            }
        });
        for (Parameter parameter : own()) {
            Tensor value = Golden.parameter(name() + "." + parameter.name(), parameter.shape(), 1);
            values.put(
                    parameter.name().isEmpty() ? NODE : NODE + "." + parameter.name(),
                    value == null ? Tensor.zeros(DType.INT64, parameter.shape()) : value);
        }
        return Weights.of(values);
    }

    /**
     * The operation with learning inputs, and sum(output * cotangent) as the loss. An input of D numbers in R rows learns by
     * being the weight of a linear layer whose own input is the R x R identity.
     */
    TrainingProgram trainingProgram() {
        Graph.Builder graph = Graph.builder();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        Map<String, Integer> groups = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        described().forEach(input -> {
            Shape shape = input.one();
            String name = input.name();
            if (input.isWeight()) {
                names.add(graph.add(name, input.weight()));
                if (input.learns()) {
                    groups.put(name, 0);
                }
                return;
            }
            graph.add(name, new Input(input.type(), shape.rank()));
            if (input.learns()) {
                int rows = input.rows();
                shapes.put(name, shape.with(-1, rows));
                names.add(graph.add(LEAF + name, new Linear(rows, shape.at(-1), false), name));
                groups.put(LEAF + name + ".weight", 0);
            } else {
                shapes.put(name, shape);
                names.add(name);
            }
        });
        for (Parameter parameter : own()) {
            if (parameter.role() == Parameter.Role.WEIGHT) {
                groups.put(parameter.name().isEmpty() ? NODE : NODE + "." + parameter.name(), 0);
            }
        }
        String result = add(graph, names);
        Shape cotangent = cotangentShape();
        if (fixed()) {
            graph.add(COTANGENT, new Constant(cotangent()));
        } else {
            graph.add(COTANGENT, new Input(DType.FLOAT32, cotangent.rank()));
            shapes.put(
                    COTANGENT, outputShape().rank() == 0 ? cotangent : cotangent.with(0, cotangent.get(0) / batch()));
        }
        String mean =
                graph.add("mean", Reduce.of(Reduce.Kind.MEAN), graph.add("product", new Multiply(), result, COTANGENT));
        String loss = graph.add("sum", new Scale(cotangent.count(), 0), mean);
        for (int i = 0; json.has("beside") && i < names.size(); i++) {
            if (described().get(i).learns()) {
                loss = graph.add("beside", new Add(), loss, graph.add("own", Reduce.of(Reduce.Kind.SUM), names.get(i)));
            }
        }
        graph.output(TrainingProgram.LOSS, loss);
        graph.output("result", result);
        return new TrainingProgram(
                graph.build(),
                shapes,
                groups,
                training() ? Set.of() : Set.of(NODE),
                Optimizer.sgd(0.1),
                Double.POSITIVE_INFINITY,
                Precision.FP32,
                1);
    }

    /** What {@link #trainingProgram} takes: identities in the place of the inputs that learn, and the cotangent. */
    List<Tensor> leafInputs() {
        List<Tensor> inputs = new ArrayList<>();
        described().forEach(input -> {
            if (input.isWeight()) {
                return;
            }
            if (!input.learns()) {
                inputs.add(input.value());
                return;
            }
            inputs.add(Matrices.identity(input.shape().with(-1, input.rows())));
        });
        if (!fixed()) {
            inputs.add(cotangent());
        }
        return inputs;
    }

    /** The weights of {@link #trainingProgram}. */
    Weights leafWeights() {
        Map<String, Tensor> leaves = new LinkedHashMap<>();
        described().forEach(input -> {
            if (input.learns() && !input.isWeight()) {
                int rows = input.rows();
                int columns = input.shape().at(-1);
                float[] transposed = Matrices.transpose(input.value().toFloats(), rows, columns);
                leaves.put(LEAF + input.name() + ".weight", Tensor.of(Shape.of(columns, rows), transposed));
            }
        });
        return parameters().with(Weights.of(leaves));
    }

    /** The gradient of an input or a parameter, in its own order. */
    double[] gradient(Weights gradients, String name) {
        for (OperationInput input : described()) {
            if (input.name().equals(name) && input.isWeight()) {
                return gradients.get(name).toDoubles();
            }
            if (input.name().equals(name)) {
                float[] transposed = gradients.get(LEAF + name + ".weight").toFloats();
                float[] values = Matrices.transpose(transposed, input.shape().at(-1), input.rows());
                double[] wide = new double[values.length];
                for (int i = 0; i < wide.length; i++) {
                    wide[i] = values[i];
                }
                return wide;
            }
        }
        return gradients.get(name.isEmpty() ? NODE : NODE + "." + name).toDoubles();
    }

    /** The parameters that are not given as inputs. */
    private List<Parameter> own() {
        if (operation instanceof Weight) {
            return List.of(((Weight) operation).parameter(""));
        }
        return described().size() == 1 ? operation.parameters() : List.of();
    }

    private List<OperationInput> described() {
        return StreamSupport.stream(json.getAsJsonArray("inputs").spliterator(), false)
                .map(each -> new OperationInput(name(), batch(), each.getAsJsonObject()))
                .toList();
    }

    private int batch() {
        return json.get("batch").getAsInt();
    }

    /** Whether the result has one shape for every batch. */
    private boolean fixed() {
        return resultShape(1).equals(resultShape(2));
    }

    private Shape resultShape(int samples) {
        Program program = program();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        program.inputs().forEach((name, one) -> shapes.put(name, one.with(0, one.get(0) * samples)));
        return program.graph().shapes(shapes).get(program.graph().output("result"));
    }

    private Tensor cotangent() {
        return Golden.tensor(name() + "." + COTANGENT, cotangentShape(), -1, 1);
    }

    private Shape cotangentShape() {
        Shape shape = outputShape();
        return shape.rank() == 0 ? Shape.of(1) : shape;
    }
}
