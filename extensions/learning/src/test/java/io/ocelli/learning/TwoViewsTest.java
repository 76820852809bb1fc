package io.ocelli.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses of views and their evaluation, against {@code numbers/selfsupervised.json}. */
class TwoViewsTest {
    private static final String FILE = "selfsupervised";

    private static JsonObject golden(String name) {
        return Golden.json("numbers/" + FILE + ".json").getAsJsonObject(name);
    }

    /** Behind which names of the file's inputs stand. */
    private static String seed() {
        String name = Golden.json("numbers/" + FILE + ".json")
                .getAsJsonArray("cases")
                .get(0)
                .getAsJsonObject()
                .getAsJsonArray("inputs")
                .get(0)
                .getAsJsonObject()
                .get("name")
                .getAsString();
        return name.substring("p1".length());
    }

    private static double number(JsonObject json, String name) {
        return json.get(name).getAsDouble();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void predictionsOfTheOtherView(String engine) {
        for (JsonObject json : Tables.cases(FILE, "simsiam")) {
            Formula.check(json, v -> TwoViews.simSiam(v.get(0), v.get(1), v.get(2), v.get(3)), engine);
        }
        for (JsonObject json : Tables.cases(FILE, "byol")) {
            Formula.check(json, v -> TwoViews.byol(v.get(0), v.get(1), v.get(2), v.get(3)), engine);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void statisticsOfBothViews(String engine) {
        for (JsonObject json : Tables.cases(FILE, "barlow_twins")) {
            Formula.check(json, v -> TwoViews.barlowTwins(v.get(0), v.get(1), number(json, "lam")), engine);
        }
        for (JsonObject json : Tables.cases(FILE, "vicreg")) {
            Formula.check(
                    json,
                    v -> TwoViews.vicReg(
                            v.get(0),
                            v.get(1),
                            number(json, "invariance"),
                            number(json, "variance"),
                            number(json, "covariance")),
                    engine);
        }
        for (JsonObject json : Tables.cases(FILE, "vicreg_paper")) {
            Formula.check(
                    json,
                    v -> TwoViews.vicRegOfPaper(
                            v.get(0),
                            v.get(1),
                            number(json, "invariance"),
                            number(json, "variance"),
                            number(json, "covariance")),
                    engine);
        }
    }

    private static Tensor directions(Tensor rows) {
        double[][] found = NeighbourVotes.directions(rows(rows));
        float[] flat = new float[(int) rows.shape().count()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) found[i / found[0].length][i % found[0].length];
        }
        return Tensor.of(rows.shape(), flat);
    }

    private static float[][] rows(Tensor table) {
        float[] flat = table.toFloats();
        int width = table.shape().at(1);
        float[][] rows = new float[table.shape().at(0)][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width));
        return rows;
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void keysInAQueue(String engine) {
        for (JsonObject json : Tables.cases(FILE, "moco")) {
            Tensor queue = directions(Golden.input(json.getAsJsonObject("queue")));
            Formula.check(
                    json,
                    v -> TwoViews.moco(v.get(0), v.get(1), v.get(0).constant(queue), number(json, "temperature")),
                    engine);
        }
    }

    /** The file's queue is a ring; ours has the newest first, and holds the same keys. */
    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void theQueueForgetsTheOldest(String engine) {
        JsonObject json = Tables.cases(FILE, "moco").get(0);
        float[][] ring = rows(directions(Golden.input(json.getAsJsonObject("queue"))));
        int pointer = golden("moco_queue").get("pointer_before").getAsInt();
        float[] newestFirst = new float[ring.length * ring[0].length];
        for (int i = 0; i < ring.length; i++) {
            int at = Math.floorMod(pointer - 1 - i, ring.length);
            System.arraycopy(ring[at], 0, newestFirst, i * ring[0].length, ring[0].length);
        }
        Tensor after = Formula.run(
                v -> TwoViews.queue(v.get(0), v.get(1), ring.length),
                engine,
                Tables.input(json, 1),
                Tensor.of(Shape.of(ring.length, ring[0].length), newestFirst));

        JsonArray expected = golden("moco_queue").getAsJsonArray("queue_after");
        List<double[]> keys = new ArrayList<>();
        expected.forEach(row -> keys.add(Close.numbers(row)));
        for (float[] row : rows(after)) {
            keys.removeIf(key -> {
                double away = 0;
                for (int i = 0; i < key.length; i++) {
                    away = Math.max(away, Math.abs(key[i] - row[i]));
                }
                return away < 1e-6;
            });
        }
        assertThat(after.shape()).isEqualTo(Shape.of(ring.length, ring[0].length));
        assertThat(keys).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void whatTheTeacherSays(String engine) {
        for (JsonObject json : Tables.cases(FILE, "dino")) {
            Tensor centre = Golden.input(json.getAsJsonObject("centre"));
            Tensor[] teachers = {
                Golden.input(json.getAsJsonArray("teachers").get(0).getAsJsonObject()),
                Golden.input(json.getAsJsonArray("teachers").get(1).getAsJsonObject())
            };
            Formula.check(
                    json,
                    v -> TwoViews.dino(
                            v.subList(0, 4),
                            v.subList(4, 6),
                            v.get(0).constant(centre),
                            number(json, "student_temperature"),
                            number(json, "teacher_temperature")),
                    engine,
                    teachers);
            JsonObject moved = golden("dino_centre");
            float[] before = centre.toFloats();
            Tensor after = Formula.run(
                    v -> TwoViews.centre(v.subList(0, 2), v.get(2), number(moved, "momentum")),
                    engine,
                    teachers[0],
                    teachers[1],
                    Tensor.of(Shape.of(1, before.length), before));
            Close.assertClose(after.toDoubles(), Close.numbers(moved.get("centre_after")), 1e-6, "centre");
        }
    }

    @Test
    void theTeacherFollowsEverMoreSlowly() {
        JsonObject json = golden("byol_ema");
        double[] momentum = Close.numbers(json.get("momentum"));
        TeacherAverage average = new TeacherAverage(number(json, "base"), 2);
        double[] target =
                Golden.tensor("theta_target" + seed(), Shape.of(5), -1, 1).toDoubles();
        double[] online =
                Golden.tensor("theta_online" + seed(), Shape.of(5), -1, 1).toDoubles();
        for (int k = 0; k < momentum.length; k++) {
            double kept = average.kept(k + 1, (momentum.length - 1) / 2);
            assertThat(kept).isCloseTo(momentum[k], within(1e-8));
            for (int i = 0; k < 3 && i < target.length; i++) {
                target[i] = kept * target[i] + (1 - kept) * online[i];
            }
        }
        Close.assertClose(target, Close.numbers(json.get("target_after_3")), 1e-7, "target");
    }

    /** Features, labels, and which of them train. */
    private record Features(float[][] features, int[] labels) {
        static Features golden() {
            int[] labels = Arrays.stream(
                            Close.numbers(TwoViewsTest.golden("evaluation").get("labels")))
                    .mapToInt(each -> (int) each)
                    .toArray();
            float[][] centres = rows(Golden.tensor("eval_centre" + seed(), Shape.of(4, 10), -1, 1));
            float[][] features = rows(Golden.tensor("eval_noise" + seed(), Shape.of(labels.length, 10), -1.6, 1.6));
            for (int i = 0; i < labels.length; i++) {
                for (int d = 0; d < 10; d++) {
                    features[i][d] += centres[labels[i]][d];
                }
            }
            return new Features(features, labels);
        }

        Features part(int from, int to) {
            return new Features(Arrays.copyOfRange(features, from, to), Arrays.copyOfRange(labels, from, to));
        }
    }

    @Test
    void neighboursVote() {
        Features known = Features.golden().part(0, 80);
        Features asked = Features.golden().part(80, 120);
        golden("evaluation").getAsJsonArray("weighted_knn").forEach(each -> {
            JsonObject json = each.getAsJsonObject();
            double temperature =
                    json.get("temperature").isJsonNull() ? Double.POSITIVE_INFINITY : number(json, "temperature");
            NeighbourVotes neighbours = new NeighbourVotes(json.get("k").getAsInt(), temperature);
            double[][] votes = neighbours.votes(asked.features(), known.features(), known.labels(), 4);
            Close.assertClose(
                    Arrays.stream(votes)
                            .limit(5)
                            .flatMapToDouble(Arrays::stream)
                            .toArray(),
                    Close.numbers(json.get("votes_first5")),
                    1e-5,
                    "votes");
            assertThat(neighbours.accuracy(asked.features(), asked.labels(), known.features(), known.labels(), 4))
                    .isCloseTo(number(json, "accuracy"), within(1e-9));
        });
    }

    @Test
    void aPlaneForEachClass() {
        Features known = Features.golden().part(0, 80);
        Features asked = Features.golden().part(80, 120);
        JsonObject json = golden("evaluation").getAsJsonObject("linear_probe");
        LinearProbe probe = LinearProbe.fit(known.features(), known.labels(), 4, 1);
        Close.assertClose(flat(probe.weight()), Close.numbers(json.get("weight")), 1e-5, "weight");
        Close.assertClose(probe.bias(), Close.numbers(json.get("bias")), 1e-5, "bias");
        assertThat(probe.accuracy(asked.features(), asked.labels())).isCloseTo(number(json, "accuracy"), within(1e-9));

        JsonObject descent = golden("evaluation").getAsJsonObject("linear_probe_sgd");
        double[] losses = new double[descent.get("steps").getAsInt()];
        LinearProbe descended = LinearProbe.descend(
                known.features(), known.labels(), 4, number(descent, "lr"), number(descent, "momentum"), losses);
        Close.assertClose(losses, Close.numbers(descent.get("losses")), 1e-6, "losses");
        Close.assertClose(flat(descended.weight()), Close.numbers(descent.get("weight")), 1e-5, "weight");
        Close.assertClose(descended.bias(), Close.numbers(descent.get("bias")), 1e-5, "bias");
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    @Test
    void whatIsWrongIsToldWhereItIsSaid() {
        assertThatThrownBy(() -> new TeacherAverage(1, 3))
                .hasMessage("A teacher keeps a share from 0 to below 1 over 1 epoch or more, received 1.0 and 3");
        assertThatThrownBy(() -> Moco.with("second").length(0)).hasMessage("A queue has 1 key or more, received 0");
        assertThatThrownBy(() -> Dino.with()).hasMessageStartingWith("DINO has another view or more and a momentum");
        assertThatThrownBy(() -> new NeighbourVotes(0, 1))
                .hasMessage("1 neighbour or more vote at a temperature above 0, received 0 and 1.0");
        assertThatThrownBy(() -> LinearProbe.fit(new float[0][], new int[0], 2, 1))
                .hasMessage("A probe is fitted on a label for each feature, and one or more, with c above 0, received 0"
                        + " features, 0 labels and c 1.0");
    }
}
