package io.ocelli.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.primitives.Doubles;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.boxes.Bbox;
import io.ocelli.image.Image;
import io.ocelli.image.Size;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How explanations are judged, against the {@code judging} of {@code numbers/explain.json}. */
class MeasuresTest {
    private static HeatMap map(int height, int width, float... values) {
        return new HeatMap("1", height, width, values, new Bbox(0, 0, 32, 32), new Size(32, 32));
    }

    @Test
    void deletionAndInsertionAreTheReferences() {
        JsonObject judging = Golden.json("numbers/explain.json").getAsJsonObject("judging");
        GoldenNetwork golden = GoldenNetwork.named("resnet20_cifar");
        int label = judging.get("class_index").getAsInt();
        try (Faithfulness measure = Faithfulness.of(golden.by(Method.layerCam()));
                Explainer layerCam = golden.by(Method.layerCam(), "layer2").open()) {
            for (JsonElement each : judging.getAsJsonArray("insertion_deletion")) {
                JsonObject expected = each.getAsJsonObject();
                double[] heat;
                if (expected.get("heat").getAsString().equals("filled")) {
                    JsonObject rule = expected.getAsJsonObject("heat_map");
                    heat = Golden.input(rule).toDoubles();
                } else {
                    float[] values = layerCam.maps(golden.first(), label).toFloats();
                    heat = new Bilinear(16, 16, 32, 32, false).of(values, 0);
                }
                // Where two pixels are nearly as hot, float32 may exchange them.
                double tolerance = 2e-3;
                for (boolean deletes : new boolean[] {true, false}) {
                    String name = deletes ? "deletion" : "insertion";
                    Faithfulness.Curve curve = measure.curve(golden.first(), label, heat, deletes);
                    Close.assertClose(
                            Doubles.toArray(curve.probabilities()), Close.numbers(expected.get(name)), tolerance, name);
                    assertThat(curve.area())
                            .isCloseTo(expected.get(name + "_auc").getAsDouble(), within(tolerance));
                }
            }
        }
    }

    @Test
    void roadIsTheReference() {
        JsonObject judging = Golden.json("numbers/explain.json").getAsJsonObject("judging");
        JsonObject road = judging.getAsJsonObject("road");
        GoldenNetwork golden = GoldenNetwork.named("resnet20_cifar");
        int label = judging.get("class_index").getAsInt();
        double[] heat = Golden.input(judging.getAsJsonArray("insertion_deletion")
                        .get(0)
                        .getAsJsonObject()
                        .getAsJsonObject("heat_map"))
                .toDoubles();
        try (Faithfulness measure = Faithfulness.of(golden.by(Method.gradCam()));
                Logits logits = new Logits(golden.by(Method.gradCam()))) {
            for (JsonElement each : road.getAsJsonArray("steps")) {
                JsonObject step = each.getAsJsonObject();
                for (String name : List.of("most_relevant_first", "least_relevant_first")) {
                    Tensor picture = Faithfulness.without(
                            golden.first(),
                            Faithfulness.ranks(heat),
                            step.get("percentile").getAsInt(),
                            name.startsWith("most"));
                    JsonObject expected = step.getAsJsonObject(name);
                    double[] values = picture.toDoubles();
                    Close.assertClose(
                            Arrays.copyOf(values, 16), Close.numbers(expected.get("picture_first_16")), 1e-5, name);
                    assertThat(Arrays.stream(values).sum())
                            .isCloseTo(expected.get("picture_sum").getAsDouble(), within(1e-2));
                    assertThat(Softmax.of(logits.of(picture)[0], label))
                            .isCloseTo(expected.get("probability").getAsDouble(), within(1e-5));
                }
            }
            Faithfulness.Road measured = measure.road(golden.first(), label, heat);
            assertThat(measured.most()).isCloseTo(road.get("most").getAsDouble(), within(1e-5));
            assertThat(measured.least()).isCloseTo(road.get("least").getAsDouble(), within(1e-5));
            assertThat(measured.score()).isCloseTo(road.get("score").getAsDouble(), within(1e-5));
        }
    }

