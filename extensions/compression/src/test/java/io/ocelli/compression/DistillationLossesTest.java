package io.ocelli.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.graph.Value;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values and gradients of {@code numbers/distillation.json}, on both engines. */
class DistillationLossesTest {
    /** All of the file's cases, of which {@link DistillationTest} has those named kd. */
    private static final List<String> CASES = List.of(
            "attention_transfer",
            "attention_transfer_paper",
            "attention_transfer_pooled",
            "crd",
            "dkd",
            "hint",
            "kd",
            "pkt",
            "rkd",
            "rkd_angle",
            "rkd_distance",
            "similarity_preserving");

    private static List<JsonObject> cases(String name) {
        List<JsonObject> cases = new ArrayList<>();
        for (JsonElement each : Golden.json("numbers/distillation.json").getAsJsonArray("cases")) {
            if (each.getAsJsonObject().get("case").getAsString().equals(name)) {
                cases.add(each.getAsJsonObject());
            }
        }
        assertThat(cases).as(name).isNotEmpty();
        return cases;
    }

    private static double number(JsonObject json, String name) {
        return json.get(name).getAsDouble();
    }

    private static int[] integers(JsonElement json) {
        return Arrays.stream(Close.numbers(json)).mapToInt(each -> (int) each).toArray();
    }

