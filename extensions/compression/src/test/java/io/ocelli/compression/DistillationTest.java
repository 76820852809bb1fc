package io.ocelli.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.model.Network;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import io.ocelli.testing.GoldenStep;
import io.ocelli.training.Loss;
import io.ocelli.training.Objective;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Distillation by steps of real trainings, against {@code numbers/distillation.json}. */
class DistillationTest {
    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void itIsHintons(String engine) {
        int cases = 0;
        for (JsonElement each : Golden.json("numbers/distillation.json").getAsJsonArray("cases")) {
            JsonObject json = each.getAsJsonObject();
            if (json.get("case").getAsString().equals("kd")) {
                check(json, engine);
                cases++;
            }
        }
        assertThat(cases).isEqualTo(3);
    }

    private static void check(JsonObject json, String engine) {
        Tensor student = Golden.input(json.getAsJsonArray("inputs").get(0).getAsJsonObject());
        Tensor teacher = Golden.input(json.getAsJsonArray("inputs").get(1).getAsJsonObject());
        double alpha = json.get("alpha").getAsDouble();
        Objective objective = Objective.labels(Loss.crossEntropy())
                .times(1 - alpha)
                .plus(Distillation.from(GoldenStep.saying(teacher))
                        .temperature(json.get("T").getAsDouble())
                        .times(alpha));
        int[] labels = Arrays.stream(Close.numbers(json.get("labels")))
                .mapToInt(each -> (int) each)
                .toArray();
        GoldenStep step = GoldenStep.of(
                GoldenStep.saying(student),
                objective,
                GoldenStep.pictures(labels.length, 0, student.shape().at(1), labels),
                Map.of(),
                engine);

        double value = json.get("value").getAsDouble();
        assertThat(step.loss()).isCloseTo(value, within(1e-5 * value));
        assertThat(step.terms()).containsOnlyKeys("labels", "distillation");
        Close.assertClose(
                step.ofRows(student),
                Close.numbers(json.getAsJsonArray("gradients").get(0)),
                2e-5,
                "gradients");
    }

    @Test
    void theTeacherHasTheStudentsClasses() {
        Network teacher = GoldenStep.saying(Golden.tensor("teacher", Shape.of(4, 3), -1, 1));
        Network student = GoldenStep.saying(Golden.tensor("student", Shape.of(4, 2), -1, 1));
        assertThatThrownBy(() -> GoldenStep.of(
                        student,
                        Distillation.from(teacher).objective(),
                        GoldenStep.pictures(4, 0, 2, 0, 1, 0, 1),
                        Map.of(),
                        "pytorch"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A student learns its teacher's classes, and the teacher has 3 where the student has 2."
                        + " Give the student head(3).");
    }

    @Test
    void aTemperatureIsAboveZero() {
        Network teacher = GoldenStep.saying(Golden.tensor("teacher", Shape.of(4, 3), -1, 1));
        assertThatThrownBy(() -> Distillation.from(teacher).temperature(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A temperature is above 0 and finite, received NaN");
    }
}