    @Test
    void whatIsMissingIsTheMeanOfWhatIsAroundIt() {
        boolean[] middle = new boolean[9];
        middle[4] = true;
        float[] filled = new Imputation(3, 3, middle).of(new float[] {12, 0, 0, 0, -5, 6, 0, 0, 0});
        assertThat(filled).containsExactly(new float[] {12, 0, 0, 0, 2, 6, 0, 0, 0}, within(1e-6f));

        boolean[] all = new boolean[9];
        Arrays.fill(all, true);
        assertThat(new Imputation(3, 3, all).of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}))
                .containsOnly(0);
    }

    @Test
    void aMapIsMeasuredOnItsOwnPicture() {
        GoldenNetwork golden = GoldenNetwork.named("resnet20_cifar");
        Image picture = Image.black(32, 32, 3);
        try (Faithfulness measure = Faithfulness.of(golden.by(Method.gradCam()))) {
            Faithfulness.Curve curve = measure.deletion(picture, map(2, 2, 0, 1, 2, 3));
            assertThat(curve.probabilities()).hasSize(17);
            assertThat(measure.insertion(picture, map(2, 2, 0, 1, 2, 3))
                            .probabilities()
                            .get(16))
                    .isCloseTo(curve.probabilities().get(0), within(1e-6));
            assertThatThrownBy(() -> measure.deletion(Image.black(40, 40, 3), map(1, 1, 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(
                            "A map is measured on its own picture, and HeatMap of 1, 1 x 1, at most 1.0 lies"
                                    + " over ");
        }
    }

    @Test
    void aPointHitsABoxOrLiesNearIt() {
        HeatMap map = map(2, 2, 0, 0, 0, 1); // at 24, 24

        assertThat(Faithfulness.hits(map, List.of(new Bbox(20, 20, 8, 8)), 0)).isTrue();
        assertThat(Faithfulness.hits(map, List.of(new Bbox(0, 20, 14, 8)), 9)).isFalse();
        assertThat(Faithfulness.hits(map, List.of(new Bbox(0, 20, 14, 8)), 10)).isTrue();
    }

    @Test
    void randomWeightsHaveOtherMaps() {
        GoldenNetwork golden = GoldenNetwork.named("resnet20_cifar");
        Image picture = Image.black(32, 32, 3);
        for (int i = 0; i < picture.samples().length; i++) {
            picture.samples()[i] = (byte) (i * i / 7);
        }
        SanityCheck check = SanityCheck.of(golden.by(Method.gradCam()), List.of(picture), 3);

        assertThat(check.mean()).isBetween(-0.7, 0.7);
        assertThat(SanityCheck.correlation(new float[] {1, 2, 2, 5}, new float[] {10, 20, 20, 21}))
                .isCloseTo(1, within(1e-12));
        assertThat(SanityCheck.correlation(new float[] {1, 2, 3}, new float[] {3, 2, 1}))
                .isCloseTo(-1, within(1e-12));
        assertThat(SanityCheck.correlation(new float[] {1, 1, 1}, new float[] {3, 2, 1}))
                .isZero();
        assertThatThrownBy(() -> SanityCheck.of(golden.by(Method.gradCam()), List.of(), 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A sanity check is of at least one picture, received none");
    }

    @Test
    void integratedGradientsAddUpToTheDifferenceOfTheLogits() {
        GoldenNetwork golden = GoldenNetwork.named("resnet20_cifar");
        int label = golden.classes()[0];
        Tensor zeros = Tensor.of(golden.first().shape(), new float[3 * 32 * 32]);
        try (Explainer explainer = golden.by(Method.integratedGradients(32)).open();
                Logits logits = new Logits(golden.by(Method.saliency()))) {
            double sum = 0;
            for (double each : explainer.maps(golden.first(), label).toDoubles()) {
                sum += each;
            }
            double difference = logits.of(golden.first())[0][label] - (double) logits.of(zeros)[0][label];
            assertThat(sum).isCloseTo(difference, within(0.05 * Math.abs(difference)));
            assertThat(explainer.maps(golden.first(), label).shape()).isEqualTo(Shape.of(1, 32, 32));
        }
    }
}
