package io.ocelli.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.primitives.Doubles;
import com.google.common.primitives.Floats;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.engine.Adam;
import io.ocelli.engine.AmsGrad;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Sgd;
import io.ocelli.engine.Trainer;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.graph.Add;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Multiply;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Scale;
import io.ocelli.graph.Value;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Loss;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * {@code numbers/optimizers.json} and {@code numbers/losses.json} on an engine. What is learnt is the weight of a linear layer
 * whose input is the identity, so that the layer's result is the weight, transposed.
 */
public interface GoldenOptimizers extends EngineUnderTest {
    /** The largest difference, over the largest value. */
    double NUMBERS = 2e-6;

    @TestFactory
    default Stream<DynamicTest> optimizersFollowTheReference() {
        JsonObject file = Golden.json("numbers/optimizers.json");
        return objects(file.getAsJsonArray("cases"))
                .filter(each -> each.has("trajectory"))
                .map(each -> dynamicTest(
                        described(each), () -> follow(file.get("note").getAsString(), each)));
    }

    @TestFactory
    default Stream<DynamicTest> clipsAsTheReference() {
        return objects(Golden.json("numbers/optimizers.json").getAsJsonArray("cases"))
                .filter(each -> each.has("clipped"))
                .map(each -> dynamicTest(described(each), () -> {
                    // The loss is gradient . weight: its gradient is the case's, and a step at rate 1 from 0 is minus
                    // the clipped.
                    double[] gradient = Close.numbers(each.get("gradient"));
                    int n = gradient.length;
                    Graph.Builder graph = Graph.builder();
                    String x = graph.add("x", new Input(DType.FLOAT32, 2));
                    String weight = graph.add("p", new Linear(n, 1, false), x);
                    graph.output(TrainingProgram.LOSS, graph.add("mean", Reduce.of(Reduce.Kind.MEAN), weight));
                    TrainingProgram program = new TrainingProgram(
                            graph.build(),
                            Map.of("x", Shape.of(1, n)),
                            Map.of("p.weight", 0),
                            Set.of(),
                            Optimizer.sgd(1),
                            each.get("maximum").getAsDouble(),
                            Precision.FP32,
                            1);
                    Weights zero = Weights.of(Map.of("p.weight", Tensor.zeros(DType.FLOAT32, Shape.of(1, n))));
                    try (Trainer trainer = train(program, zero, Weights.empty())) {
                        trainer.step(List.of(tensor(Shape.of(1, n), gradient)), 1);

                        double[] moved = trainer.weights().get("p.weight").toDoubles();
                        double[] expected = Close.numbers(each.get("clipped"));
                        for (int i = 0; i < n; i++) {
                            moved[i] = -moved[i];
                        }
                        Close.assertClose(moved, expected, NUMBERS, "clipped gradient");
                    }
                }));
    }

    @TestFactory
    default Stream<DynamicTest> crossEntropyIsTheReferences() {
        return objects(Golden.json("numbers/losses.json").getAsJsonArray("cases"))
                .filter(each -> each.get("loss").getAsString().endsWith("cross_entropy"))
                .map(each -> dynamicTest(described(each), () -> crossEntropy(each)));
    }

    /** The optimiser that a case describes. */
    static Optimizer read(JsonObject json) {
        double rate = json.get("lr").getAsDouble();
        double decay = json.has("weight_decay") ? json.get("weight_decay").getAsDouble() : 0;
        switch (json.get("optimizer").getAsString()) {
            case "sgd":
                double momentum = json.has("momentum") ? json.get("momentum").getAsDouble() : 0;
                boolean nesterov = json.has("nesterov") && json.get("nesterov").getAsBoolean();
                return new Sgd(rate, momentum, decay, nesterov);
            case "adam":
                return adam(json, Optimizer.adam(rate));
            case "adamw":
                return adam(json, Optimizer.adamW(rate));
            case "adam_amsgrad":
                return new AmsGrad(adam(json, Optimizer.adam(rate)));
            case "rmsprop":
                return Optimizer.rmsProp(rate)
                        .alpha(json.get("alpha").getAsDouble())
                        .momentum(json.get("momentum").getAsDouble())
                        .eps(json.get("eps").getAsDouble());
            case "adagrad":
                return Optimizer.adagrad(rate);
            case "lion":
                return Optimizer.lion(rate).weightDecay(decay);
            case "lamb":
                return Optimizer.lamb(rate).weightDecay(decay);
            default:
                throw new IllegalArgumentException("No optimiser for " + json.get("optimizer"));
        }
    }

    private static Adam adam(JsonObject json, Adam plain) {
        Adam adam = json.has("weight_decay")
                ? plain.weightDecay(json.get("weight_decay").getAsDouble())
                : plain;
        if (json.has("betas")) {
            double[] betas = Close.numbers(json.get("betas"));
            adam = adam.betas(betas[0], betas[1]);
        }
        return json.has("eps") ? adam.eps(json.get("eps").getAsDouble()) : adam;
    }

