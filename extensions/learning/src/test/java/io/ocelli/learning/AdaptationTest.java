package io.ocelli.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonObject;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.engine.Device;
import io.ocelli.image.Pipeline;
import io.ocelli.model.Network;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import io.ocelli.testing.GoldenStep;
import io.ocelli.training.Learner;
import io.ocelli.training.Loss;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Objective;
import io.ocelli.training.Plan;
import io.ocelli.training.Progress;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Domain adaptation by steps of real trainings, values and gradients, against {@code numbers/adaptation.json}. */
class AdaptationTest {
    private static final String F = "f";
    private static final String G = "g";

    private static List<JsonObject> cases(String name) {
        return Tables.cases("adaptation", name);
    }

    /** Checks a term on two inputs, features of both domains. */
    private static void check(String name, Terms terms, String engine) {
        for (JsonObject json : cases(name)) {
            Tables tables = Tables.of(Map.of(F, Tables.stacked(Tables.input(json, 0), Tables.input(json, 1))));
            check(json, tables, tables.step(terms.of(json), true, engine), F, 0, 1);
        }
    }

    private interface Terms {
        Objective of(JsonObject json);
    }

    private static void check(JsonObject json, Tables tables, GoldenStep step, String table, int... gradients) {
        double value = json.get("value").getAsDouble();
        assertThat(step.loss()).isCloseTo(value, within(1e-5 * Math.abs(value)));
        double[] ours = tables.gradients(step, table);
        Close.assertClose(
                ours,
                Tables.expected(json.getAsJsonArray("gradients"), ours.length / gradients.length, gradients),
                2e-5,
                json.get("case").getAsString());
    }