    @Test
    void everyCaseIsCompared() {
        TreeSet<String> names = new TreeSet<>();
        Golden.json("numbers/distillation.json")
                .getAsJsonArray("cases")
                .forEach(each -> names.add(each.getAsJsonObject().get("case").getAsString()));
        assertThat(names).containsExactlyElementsOf(CASES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void theRightClassAndTheOthersCountByThemselves(String engine) {
        for (JsonObject json : cases("dkd")) {
            int[] labels = integers(json.get("labels"));
            float[] targets = new float[labels.length * 5];
            for (int i = 0; i < labels.length; i++) {
                targets[i * 5 + labels[i]] = 1;
            }
            Tensor right = Tensor.of(Shape.of(labels.length, 5), targets);
            double temperature = number(json, "T");
            Formula.check(
                    json,
                    v -> DistillationLosses.decoupled(
                            v.get(0), v.get(1), v.get(2), temperature, number(json, "alpha"), number(json, "beta")),
                    engine,
                    right);
            for (String part : List.of("target_part", "other_part")) {
                double own = part.equals("target_part") ? 1 : 0;
                Tensor value = Formula.run(
                        v -> DistillationLosses.decoupled(v.get(0), v.get(1), v.get(2), temperature, own, 1 - own),
                        engine,
                        Formula.inputs(json),
                        right);
                double expected = temperature * temperature * number(json, part);
                assertThat((double) value.toFloats()[0]).as(part).isCloseTo(expected, within(1e-5 * expected));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void whereNetworksLook(String engine) {
        for (JsonObject json : cases("attention_transfer")) {
            Formula.check(
                    json, v -> DistillationLosses.attentionTransfer(v.get(0), v.get(1), number(json, "p")), engine);
        }
        for (JsonObject json : cases("attention_transfer_paper")) {
            Formula.check(
                    json,
                    v -> DistillationLosses.attentionTransferOfPaper(v.get(0), v.get(1), number(json, "p")),
                    engine);
        }
        for (JsonObject json : cases("attention_transfer_pooled")) {
            Formula.check(
                    json,
                    v -> DistillationLosses.attentionTransfer(
                            StagePair.pooled(v.get(0), Shape.of(1, 4, 6, 6), Shape.of(1, 7, 3, 3)),
                            v.get(1),
                            number(json, "p")),
                    engine);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void whatAStageIsToBecome(String engine) {
        for (JsonObject json : cases("hint")) {
            Formula.check(
                    json,
                    v -> DistillationLosses.hint(v.get(0), v.get(1), v.get(2).reshape(7, 4), v.get(3)),
                    engine);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void howPicturesLieToEachOther(String engine) {
        for (JsonObject json : cases("rkd_distance")) {
            Formula.check(json, v -> DistillationLosses.relationalDistance(v.get(0), v.get(1)), engine);
        }
        for (JsonObject json : cases("rkd_angle")) {
            Formula.check(json, v -> DistillationLosses.relationalAngle(v.get(0), v.get(1)), engine);
        }
        for (JsonObject json : cases("rkd")) {
            Formula.check(
                    json,
                    v -> DistillationLosses.relationalDistance(v.get(0), v.get(1))
                            .times(number(json, "distance_weight"))
                            .plus(DistillationLosses.relationalAngle(v.get(0), v.get(1))
                                    .times(number(json, "angle_weight"))),
                    engine);
        }
        for (JsonObject json : cases("pkt")) {
            Formula.check(json, v -> DistillationLosses.neighbourhoods(v.get(0), v.get(1)), engine);
        }
        for (JsonObject json : cases("similarity_preserving")) {
            Formula.check(json, v -> DistillationLosses.similarityPreserving(v.get(0), v.get(1)), engine);
        }
    }

    /** One case of contrast, with the memories as they are before it. */
    private record Contrast(JsonObject json, Tensor memoryOfStudent, Tensor memoryOfTeacher) {
        Value embedded(List<Value> v, int side) {
            return DistillationLosses.embedding(v.get(side), v.get(2 + 2 * side), v.get(3 + 2 * side));
        }

        Value of(List<Value> v) {
            return side(v, 0, memoryOfTeacher).plus(side(v, 1, memoryOfStudent));
        }

        private Value side(List<Value> v, int side, Tensor memory) {
            int columns = json.get("negatives").getAsInt() + 1;
            Value rows = v.get(0).constant(memory).gather(v.get(v.size() - 1));
            Value scores = embedded(v, side)
                    .unsqueeze(1)
                    .times(rows)
                    .sum(2)
                    .dividedBy(number(json, "T"))
                    .exp();
            Value z = v.get(0).constant(Close.numbers(json.get("Z"))[side]);
            return DistillationLosses.contrast(
                    scores.slice(1, 0, 1).sum(1),
                    scores.slice(1, 1, columns),
                    z,
                    number(json, "negatives") / number(json, "n_data"),
                    v.get(0).constant(1));
        }

        Tensor indices() {
            int[] flat = integers(json.get("indices"));
            int columns = json.get("negatives").getAsInt() + 1;
            return Tensor.of(
                    Shape.of(flat.length / columns, columns),
                    Arrays.stream(flat).asLongStream().toArray());
        }

        Tensor after(String engine, int side) {
            Tensor memory = side == 0 ? memoryOfStudent : memoryOfTeacher;
            int[] positives = integers(json.get("positives"));
            Tensor rows = Tensor.of(
                    Shape.of(positives.length),
                    Arrays.stream(positives).asLongStream().toArray());
            return Formula.run(
                    v -> DistillationLosses.remembered(
                            v.get(0).constant(memory),
                            v.get(v.size() - 1),
                            embedded(v, side),
                            memory.shape().at(0),
                            0.5),
                    engine,
                    Formula.inputs(json),
                    rows);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void aPictureIsFoundAmongOthers(String engine) {
        List<JsonObject> cases = cases("crd");
        JsonObject memory = cases.get(0).getAsJsonObject("memory");
        Shape shape = Shape.of(12, 4);
        double limit = Math.sqrt(0.75);
        Tensor ofStudent = Golden.tensor(memory.getAsJsonArray("names").get(0).getAsString(), shape, -limit, limit);
        Tensor ofTeacher = Golden.tensor(memory.getAsJsonArray("names").get(1).getAsString(), shape, -limit, limit);
        for (JsonObject json : cases) {
            Contrast contrast = new Contrast(json, ofStudent, ofTeacher);
            Formula.check(json, contrast::of, engine, contrast.indices());
            ofStudent = contrast.after(engine, 0);
            ofTeacher = contrast.after(engine, 1);
            compare(json, "memory_s", ofStudent);
            compare(json, "memory_t", ofTeacher);
        }
    }

    private static void compare(JsonObject json, String name, Tensor memory) {
        int[] positives = integers(json.get("positives"));
        float[] all = memory.toFloats();
        double[] rows = new double[positives.length * 4];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = all[positives[i / 4] * 4 + i % 4];
        }
        Close.assertClose(
                rows, Close.numbers(json.getAsJsonObject("memory_after").get(name)), 1e-6, name);
    }
}