    private void follow(String note, JsonObject described) {
        Shape shape = Golden.shape(com.google.gson.JsonParser.parseString(find(note, "(\\[[0-9,]+\\])")));
        String seed = find(note, "fill\\(p0([^,]*),");
        int rows = shape.at(0);
        int columns = shape.at(1);
        Graph.Builder graph = Graph.builder();
        String identity = graph.add("identity", new Input(DType.FLOAT32, 2));
        String target = graph.add("target", new Input(DType.FLOAT32, 2));
        String factor = graph.add("factor", new Input(DType.FLOAT32, 2));
        String p = graph.add("p", new Linear(rows, columns, false), identity);
        String difference = graph.add("difference", new Add(), p, graph.add("minus", new Scale(-1, 0), target));
        String product = graph.add("product", new Multiply(), factor, difference, difference);
        String mean = graph.add("mean", Reduce.of(Reduce.Kind.MEAN), product);
        graph.output(TrainingProgram.LOSS, graph.add("sum", new Scale(shape.count(), 0), mean));
        TrainingProgram program = new TrainingProgram(
                graph.build(),
                Map.of("identity", Shape.of(1, rows), "target", Shape.of(1, columns), "factor", Shape.of(1, columns)),
                Map.of("p.weight", 0),
                Set.of(),
                read(described),
                Double.POSITIVE_INFINITY,
                Precision.FP32,
                1);
        Weights start = Weights.of(Map.of(
                "p.weight",
                Tensor.of(
                        Shape.of(columns, rows),
                        Matrices.transpose(Golden.fill("p0" + seed, shape, -1, 1), rows, columns))));
        List<Tensor> inputs = List.of(
                Matrices.identity(Shape.of(rows, rows)),
                Golden.tensor("t" + seed, shape, -1, 1),
                Golden.tensor("c" + seed, shape, .1, 5));
        try (Trainer trainer = train(program, start, Weights.empty())) {
            for (JsonElement expected : described.getAsJsonArray("trajectory")) {
                trainer.step(inputs, read(described).learningRate());
                double[] weights = trainer.weights().get("p.weight").toDoubles();
                double[] inOrder = new double[weights.length];
                for (int i = 0; i < weights.length; i++) {
                    inOrder[i] = weights[i % columns * rows + i / columns];
                }
                Close.assertClose(inOrder, Close.numbers(expected), NUMBERS, "parameters");
            }
        }
    }

    private void crossEntropy(JsonObject described) {
        Tensor logits = Golden.input(described.getAsJsonObject("logits"));
        int rows = logits.shape().at(0);
        int k = logits.shape().at(1);
        double smoothing =
                described.has("smoothing") ? described.get("smoothing").getAsDouble() : 0;
        Graph.Builder graph = Graph.builder();
        String identity = graph.add("identity", new Input(DType.FLOAT32, 2));
        String targets = graph.add("targets", new Input(DType.FLOAT32, 2));
        String leaf = graph.add("leaf", new Linear(rows, k, false), identity);
        graph.output(
                TrainingProgram.LOSS,
                Loss.crossEntropy()
                        .labelSmoothing(smoothing)
                        .weights(Floats.toArray(Doubles.asList(
                                described.has("weights") ? Close.numbers(described.get("weights")) : new double[0])))
                        .of(Value.of(graph, leaf), Value.of(graph, targets))
                        .name());
        TrainingProgram program = new TrainingProgram(
                graph.build(),
                Map.of("identity", Shape.of(1, rows), "targets", Shape.of(1, k)),
                Map.of("leaf.weight", 0),
                Set.of(),
                Optimizer.sgd(1),
                Double.POSITIVE_INFINITY,
                Precision.FP32,
                1);
        Weights weights = Weights.of(
                Map.of("leaf.weight", Tensor.of(Shape.of(k, rows), Matrices.transpose(logits.toFloats(), rows, k))));
        List<Tensor> inputs =
                List.of(Matrices.identity(Shape.of(rows, rows)), tensor(Shape.of(rows, k), targets(described, k)));
        try (Trainer trainer = train(program, weights, Weights.empty())) {
            float[] gradient = trainer.gradients(inputs).get("leaf.weight").toFloats();
            double[] expected =
                    Close.numbers(described.getAsJsonArray("gradients").get(0));
            double value = trainer.accumulate(inputs).get(0).toDoubles()[0];

            assertThat(value)
                    .isCloseTo(
                            described.get("value").getAsDouble(),
                            org.assertj.core.api.Assertions.withinPercentage(100 * NUMBERS));
            Close.assertClose(
                    tensor(logits.shape(), Matrices.transpose(gradient, k, rows))
                            .toDoubles(),
                    expected,
                    NUMBERS,
                    "gradient");
        }
    }

    private static double[] targets(JsonObject described, int k) {
        if (described.has("probabilities")) {
            return Close.numbers(described.get("probabilities"));
        }
        double[] labels = Close.numbers(described.get("targets"));
        double[] targets = new double[labels.length * k];
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] >= 0) {
                targets[row * k + (int) labels[row]] = 1;
            }
        }
        return targets;
    }

    private static Tensor tensor(Shape shape, double... values) {
        return Tensor.of(shape, values).to(DType.FLOAT32);
    }

    private static Tensor tensor(Shape shape, float[] values) {
        return Tensor.of(shape, values);
    }

    private static String find(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find())
                .as("the note of the golden file says '%s'", pattern)
                .isTrue();
        return matcher.group(1);
    }

    private static String described(JsonObject each) {
        JsonObject brief = each.deepCopy();
        for (String key :
                List.of("trajectory", "gradients", "value", "logits", "probabilities", "targets", "clipped")) {
            brief.remove(key);
        }
        return brief.toString();
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        List<JsonObject> objects = new ArrayList<>();
        array.forEach(each -> objects.add(each.getAsJsonObject()));
        return objects.stream();
    }
}
