package io.ocelli.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
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

/** Terms of two batches through one network, by steps of real trainings, against {@code numbers/*.json}. */
class ContrastAndAlignmentTest {
    private static final String OTHER = "other";

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void coralIsThePapers(String engine) {
        check("adaptation", "deep_coral", json -> Coral.with(OTHER).objective(), false, engine);
    }

    /** The second view of each picture goes with it. */
    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void ntXentIsSimClrs(String engine) {
        check(
                "selfsupervised",
                "nt_xent_two_views",
                json -> NtXent.with(OTHER)
                        .temperature(json.get("temperature").getAsDouble())
                        .objective(),
                true,
                engine);
    }

    private interface Written {
        Objective of(JsonObject json);
    }

    private static void check(String file, String name, Written written, boolean paired, String engine) {
        int cases = 0;
        for (JsonElement each : Golden.json("numbers/" + file + ".json").getAsJsonArray("cases")) {
            JsonObject json = each.getAsJsonObject();
            if (json.get("case").getAsString().equals(name)) {
                Tensor table = table(json);
                GoldenStep step = step(table, written.of(json), paired, engine);
                double value = json.get("value").getAsDouble();
                assertThat(step.loss()).isCloseTo(value, within(1e-5 * value));
                Close.assertClose(step.ofRows(table), Close.numbers(json.get("gradients")), 2e-5, "gradients");
                cases++;
            }
        }
        assertThat(cases).isPositive();
    }

    /** Both inputs of a case, one above the other. */
    private static Tensor table(JsonObject json) {
        float[] first = Golden.input(json.getAsJsonArray("inputs").get(0).getAsJsonObject())
                .toFloats();
        Tensor second = Golden.input(json.getAsJsonArray("inputs").get(1).getAsJsonObject());
        float[] both = Arrays.copyOf(first, 2 * first.length);
        System.arraycopy(second.toFloats(), 0, both, first.length, first.length);
        return Tensor.of(Shape.of(2 * second.shape().get(0), second.shape().get(1)), both);
    }

    /** @param paired whether the second input is carried by the pictures, and no stream of its own */
    private static GoldenStep step(Tensor table, Objective objective, boolean paired, String engine) {
        int rows = table.shape().at(0);
        int classes = table.shape().at(1);
        int[] labels = new int[rows / 2];
        Arrays.setAll(labels, i -> i % 2);
        DataSet first = GoldenStep.pictures(rows, 0, classes, labels);
        DataSet second = GoldenStep.pictures(rows, rows / 2, classes, labels);
        DataSet pairs =
                first.with(OTHER, i -> Datum.picture(second.sample(i).source().read()));
        return GoldenStep.of(
                GoldenStep.saying(table),
                objective,
                paired ? pairs : first,
                paired ? Map.of() : Map.of(OTHER, second),
                engine);
    }

    @Test
    void termsAreReportedByTheirNamesBesideTheLabels() {
        Objective all = Objective.labels(Loss.crossEntropy())
                .plus(Coral.with(OTHER).on("fc").times(2))
                .plus(NtXent.with(OTHER).times(0.5));
        GoldenStep step = step(Golden.tensor("reported", Shape.of(8, 4), -1, 1), all, false, "pytorch");

        Map<String, Double> terms = step.terms();
        assertThat(terms).containsOnlyKeys("labels", "coral", "nt_xent");
        assertThat(step.loss())
                .isCloseTo(terms.get("labels") + 2 * terms.get("coral") + 0.5 * terms.get("nt_xent"), within(1e-5));
    }

    @Test
    void temperaturesAreAboveZero() {
        assertThatThrownBy(() -> NtXent.with(OTHER).temperature(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A temperature is above 0 and finite, received 0.0");
    }
}
