package io.ocelli.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.data.DataSet;
import io.ocelli.graph.Activation;
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
import io.ocelli.training.Objective;
import io.ocelli.weights.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Elastic weight consolidation and its Fisher information, against {@code numbers/continual.json}. */
class ElasticPenaltyTest {
    /** As the golden file calls the weights, and as a state dict does. */
    private static final Map<String, String> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put("W1", "first.weight");
        NAMES.put("b1", "first.bias");
        NAMES.put("W2", "second.weight");
        NAMES.put("b2", "second.bias");
    }

    /** relu(x W1^T + b1) W2^T + b2 with the weights that a case calls by this prefix. */
    private static Network network(String prefix) {
        Graph.Builder graph = Graph.builder();
        String x = graph.add("flatten", new Flatten(), graph.add(Architecture.INPUT, new Input(DType.FLOAT32, 4)));
        x = graph.add("relu", Activation.RELU, graph.add("first", Linear.of(5, 6), x));
        graph.output(Architecture.LOGITS, graph.add("second", Linear.of(6, 3), x));
        JsonObject shapes = golden().getAsJsonObject("fisher").getAsJsonObject("shapes");
        Map<String, Tensor> weights = new LinkedHashMap<>();
        NAMES.forEach((there, here) -> {
            double bound = there.startsWith("W") ? 0.8 : 0.2;
            weights.put(here, Golden.tensor(prefix + there + seed(), Golden.shape(shapes.get(there)), -bound, bound));
        });
        return GoldenStep.network(graph.build(), "relu", List.of("second"), 5, Weights.of(weights));
    }

    private static String seed() {
        String name = golden("ewc")
                .getAsJsonArray("inputs")
                .get(0)
                .getAsJsonObject()
                .get("name")
                .getAsString();
        return name.substring("theta_W1".length());
    }

    private static JsonObject golden() {
        return Golden.json("numbers/continual.json");
    }

    private static JsonObject golden(String name) {
        for (JsonElement each : golden().getAsJsonArray("cases")) {
            if (each.getAsJsonObject().get("case").getAsString().equals(name)) {
                return each.getAsJsonObject();
            }
        }
        throw new AssertionError("no case " + name);
    }

    private static Weights fisher(Fisher information, int task) {
        JsonElement labels =
                golden().getAsJsonObject("fisher").getAsJsonArray("labels").get(task - 1);
        int[] classes = Arrays.stream(Close.numbers(labels))
                .mapToInt(each -> (int) each)
                .toArray();
        return information.over(Golden.tensor("data" + task + seed(), Shape.of(12, 5, 1, 1), -1, 1), classes);
    }

    private static double[] flat(Weights weights) {
        return NAMES.values().stream()
                .flatMapToDouble(name -> Arrays.stream(weights.get(name).toDoubles()))
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void theInformationIsTheMeanOfSquares(String engine) {
        JsonObject expected = golden().getAsJsonObject("fisher");
        Network star = network("star_");

        Close.assertClose(
                flat(fisher(Fisher.empirical(star).engine(engine), 1)),
                Close.numbers(expected.get("empirical")),
                2e-5,
                "empirical");
        Close.assertClose(
                flat(fisher(Fisher.expected(star).engine(engine), 1)),
                Close.numbers(expected.get("expected")),
                2e-5,
                "expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void whatWeightsAreWorthToWhatIsSaidNeedsNoLabels(String engine) {
        Weights worth = MemoryAware.of(network("star_"))
                .engine(engine)
                .over(Golden.tensor("data1" + seed(), Shape.of(12, 5, 1, 1), -1, 1));

        Close.assertClose(
                flat(worth), Close.numbers(golden().getAsJsonObject("mas").get("importance")), 2e-5, "memory aware");
    }

    @Test
    void ofPicturesAWeightIsWorthAsMuch() {
        Network star = network("star_");
        float[] identity = new float[25];
        for (int i = 0; i < 25; i += 6) {
            identity[i] = 1;
        }
        double[] inMemory = flat(MemoryAware.of(star).over(Tensor.of(Shape.of(5, 5, 1, 1), identity)));

        assertThat(flat(MemoryAware.of(star).over(GoldenStep.pictures(5, 0, 3, 0, 1, 2, 1, 0))))
                .containsExactly(inMemory, within(1e-6));
        assertThatThrownBy(() -> MemoryAware.of(star).over(DataSet.of(List.of("a"), List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("What weights are worth is told by a sample or more, received none");
    }

    @Test
    void theInformationOfTheSecondTaskIsTheFiles() {
        Close.assertClose(
                flat(fisher(Fisher.empirical(network("star2_")), 2)),
                Close.numbers(golden().getAsJsonObject("fisher").get("empirical_task2")),
                2e-5,
                "task 2");
    }

    @Test
    void theInformationIsThatOfPicturesToo() {
        Network star = network("star_");
        DataSet pictures = GoldenStep.pictures(5, 0, 3, 0, 1, 2, 1, 0);
        float[] identity = new float[25];
        for (int i = 0; i < 25; i += 6) {
            identity[i] = 1;
        }
        double[] inMemory = flat(Fisher.empirical(star).over(Tensor.of(Shape.of(5, 5, 1, 1), identity), 0, 1, 2, 1, 0));

        assertThat(flat(Fisher.empirical(star).over(pictures))).containsExactly(inMemory, within(1e-6));
    }

    private static void check(String name, Objective objective) {
        Network theta = network("theta_");
        GoldenStep step = GoldenStep.of(theta, objective, GoldenStep.pictures(5, 0, 3, 0, 1, 2), Map.of(), "pytorch");
        double value = golden(name).get("value").getAsDouble();
        assertThat(step.loss()).isCloseTo(value, within(1e-5 * value));
        double[] gradients = NAMES.values().stream()
                .flatMapToDouble(each -> Arrays.stream(step.gradients().get(each)))
                .toArray();
        Close.assertClose(gradients, Close.numbers(golden(name).get("gradients")), 2e-5, name);
    }

    @Test
    void thePenaltyIsThePapers() {
        Network star = network("star_");
        check(
                "ewc",
                ElasticPenalty.around(star.weights(), fisher(Fisher.empirical(star), 1))
                        .strength(40)
                        .objective());
        check(
                "ewc_expected",
                ElasticPenalty.around(star.weights(), fisher(Fisher.expected(star), 1))
                        .strength(40)
                        .objective());
    }

    @Test
    void twoTasksAreTwoTerms() {
        Network one = network("star_");
        Network two = network("star2_");
        check(
                "ewc_two_tasks",
                ElasticPenalty.around(one.weights(), fisher(Fisher.empirical(one), 1))
                        .strength(40)
                        .objective()
                        .plus(Objective.of(
                                "second task",
                                ElasticPenalty.around(two.weights(), fisher(Fisher.empirical(two), 2))
                                        .strength(40))));
    }

    @Test
    void onePenaltyDoesForAnyNumberOfTasks() {
        Network one = network("star_");
        Network two = network("star2_");
        check(
                "online_ewc",
                ElasticPenalty.around(one.weights(), fisher(Fisher.empirical(one), 1))
                        .strength(golden("online_ewc").get("lam").getAsDouble())
                        .andThen(
                                two.weights(),
                                fisher(Fisher.empirical(two), 2),
                                golden("online_ewc").get("gamma").getAsDouble())
                        .objective());
        check(
                "l2_anchor",
                ElasticPenalty.towards(one)
                        .strength(golden("l2_anchor").get("lam").getAsDouble())
                        .objective());
    }

    @Test
    void whatWasImportantCountsAShare() {
        Weights one = Weights.of(Map.of("a", Tensor.of(Shape.of(1), 1f)));
        assertThatThrownBy(() -> ElasticPenalty.around(one, one).andThen(one, one, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("What was important counts a share from 0 to 1, received 2.0");
    }

    @Test
    void whatIsImportantHasAnAnchor() {
        Weights one = Weights.of(Map.of("a", Tensor.of(Shape.of(1), 1f)));
        Weights other = Weights.of(Map.of("b", Tensor.of(Shape.of(1), 1f)));
        assertThatThrownBy(() -> ElasticPenalty.around(one, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Each number that is important has its anchor, and of 'b' the importance is FLOAT32[1]"
                        + " where the anchor has none. Take both from one network.");
    }

    @Test
    void aHeadThatIsMadeAnewIsLeftOut() {
        Network star = network("star_");
        ElasticPenalty penalty = ElasticPenalty.around(star.weights(), star.weights());

        assertThat(penalty.without("second.").importance().names()).containsExactly("first.weight", "first.bias");
        assertThat(Stream.of(penalty.without("second."), penalty)).doesNotHaveDuplicates();
    }
}
