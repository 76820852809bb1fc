package io.ocelli.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.engine.Device;
import io.ocelli.engine.Optimizer;
import io.ocelli.graph.Activation;
import io.ocelli.graph.Flatten;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.image.Pipeline;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import io.ocelli.testing.GoldenStep;
import io.ocelli.testing.Matrices;
import io.ocelli.training.Learner;
import io.ocelli.training.Loss;
import io.ocelli.training.Objective;
import io.ocelli.training.Plan;
import io.ocelli.training.Schedule;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Continual learning, against {@code numbers/continual.json}. */
class ContinualTest {
    private static final String FILE = "continual";
    private static final String[] NAMES = {"first.weight", "first.bias", "second.weight", "second.bias"};
    private static final String[] GOLDEN_NAMES = {"W1", "b1", "W2", "b2"};

    private static JsonObject golden(String name) {
        return Golden.json("numbers/" + FILE + ".json").getAsJsonObject(name);
    }

    private static String seed() {
        String name = Tables.cases(FILE, "ewc")
                .get(0)
                .getAsJsonArray("inputs")
                .get(0)
                .getAsJsonObject()
                .get("name")
                .getAsString();
        return name.substring("theta_W1".length());
    }

    private static int[] ints(JsonElement json) {
        return Arrays.stream(Close.numbers(json)).mapToInt(each -> (int) each).toArray();
    }

    private static Network padded(Tensor rows, int above, int below) {
        int columns = rows.shape().at(1);
        int all = above + rows.shape().at(0) + below;
        float[] values = new float[all * columns];
        float[] from = rows.toFloats();
        System.arraycopy(from, 0, values, above * columns, from.length);
        return GoldenStep.saying(Tensor.of(Shape.of(all, columns), values));
    }

