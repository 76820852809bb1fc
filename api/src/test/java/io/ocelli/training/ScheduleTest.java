package io.ocelli.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.testing.Golden;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ScheduleTest {
    @TestFactory
    Stream<DynamicTest> equalsPyTorch() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonElement element : Golden.json("numbers/schedules.json").getAsJsonArray("cases")) {
            JsonObject golden = element.getAsJsonObject();
            tests.add(DynamicTest.dynamicTest(golden.get("schedule").getAsString(), () -> assertEqual(golden)));
        }
        return tests.stream();
    }

    private static void assertEqual(JsonObject golden) {
        double base = number(golden, "base");
        boolean cycle = golden.get("schedule").getAsString().equals("one_cycle");
        double rate = cycle ? number(golden, "maximum") : base; // PyTorch's base is where its cycle starts
        Schedule schedule = schedule(golden, base);
        JsonArray values = golden.getAsJsonArray("values");
        int total = golden.has("total") ? whole(golden, "total") : values.size();
        for (int step = 0; step < values.size(); step++) {
            double expected = values.get(step).getAsDouble();
            assertThat(rate * schedule.factor(new Progress(step, total, 1, metrics(golden, step))))
                    .as("step %s", step)
                    .isEqualTo(expected, within(1e-8 * Math.abs(expected) + 1e-15));
        }
    }

    /** As many epochs as the reference has steps, each of three steps. */
    @TestFactory
    Stream<DynamicTest> equalsPyTorchInEpochs() {
        return each((golden, schedule) -> {
            List<Double> expected = factors(golden, schedule);
            int epochs = expected.size();
            for (int step = 0; step < 3 * epochs; step++) {
                Progress progress = new Progress(step, 3 * epochs, epochs, metrics(golden, step / 3));
                assertThat(schedule.inEpochs().factor(progress)).isEqualTo(expected.get(step / 3));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> anyScheduleWarmsUp() {
        return each((golden, schedule) -> {
            List<Double> expected = factors(golden, schedule);
            int total = expected.size();
            assertThat(schedule.warmupSteps(4).factor(Progress.of(2, total + 4)))
                    .isEqualTo(0.505, within(1e-12));
            for (int step = 0; step < total; step++) {
                Progress progress = new Progress(step + 4, total + 4, 1, metrics(golden, step));
                assertThat(schedule.warmupSteps(4).factor(progress)).isEqualTo(expected.get(step));
            }
        });
    }

    private static Stream<DynamicTest> each(BiConsumer<JsonObject, Schedule> test) {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonElement element : Golden.json("numbers/schedules.json").getAsJsonArray("cases")) {
            JsonObject golden = element.getAsJsonObject();
            tests.add(DynamicTest.dynamicTest(
                    golden.get("schedule").getAsString(),
                    () -> test.accept(golden, schedule(golden, number(golden, "base")))));
        }
        return tests.stream();
    }

    private static List<Double> factors(JsonObject golden, Schedule schedule) {
        int total = golden.getAsJsonArray("values").size();
        List<Double> factors = new ArrayList<>();
        for (int step = 0; step < total; step++) {
            factors.add(schedule.factor(new Progress(step, total, 1, metrics(golden, step))));
        }
        return factors;
    }

    private static Schedule schedule(JsonObject golden, double base) {
        String name = golden.get("schedule").getAsString();
        return switch (name) {
            case "constant" -> Schedule.constant();
            case "step" -> Schedule.step(whole(golden, "size"), number(golden, "gamma"));
            case "multi_step" -> Schedule.multiStep(number(golden, "gamma"), milestones(golden));
            case "exponential" -> Schedule.exponential(number(golden, "gamma"));
            case "cosine" -> Schedule.cosine(number(golden, "minimum") / base);
            case "polynomial" -> Schedule.polynomial(number(golden, "power"));
            case "cosine_warm_restarts" ->
                Schedule.cosineWarmRestarts(
                        whole(golden, "period"), whole(golden, "multiplier"), number(golden, "minimum") / base);
            case "one_cycle" -> Schedule.oneCycle();
            case "warmup_cosine" ->
                Schedule.cosine(number(golden, "minimum") / base).warmupSteps(whole(golden, "warmup"));
            case "warmup_linear" -> Schedule.linear().warmupSteps(whole(golden, "warmup"));
            case "plateau" ->
                Schedule.plateau(number(golden, "factor"), whole(golden, "patience"), number(golden, "minimum") / base);
            default -> throw new AssertionError("a schedule that is not known: " + name);
        };
    }

    private static List<Double> metrics(JsonObject golden, int step) {
        List<Double> metrics = new ArrayList<>();
        for (int i = 0; golden.has("metric") && i < step; i++) {
            metrics.add(golden.getAsJsonArray("metric").get(i).getAsDouble());
        }
        return metrics;
    }

    private static int[] milestones(JsonObject golden) {
        JsonArray values = golden.getAsJsonArray("milestones");
        int[] milestones = new int[values.size()];
        for (int i = 0; i < milestones.length; i++) {
            milestones[i] = values.get(i).getAsInt();
        }
        return milestones;
    }

    private static double number(JsonObject golden, String name) {
        return golden.get(name).getAsDouble();
    }

    private static int whole(JsonObject golden, String name) {
        return golden.get(name).getAsInt();
    }

    @Test
    void warmsUpOverAShareOfTheTraining() {
        Schedule schedule = Schedule.cosine().warmup(0.05);
        assertThat(schedule.factor(Progress.of(0, 100))).isEqualTo(0.01);
        assertThat(schedule.factor(Progress.of(5, 100))).isEqualTo(1);
        assertThat(schedule.factor(Progress.of(100, 100))).isEqualTo(0, within(1e-15));
    }

    @Test
    void countsEpochsInPlaceOfSteps() {
        Schedule schedule = Schedule.step(2, 0.5).inEpochs();
        assertThat(schedule.factor(new Progress(19, 50, 5, List.of()))).isEqualTo(1);
        assertThat(schedule.factor(new Progress(20, 50, 5, List.of()))).isEqualTo(0.5);
        assertThat(schedule.factor(new Progress(49, 50, 5, List.of()))).isEqualTo(0.25);
    }

    @Test
    void aFunctionIsASchedule() {
        Schedule schedule = progress -> 1.0 / (1 + progress.step());
        assertThat(schedule.factor(Progress.of(3, 10))).isEqualTo(0.25);
    }

    @Test
    void isAValue() {
        assertThat(Schedule.cosine().warmup(0.05)).isEqualTo(Schedule.cosine(0).warmup(0.05));
        assertThat(Schedule.cosine().warmup(0.05)).hasToString("Schedule.cosine(0.0).warmup(0.05)");
    }

    @Test
    void staysAtItsEndAfterTheTraining() {
        assertThat(Schedule.cosine(0.1).factor(Progress.of(200, 100))).isEqualTo(0.1, within(1e-15));
        assertThat(Schedule.polynomial(2).factor(Progress.of(200, 100))).isZero();
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> Schedule.cosine().warmup(5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A warm-up's fraction of the training is from 0 to below 1 (warmupSteps counts steps),"
                        + " received 5.0");
        assertThatThrownBy(() -> Schedule.step(0, 0.1)).hasMessage("A step schedule's size is positive, received 0");
        assertThatThrownBy(() -> Schedule.exponential(1.5))
                .hasMessage("A schedule's gamma is from 0 to 1, received 1.5");
        assertThatThrownBy(() -> Schedule.multiStep(0.1, 5, 5))
                .hasMessage("A multi-step schedule's milestones are positive and ascend, received [5, 5]");
        assertThatThrownBy(() -> Progress.of(0, 0))
                .hasMessage("A progress has step >= 0, total >= 1, epochs >= 1, received step 0, total 0, epochs 1");
    }
}