    /** Checks a term on the stream's logits alone. */
    private static void checkTarget(String name, Terms terms, String engine) {
        for (JsonObject json : cases(name)) {
            Tensor target = Tables.input(json, 0);
            Tensor nothing =
                    Tensor.of(target.shape(), new float[(int) target.shape().count()]);
            Tables tables = Tables.of(Map.of(G, Tables.stacked(nothing, target)));
            GoldenStep step = tables.step(terms.of(json), true, engine);
            double value = json.get("value").getAsDouble();
            assertThat(step.loss()).isCloseTo(value, within(1e-5 * Math.abs(value)));
            double[] ours = tables.gradients(step, G);
            double[] ofTarget = Arrays.copyOfRange(ours, ours.length / 2, ours.length);
            Close.assertClose(
                    ofTarget, Close.numbers(json.getAsJsonArray("gradients").get(0)), 2e-5, name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void theDiscrepancyIsTheAuthors(String engine) {
        for (JsonObject json : cases("mk_mmd")) {
            if (!json.get("linear").getAsBoolean()) {
                Tables tables = Tables.of(Map.of(F, Tables.stacked(Tables.input(json, 0), Tables.input(json, 1))));
                check(json, tables, tables.step(mmd(json).on(F).objective(), true, engine), F, 0, 1);
            }
        }
    }

    private static Mmd mmd(JsonObject json) {
        Mmd mmd = Mmd.with(Tables.OTHER);
        return json.has("alphas")
                ? mmd.multiples(Close.numbers(json.get("alphas")))
                : mmd.sigmas(Close.numbers(json.get("sigmas")));
    }

    /** Without a training, which shuffles pictures, and with them who are neighbours. */
    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void neighboursAreEnoughInLinearTime(String engine) {
        for (JsonObject json : cases("mk_mmd")) {
            if (json.get("linear").getAsBoolean()) {
                Formula.check(json, v -> mmd(json).inLinearTime().between(v.get(0), v.get(1)), engine);
            }
        }
    }

    /** Three rows of one number each: 1 is beside 2, 2 beside 4, and 4 beside 1. */
    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void neighboursAreARoundOfAnyNumber(String engine) {
        double[] s = {1, 2, 4};
        double[] t = {0, 3, 5};
        double expected = 0;
        for (int i = 0; i < 3; i++) {
            int next = (i + 1) % 3;
            expected += kernel(s[i], s[next]) + kernel(t[i], t[next]) - kernel(s[i], t[next]) - kernel(s[next], t[i]);
        }
        Tensor result = Formula.run(
                v -> Mmd.with(Tables.OTHER).sigmas(1).inLinearTime().between(v.get(0), v.get(1)),
                engine,
                Tensor.of(Shape.of(3, 1), 1f, 2f, 4f),
                Tensor.of(Shape.of(3, 1), 0f, 3f, 5f));
        assertThat((double) result.toFloats()[0]).isCloseTo(expected / 3 + 1, within(1e-5));
    }

    private static double kernel(double one, double other) {
        return Math.exp(-(one - other) * (one - other) / 2);
    }

    /** Five pictures in batches of two: of one picture there is no discrepancy, and of neighbours it is left out. */
    @Test
    void aShorterLastBatchHasNoDiscrepancyOrIsLeftOut() {
        assertThat(terms(Mmd.with(Tables.OTHER), 2, 5)).hasSize(3).allMatch(Double::isFinite);
        assertThat(terms(Mmd.with(Tables.OTHER).inLinearTime(), 2, 5))
                .hasSize(2)
                .allMatch(Double::isFinite);
        assertThat(terms(Coral.with(Tables.OTHER), 2, 5)).hasSize(3).allMatch(Double::isFinite);
        assertThat(terms(Mmd.with(Tables.OTHER).inLinearTime(), 3, 6)).hasSize(2);
        assertThatThrownBy(() -> terms(Mmd.with(Tables.OTHER).inLinearTime(), 6, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The objective compares pictures one by one, in whole batches of 6, and there are 5 pictures to"
                                + " learn from. Lower batchSize.");
    }

    /** What a term is in each step of an epoch. */
    private static List<Double> terms(NamedTerm term, int batch, int pictures) {
        List<Double> terms = new ArrayList<>();
        int[] labels = IntStream.range(0, pictures).map(i -> i % 2).toArray();
        Network network = GoldenStep.saying(Golden.tensor("table", Shape.of(2 * pictures, 3), -1, 1));
        Training recipe = Training.defaults()
                .epochs(1)
                .batchSize(batch)
                .augmentation(Pipeline.empty())
                .objective(Objective.labels(Loss.crossEntropy()).plus(term.objective()))
                .stream(Tables.OTHER, GoldenStep.pictures(2 * pictures, pictures, 3, labels))
                .listener((event, session) -> {
                    if (event instanceof TrainingEvent.StepEnded ended) {
                        terms.add(ended.terms().get(term.name()));
                    }
                });
        DataSet labelled = GoldenStep.pictures(2 * pictures, 0, 3, labels);
        Plan.of(
                        new Learner(network.architecture(), network.weights(), network.preprocessing(), null),
                        labelled,
                        labelled,
                        recipe,
                        "pytorch",
                        Device.CPU)
                .run();
        return terms;
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void coralIsThePapersOrTheLibrarys(String engine) {
        check("deep_coral", json -> Coral.with(Tables.OTHER).objective(), engine);
        check("deep_coral_tllib", json -> Coral.with(Tables.OTHER).andMeans().objective(), engine);
    }

    /** The discriminator of a case, whose weights are its inputs from one on. */
    private static Mlp discriminator(JsonObject json, int from) {
        Map<String, Tensor> start = new LinkedHashMap<>();
        start.put("0.weight", Tables.input(json, from));
        start.put("0.bias", Tables.input(json, from + 1));
        start.put("1.weight", Tables.input(json, from + 2));
        start.put("1.bias", Tables.input(json, from + 3));
        return Mlp.of(start.get("0.bias").shape().at(0), 1).start(Weights.of(start));
    }

    private static void checkDiscriminator(JsonObject json, GoldenStep step, String name, int from) {
        String[] entries = {"0.weight", "0.bias", "1.weight", "1.bias"};
        for (int i = 0; i < entries.length; i++) {
            Close.assertClose(
                    step.gradients().get("objective." + name + "." + entries[i]),
                    Close.numbers(json.getAsJsonArray("gradients").get(from + i)),
                    2e-5,
                    entries[i]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void theReversedGradientIsDanns(String engine) {
        for (JsonObject json : cases("dann")) {
            Tables tables = Tables.of(Map.of(F, Tables.stacked(Tables.input(json, 0), Tables.input(json, 1))));
            double strength = json.get("lam").getAsDouble();
            Objective objective = Dann.with(Tables.OTHER)
                    .discriminator(discriminator(json, 2))
                    .strength(progress -> strength)
                    .on(F)
                    .objective();
            GoldenStep step = tables.step(objective, true, engine);
            check(json, tables, step, F, 0, 1);
            checkDiscriminator(json, step, "dann", 2);
        }
    }

    @Test
    void labelledPicturesCountAsTheyCarry() {
        JsonObject json = cases("dann_domain_weights").get(0);
        Tensor both = Tables.stacked(Tables.input(json, 0), Tables.input(json, 1));
        Tables tables = Tables.of(Map.of(F, both));
        int n = tables.rows() / 2;
        int[] labels = new int[n];
        double[] weights = Close.numbers(json.get("source_weights"));
        DataSet source = GoldenStep.pictures(2 * n, 0, tables.classes(), labels)
                .with("share", i -> Datum.row((float) weights[i]));
        DataSet target = GoldenStep.pictures(2 * n, n, tables.classes(), labels);
        Objective objective = Dann.with(Tables.OTHER)
                .discriminator(discriminator(json, 2))
                .strength(progress -> 1)
                .weights("share")
                .on(F)
                .objective();
        GoldenStep step = GoldenStep.of(tables.network(), objective, source, Map.of(Tables.OTHER, target), "pytorch");
        check(json, tables, step, F, 0, 1);
        checkDiscriminator(json, step, "dann", 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void theConditionIsCdans(String engine) {
        for (String name : List.of("cdan", "cdan_e")) {
            JsonObject json = cases(name).get(0);
            Cdan cdan = Cdan.with(Tables.OTHER)
                    .discriminator(discriminator(json, 4))
                    .strength(progress -> 1)
                    .on(F);
            GoldenStep step = conditional(
                    json,
                    Tables.input(json, 2),
                    Tables.input(json, 3),
                    name.equals("cdan") ? cdan : cdan.weighted(),
                    engine);
            checkDiscriminator(json, step, "cdan", 4);
        }
    }

    private static GoldenStep conditional(JsonObject json, Tensor source, Tensor target, Cdan cdan, String engine) {
        Tables tables = Tables.of(ImmutableMap.of(
                F, Tables.stacked(Tables.input(json, 0), Tables.input(json, 1)), G, Tables.stacked(source, target)));
        GoldenStep step = tables.step(cdan.objective(), true, engine);
        check(json, tables, step, F, 0, 1);
        assertThat(tables.gradients(step, G)).containsOnly(0);
        return step;
    }

    @Test
    void projectionsStandForAllProducts() {
        JsonObject json = cases("cdan_randomized").get(0);
        Cdan cdan = Cdan.with(Tables.OTHER)
                .discriminator(discriminator(json, 2))
                .strength(progress -> 1)
                .projected(new Cdan.Projection(
                        Golden.input(json.getAsJsonObject("Rf")), Golden.input(json.getAsJsonObject("Rg"))))
                .on(F);
        GoldenStep step = conditional(
                json,
                Golden.input(json.getAsJsonArray("logits").get(0).getAsJsonObject()),
                Golden.input(json.getAsJsonArray("logits").get(1).getAsJsonObject()),
                cdan,
                "pytorch");
        checkDiscriminator(json, step, "cdan", 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void confusionAndEntropyAreOfTheStream(String engine) {
        checkTarget(
                "mcc",
                json -> ClassConfusion.of(Tables.OTHER)
                        .temperature(json.get("temperature").getAsDouble())
                        .objective(),
                engine);
        checkTarget("entropy", json -> Entropy.of(Tables.OTHER).objective(), engine);
        checkTarget("entropy_tllib", json -> Entropy.of(Tables.OTHER).eps(1e-5).objective(), engine);
        checkTarget(
                "information_maximization",
                json -> Entropy.of(Tables.OTHER).andDiversity().objective(),
                engine);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void twoHeadsDisagreeAsMuchAsTheirProbabilities(String engine) {
        JsonObject json = cases("mcd_discrepancy").get(0);
        Tensor one = Tables.input(json, 0);
        Tensor other = Tables.input(json, 1);
        Tables tables = Tables.of(ImmutableMap.of(F, Tables.stacked(one, one), G, Tables.stacked(other, other)));
        GoldenStep step = tables.step(new Discrepancy(Tables.OTHER, F, G).objective(), true, engine);
        double value = json.get("value").getAsDouble();
        assertThat(step.loss()).isCloseTo(value, within(1e-5 * value));
        for (int i = 0; i < 2; i++) {
            double[] ours = tables.gradients(step, i == 0 ? F : G);
            Close.assertClose(
                    Arrays.copyOfRange(ours, ours.length / 2, ours.length),
                    Close.numbers(json.getAsJsonArray("gradients").get(i)),
                    2e-5,
                    "head " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void theLargestSingularValuesArePenalised(String engine) {
        check("bsp", json -> BatchSpectral.with(Tables.OTHER).on(F).objective(), engine);
    }

    @Test
    void theReversalRisesAsThePapers() {
        JsonObject json = Golden.json("numbers/adaptation.json").getAsJsonObject("grl_schedule");
        double[] steps = Close.numbers(json.get("iterations"));
        checkSchedule(json, "alpha1", steps, ReversalSchedule.inSteps(1000));
        checkSchedule(json, "alpha10", steps, new ReversalSchedule(10, 1000, 0, 1));
        checkSchedule(json, "alpha10_lo_hi", steps, new ReversalSchedule(10, 1000, 0.1, 0.6));
        assertThat(ReversalSchedule.overTraining().factor(Progress.of(50, 100)))
                .isEqualTo(new ReversalSchedule(10, 100, 0, 1).factor(Progress.of(50, 7)));
    }

    private static void checkSchedule(JsonObject json, String name, double[] steps, ReversalSchedule schedule) {
        double[] expected = Close.numbers(json.get(name));
        IntStream.range(0, steps.length)
                .forEach(i -> assertThat(schedule.factor(Progress.of((int) steps[i], 5000)))
                        .as(name)
                        .isCloseTo(expected[i], within(1e-8)));
    }

    @Test
    void whatIsWrongIsToldWhereItIsSaid() {
        assertThatThrownBy(() -> Mmd.with(Tables.OTHER).multiples())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A discrepancy has kernels whose widths are above 0 and finite, received []");
        assertThatThrownBy(() -> Dann.with(Tables.OTHER).discriminator(Mlp.of(8, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A discriminator of domains ends in 1 output, received [8, 2]. Say Mlp.of(256, 256, 1).");
        assertThatThrownBy(() -> Mlp.of(3, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Layers have 1 output or more each, and there is one, received [3, 0]");
        assertThatThrownBy(() -> new ReversalSchedule(0, 0, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A reversal rises with an alpha above 0 in 0 steps or more between finite ends, received"
                        + " alpha 0.0, 0 steps, from 0.0 to 1.0");
        assertThatThrownBy(() -> ClassConfusion.of(Tables.OTHER).temperature(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A temperature is above 0 and finite, received 0.0");
        assertThatThrownBy(() -> Entropy.of(Tables.OTHER).eps(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("What is added under a logarithm is 0 or more, received -1.0");
        assertThatThrownBy(() -> new Cdan.Projection(
                        Golden.tensor("a", Shape.of(3, 4), 0, 1), Golden.tensor("b", Shape.of(3, 5), 0, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Projections are D R and K R, received ");
    }
}