    private static void check(JsonObject json, GoldenStep step, int input, int above, Tensor table) {
        double value = json.get("value").getAsDouble();
        assertThat(step.loss()).isCloseTo(value, within(1e-5 * Math.abs(value)));
        double[] expected = Close.numbers(json.getAsJsonArray("gradients").get(input));
        double[] all = step.ofRows(table);
        int from = above * table.shape().at(1);
        Close.assertClose(
                Arrays.copyOfRange(all, from, from + expected.length),
                expected,
                2e-5,
                json.get("case").getAsString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void oldClassesStayAsTheyWere(String engine) {
        for (String name : List.of("lwf", "lwf_T2", "lwf_kl_T2")) {
            JsonObject json = Tables.cases(FILE, name).get(0);
            Tensor now = Tables.input(json, 0);
            Network old = GoldenStep.saying(Golden.input(json.getAsJsonObject("old")));
            LearningWithoutForgetting term = LearningWithoutForgetting.of(old)
                    .temperature(json.get("temperature").getAsDouble());
            term = name.equals("lwf")
                    ? term
                    : name.equals("lwf_T2") ? term.squared() : term.squared().divergence();
            int[] labels = ints(json.get("labels"));
            GoldenStep step = GoldenStep.of(
                    GoldenStep.saying(now),
                    Objective.labels(Loss.crossEntropy())
                            .plus(term.times(json.get("lam").getAsDouble())),
                    GoldenStep.pictures(labels.length, 0, now.shape().at(1), labels),
                    Map.of(),
                    engine);
            check(json, step, 0, 0, now);
        }
    }

    /** New pictures' rows stand above those of the first and the second draw from memory. */
    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void whatMemorySaidIsKept(String engine) {
        for (String name : List.of("der", "der_plus_plus")) {
            JsonObject json = Tables.cases(FILE, name).get(0);
            Tensor now = Tables.input(json, 0);
            Tensor memory = Tables.input(json, 1);
            boolean plus = name.equals("der_plus_plus");
            Tensor table = Tables.stacked(now, memory);
            table = plus ? Tables.stacked(table, Tables.input(json, 2)) : table;
            int rows = table.shape().at(0);
            int classes = table.shape().at(1);
            int[] labels = ints(json.get("labels"));
            float[] stored = Golden.input(json.getAsJsonObject("stored")).toFloats();
            int n = memory.shape().at(0);
            DataSet first = GoldenStep.pictures(rows, labels.length, classes, new int[n])
                    .with("said", i -> Datum.row(Arrays.copyOfRange(stored, i * classes, (i + 1) * classes)));
            Map<String, DataSet> streams = new LinkedHashMap<>();
            streams.put("memory", first);
            DarkExperience dark = DarkExperience.carried("memory", "said", classes);
            double alpha = json.get("alpha").getAsDouble();
            Objective kept = dark.times(alpha);
            if (plus) {
                streams.put(
                        "again",
                        GoldenStep.pictures(rows, labels.length + n, classes, ints(json.get("buffer_labels"))));
                kept = dark.plusPlus(alpha, "again", json.get("beta").getAsDouble());
            }
            GoldenStep step = GoldenStep.of(
                    GoldenStep.saying(table),
                    Objective.labels(Loss.crossEntropy()).plus(kept),
                    GoldenStep.pictures(rows, 0, classes, labels),
                    streams,
                    engine);
            check(json, step, 0, 0, table);
            check(json, step, 1, labels.length, table);
            if (plus) {
                check(json, step, 2, labels.length + n, table);
            }
        }
    }

    /** Of what was not known then nothing is asked, and the mean is over the rest. */
    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void classesThatWereNotKnownAreFree(String engine) {
        Tensor table = Tensor.of(Shape.of(2, 3), 1f, 2f, 3f, 4f, 5f, 6f);
        DataSet memory = GoldenStep.pictures(2, 0, 3, 0, 1)
                .with("said", i -> i == 0 ? Datum.row(0, 4, Float.NaN) : Datum.row(Float.NaN, Float.NaN, Float.NaN));
        GoldenStep step = GoldenStep.of(
                GoldenStep.saying(table),
                DarkExperience.carried("memory", "said", 3).objective(),
                GoldenStep.pictures(2, 0, 3, 0, 1),
                Map.of("memory", memory),
                engine);

        assertThat(step.loss()).isCloseTo((1 + 4) / 2.0, within(1e-6));
        Close.assertClose(step.ofRows(table), new double[] {1, -2, 0, 0, 0, 0}, 1e-3, "gradients");
    }

    @Test
    void theNetworkItselfSaysWhatItSaidBefore() {
        JsonObject json = Tables.cases(FILE, "der").get(0);
        Tensor now = Tables.input(json, 0);
        Tensor memory = Tables.input(json, 1);
        Tensor table = Tables.stacked(now, memory);
        int[] labels = ints(json.get("labels"));
        Network old = padded(Golden.input(json.getAsJsonObject("stored")), labels.length, 0);
        GoldenStep step = GoldenStep.of(
                GoldenStep.saying(table),
                Objective.labels(Loss.crossEntropy())
                        .plus(DarkExperience.of("memory", old)
                                .times(json.get("alpha").getAsDouble())),
                GoldenStep.pictures(table.shape().at(0), 0, 5, labels),
                Map.of("memory", GoldenStep.pictures(table.shape().at(0), labels.length, 5, new int[4])),
                "pytorch");
        check(json, step, 1, labels.length, table);
    }

    /** A frozen layer says the golden file's data for pictures; behind it is its network. */
    private static Network intelligent() {
        Graph.Builder graph = Graph.builder();
        String x = graph.add("flatten", new Flatten(), graph.add(Architecture.INPUT, new Input(DType.FLOAT32, 4)));
        x = graph.add("data", new Linear(12, 5, false), x);
        x = graph.add("relu", Activation.RELU, graph.add("first", Linear.of(5, 6), x));
        graph.output(Architecture.LOGITS, graph.add("second", Linear.of(6, 3), x));
        Map<String, Tensor> weights = new LinkedHashMap<>();
        Tensor data = Golden.tensor("data2" + seed(), Shape.of(12, 5), -1, 1);
        weights.put("data.weight", Tensor.of(Shape.of(5, 12), Matrices.transpose(data.toFloats(), 12, 5)));
        JsonObject shapes = golden("fisher").getAsJsonObject("shapes");
        for (int i = 0; i < NAMES.length; i++) {
            double bound = GOLDEN_NAMES[i].startsWith("W") ? 0.8 : 0.2;
            weights.put(
                    NAMES[i],
                    Golden.tensor(
                            "star_" + GOLDEN_NAMES[i] + seed(),
                            Golden.shape(shapes.get(GOLDEN_NAMES[i])),
                            -bound,
                            bound));
        }
        return GoldenStep.network(graph.build(), "relu", List.of("second"), 12, Weights.of(weights));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void aWeightIsWorthWhatItsPathBroughtAbout(String engine) {
        JsonObject json = golden("synaptic_intelligence");
        Network start = intelligent();
        PathIntegral path = PathIntegral.of(Optimizer.sgd(json.get("lr").getAsDouble()));
        List<Weights> states = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        int[] labels = ints(golden("fisher").getAsJsonArray("labels").get(1));
        DataSet pictures = GoldenStep.pictures(12, 0, 3, labels);
        Training recipe = Training.defaults()
                .epochs(json.get("steps").getAsInt())
                .batchSize(12)
                .optimizer(path)
                .schedule(Schedule.constant())
                .augmentation(Pipeline.empty())
                .loss(Loss.crossEntropy())
                .listener((event, session) -> {
                    if (event instanceof TrainingEvent.StepEnded) {
                        states.add(session.state());
                        losses.add(((TrainingEvent.StepEnded) event).loss());
                    }
                });
        Weights after = Plan.of(
                        new Learner(start.architecture(), start.weights(), start.preprocessing(), "data"),
                        pictures,
                        pictures,
                        recipe,
                        engine,
                        Device.CPU)
                .run()
                .weights();
        Weights last = states.get(states.size() - 1);

        Close.assertClose(
                losses.stream().mapToDouble(each -> each).toArray(), Close.numbers(json.get("losses")), 1e-5, "losses");
        Close.assertClose(flat(path.path(last)), Close.numbers(json.get("path")), 1e-4, "path");
        Close.assertClose(flat(after), Close.numbers(json.get("parameters_after")), 1e-5, "parameters");
        Weights importance =
                path.importance(last, start.weights(), after, json.get("xi").getAsDouble());
        Close.assertClose(flat(importance), Close.numbers(json.get("importance")), 1e-4, "importance");
        checkPenalty(ElasticPenalty.around(after, importance), engine);
    }

    /** At other weights, those that the case names. */
    private static void checkPenalty(ElasticPenalty penalty, String engine) {
        JsonObject json = Tables.cases(FILE, "si").get(0);
        Network start = intelligent();
        Map<String, Tensor> moved = new LinkedHashMap<>(start.weights().toMap());
        for (int i = 0; i < NAMES.length; i++) {
            moved.put(NAMES[i], Tables.input(json, i));
        }
        GoldenStep step = GoldenStep.of(
                new Network(start.architecture(), Weights.of(moved), start.preprocessing()),
                penalty.strength(2 * json.get("c").getAsDouble()).objective(),
                GoldenStep.pictures(12, 0, 3, 0, 1, 2),
                Map.of(),
                engine);
        double value = json.get("value").getAsDouble();
        assertThat(step.loss()).isCloseTo(value, within(1e-4 * Math.abs(value)));
        for (int i = 0; i < NAMES.length; i++) {
            Close.assertClose(
                    step.gradients().get(NAMES[i]),
                    Close.numbers(json.getAsJsonArray("gradients").get(i)),
                    1e-4,
                    NAMES[i]);
        }
    }

    private static double[] flat(Weights weights) {
        return Stream.of(NAMES)
                .flatMapToDouble(name -> Arrays.stream(weights.get(name).toDoubles()))
                .toArray();
    }

    private static float[][] shifted(String name, int rows) {
        float[] shift = {1, 0.5f, 0, 0, -0.5f, 0};
        float[] values = Golden.fill(name + seed(), Shape.of(rows, 6), -1, 1);
        float[][] features = new float[rows][6];
        for (int i = 0; i < values.length; i++) {
            features[i / 6][i % 6] = values[i] + shift[i % 6];
        }
        return features;
    }

    @Test
    void meansAndHerdsAreIcarls() {
        JsonObject json = golden("icarl");
        float[][] features = shifted("icarl", 30);
        NearestMean nearest = NearestMean.of(features, ints(json.get("labels")), 3);
        float[][] asked = shifted("icarl_test", 10);

        assertThat(NearestMean.herd(features, 8)).containsExactly(ints(json.get("herding_order")));
        Close.assertClose(
                Arrays.stream(nearest.means()).flatMapToDouble(Arrays::stream).toArray(),
                Close.numbers(json.get("class_means")),
                1e-6,
                "means");
        Close.assertClose(
                Arrays.stream(nearest.distances(asked))
                        .flatMapToDouble(Arrays::stream)
                        .toArray(),
                Close.numbers(json.get("distances")),
                1e-6,
                "distances");
        assertThat(nearest.classify(asked)).containsExactly(ints(json.get("prediction")));
    }

    @Test
    void whatTasksDoToEachOther() {
        JsonObject json = golden("metrics");
        AccuracyMatrix matrix = AccuracyMatrix.of(IntStream.range(
                        0, json.getAsJsonArray("accuracy").size())
                .mapToObj(i -> Close.numbers(json.getAsJsonArray("accuracy").get(i)))
                .toArray(double[][]::new));
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("average_accuracy", matrix.averageAccuracy());
        figures.put("average_incremental_accuracy", matrix.averageIncrementalAccuracy());
        figures.put("learning_accuracy", matrix.learningAccuracy());
        figures.put("backward_transfer", matrix.backwardTransfer());
        figures.put("forward_transfer", matrix.forwardTransfer(Close.numbers(json.get("baseline"))));
        figures.put("forgetting", matrix.forgetting());
        figures.put("forgetting_since_learned", matrix.forgettingSinceLearned());

        figures.forEach((name, figure) ->
                assertThat(figure).as(name).isCloseTo(json.get(name).getAsDouble(), within(1e-8)));
        Close.assertClose(matrix.forgettingByTask(), Close.numbers(json.get("forgetting_per_task")), 1e-8, "by task");
    }

    @Test
    void oneTaskForgetsNothingThatCanBeTold() {
        AccuracyMatrix one = AccuracyMatrix.of(new double[] {0.5});

        assertThat(one.averageAccuracy()).isEqualTo(0.5);
        assertThat(one.forgetting()).isNaN();
        assertThat(one.backwardTransfer()).isNaN();
        assertThatThrownBy(() -> AccuracyMatrix.of(new double[] {0.5, 0.2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("After each of 1 tasks there is an accuracy on each, received 2 in a row");
    }

    @Test
    void aReservoirKeepsEachElementEquallyOften() {
        int[] kept = new int[20];
        for (int seed = 0; seed < 2000; seed++) {
            Reservoir reservoir = Reservoir.of(5, seed);
            int[] places = new int[5];
            for (int i = 0; i < kept.length; i++) {
                int place = reservoir.place();
                if (place != Reservoir.PASSED) {
                    places[place] = i;
                }
                reservoir = reservoir.next();
            }
            Arrays.stream(places).forEach(i -> kept[i]++);
        }
        // Each is kept in a quarter of the draws: 500 of 2,000, with a deviation of 19.
        assertThat(Arrays.stream(kept).boxed()).allMatch(times -> times > 400 && times < 600);
    }
}
