package io.ocelli.boxes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.testing.Golden;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CocoEvaluationTest {
    private static final Set<Integer> CLASSES = Set.of(1, 2, 3, 4);

    private final List<GroundTruth> truths = new ArrayList<>();
    private final List<Detection> detections = new ArrayList<>();

    private static Bbox bbox(JsonObject entry) {
        double[] numbers = new double[4];
        for (int i = 0; i < 4; i++) {
            numbers[i] = entry.getAsJsonArray("bbox").get(i).getAsDouble();
        }
        return new Bbox(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    private JsonObject golden() {
        JsonObject golden = Golden.json("numbers/detection.json").getAsJsonObject("coco");
        for (JsonElement each : golden.getAsJsonArray("ground_truth")) {
            JsonObject entry = each.getAsJsonObject();
            boolean crowd = entry.get("iscrowd").getAsInt() == 1;
            truths.add(new GroundTruth(
                    entry.get("image_id").getAsLong(),
                    entry.get("category_id").getAsInt(),
                    bbox(entry),
                    entry.get("area").getAsDouble(),
                    crowd,
                    crowd));
        }
        for (JsonElement each : golden.getAsJsonArray("detections")) {
            JsonObject entry = each.getAsJsonObject();
            detections.add(new Detection(
                    entry.get("image_id").getAsLong(),
                    entry.get("category_id").getAsInt(),
                    bbox(entry),
                    entry.get("score").getAsDouble()));
        }
        return golden;
    }

    private CocoEvaluation evaluation() {
        return CocoEvaluation.accumulator(CLASSES).add(truths, detections).evaluation();
    }

    private void truth(int image, int category, double x, double size) {
        truths.add(GroundTruth.of(image, category, new Bbox(x, 0, size, size)));
    }

    private void detection(int image, int category, double x, double size, double score) {
        detections.add(new Detection(image, category, new Bbox(x, 0, size, size), score));
    }

    @Test
    void theTwelveFiguresEqualThoseOfPycocotools() {
        JsonObject golden = golden();
        CocoEvaluation evaluation = evaluation();

        for (int i = 0; i < 12; i++) {
            assertThat(evaluation.stats().get(i))
                    .as(golden.getAsJsonArray("order").get(i).getAsString())
                    .isEqualTo(golden.getAsJsonArray("stats").get(i).getAsDouble(), within(1e-9));
        }
        assertThat(List.of(
                        evaluation.ap(),
                        evaluation.ap50(),
                        evaluation.ap75(),
                        evaluation.apSmall(),
                        evaluation.apMedium(),
                        evaluation.apLarge(),
                        evaluation.ar1(),
                        evaluation.ar10(),
                        evaluation.ar100(),
                        evaluation.arSmall(),
                        evaluation.arMedium(),
                        evaluation.arLarge()))
                .isEqualTo(evaluation.stats());
    }

    @Test
    void theApOfEachClassEqualsThatOfPycocotools() {
        JsonObject golden = golden();
        CocoEvaluation evaluation = evaluation();

        for (int i = 0; i < 4; i++) {
            assertThat(evaluation.perClass().get(i + 1))
                    .as("class %s", i + 1)
                    .isEqualTo(golden.getAsJsonArray("per_class_ap").get(i).getAsDouble(), within(1e-9));
        }
    }

    @Test
    void pictureByPictureInAnyOrderGivesTheSame() {
        golden();
        detections.replaceAll(each -> new Detection(
                each.image(), each.category(), each.bbox(), Math.round(each.score() * 4) / 4.0)); // many are equal
        CocoEvaluation whole = evaluation();
        List<Long> pictures = new ArrayList<>(Stream.concat(
                        truths.stream().map(GroundTruth::image),
                        detections.stream().map(Detection::image))
                .distinct()
                .toList());
        Collections.reverse(pictures);
        CocoEvaluation.Accumulator first = CocoEvaluation.accumulator(CLASSES);
        CocoEvaluation.Accumulator second = CocoEvaluation.accumulator(CLASSES);
        for (long picture : pictures) {
            (picture % 3 == 0 ? first : second)
                    .add(
                            truths.stream()
                                    .filter(each -> each.image() == picture)
                                    .toList(),
                            detections.stream()
                                    .filter(each -> each.image() == picture)
                                    .toList());
        }

        assertThat(first.add(second).evaluation()).isEqualTo(whole);
    }

    @Test
    void whatIsFoundAndNothingElseIs1() {
        truth(1, 1, 0, 50);
        truth(2, 2, 10, 10);
        detection(1, 1, 0, 50, .1);
        detection(2, 2, 10, 10, .9);

        CocoEvaluation evaluation = evaluation();
        assertThat(evaluation.ap()).isEqualTo(1, within(1e-12));
        assertThat(evaluation.ar100()).isEqualTo(1);
        assertThat(evaluation.apSmall()).isEqualTo(1, within(1e-12));
        assertThat(evaluation.apLarge()).isEqualTo(-1);
    }

    @Test
    void withoutDetectionsAllIs0WhereThereWasSomethingToFind() {
        truth(1, 1, 0, 50);

        CocoEvaluation evaluation = evaluation();
        assertThat(evaluation.stats()).containsExactly(0., 0., 0., -1., 0., -1., 0., 0., 0., -1., 0., -1.);
        assertThat(evaluation.perClass())
                .containsExactly(Map.entry(1, 0.), Map.entry(2, -1.), Map.entry(3, -1.), Map.entry(4, -1.));
    }

    @Test
    void whereThereWasNothingToFindAllIsMinus1() {
        detection(1, 1, 0, 50, .5);

        assertThat(evaluation().stats()).hasSize(12).containsOnly(-1.);
        assertThat(CocoEvaluation.accumulator(CLASSES).evaluation().stats()).containsOnly(-1.);
        assertThat(CocoEvaluation.accumulator(Set.of()).evaluation().stats()).containsOnly(-1.);
    }

    @Test
    void crowdsAloneAreNothingToFind() {
        truth(1, 1, 0, 50);
        truths.replaceAll(GroundTruth::asCrowd);
        detection(1, 1, 0, 50, .5);

        assertThat(evaluation().stats()).containsOnly(-1.);
    }

    @Test
    void aClassWithoutTruthCountsForNothing() {
        truth(1, 1, 0, 50);
        detection(1, 1, 0, 50, .5);
        detection(1, 2, 0, 50, .9);

        assertThat(evaluation().ap()).isEqualTo(1, within(1e-12));
        assertThat(evaluation().perClass()).containsEntry(2, -1.);
    }

    @Test
    void anyNumberOfDetectionsInACrowdAreNeitherRightNorWrong() {
        truths.add(GroundTruth.of(1, 1, new Bbox(0, 0, 100, 100)).asCrowd());
        truth(1, 1, 200, 50);
        for (int i = 0; i < 5; i++) {
            detection(1, 1, 10 * i, 40, .9); // each has an IoU of .16, and lies inside
        }
        detection(1, 1, 200, 50, .5);

        assertThat(evaluation().ap()).isEqualTo(1, within(1e-12));
    }

    @Test
    void oneDetectionOfSomethingIgnoredIsNeitherRightNorWrongAndTheNextIsWrong() {
        truths.add(GroundTruth.of(1, 1, new Bbox(0, 0, 100, 100)).asIgnored());
        truth(1, 1, 200, 50);
        detection(1, 1, 0, 100, .9);
        detection(1, 1, 200, 50, .5);
        assertThat(evaluation().ap()).isEqualTo(1, within(1e-12));

        detection(1, 1, 0, 100, .8);
        assertThat(evaluation().ap()).isEqualTo(.5, within(1e-12));
    }

    @Test
    void whatCountsIsMatchedBeforeWhatIsIgnoredAndOverlapsMore() {
        truths.add(GroundTruth.of(1, 1, new Bbox(0, 0, 50, 50)).asIgnored());
        truths.add(GroundTruth.of(1, 1, new Bbox(0, 0, 50, 40)));
        detection(1, 1, 0, 50, .9);

        assertThat(evaluation().ap50()).isEqualTo(1, within(1e-12));
    }

    @Test
    void onlyTheSurestHundredOfAPictureCount() {
        truth(1, 1, 0, 50);
        for (int i = 0; i < 100; i++) {
            detection(1, 1, 300, 50, .5);
        }
        detection(1, 1, 0, 50, .4);

        assertThat(evaluation().ar100()).isZero();
        detections.remove(0);
        assertThat(evaluation().ar100()).isEqualTo(1);
        assertThat(evaluation().ar10()).isZero();
    }

    @Test
    void ofEqualScoresThePictureWithTheLowerIdAndTheDetectionThatCameFirstLead() {
        truth(7, 1, 0, 50);
        truth(3, 1, 0, 50);
        detection(7, 1, 300, 50, .5);
        detection(3, 1, 0, 50, .5);
        detection(3, 1, 300, 50, .5);
        detection(7, 1, 0, 50, .5);

        // right, wrong, wrong, right: 51 recalls at 1 and 50 at 2 / 4
        assertThat(evaluation().ap()).isEqualTo((51 + 50 * .5) / 101, within(1e-12));
    }

    @Test
    void anIouOfTheThresholdItselfIsAMatch() {
        truths.add(GroundTruth.of(1, 1, new Bbox(0, 0, 40, 20)));
        detections.add(new Detection(1, 1, new Bbox(0, 0, 40, 10), .5));

        assertThat(evaluation().ap50()).isEqualTo(1, within(1e-12));
        assertThat(evaluation().ap()).isEqualTo(.1, within(1e-12));
    }

    @Test
    void boxesWithoutAnExtentMatchNothing() {
        truths.add(GroundTruth.of(1, 1, new Bbox(5, 5, 0, 10)));
        detections.add(new Detection(1, 1, new Bbox(5, 5, 0, 10), .5));

        assertThat(evaluation().ap()).isZero();
    }

    @Test
    void aPictureIsAddedOnce() {
        truth(1, 1, 0, 50);
        CocoEvaluation.Accumulator counts = CocoEvaluation.accumulator(CLASSES).add(truths, detections);
        String message = "A picture is added once, with all that it shows and all that was detected in it, received the"
                + " picture 1 again";

        assertThatThrownBy(() -> counts.add(truths, detections))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> counts.add(CocoEvaluation.accumulator(CLASSES).add(truths, detections)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void otherClassesAreRefused() {
        detection(1, 9, 0, 50, .5);

        assertThatThrownBy(this::evaluation)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "The classes that are counted are [1, 2, 3, 4], received Detection[image=1," + " category=9, ");
        assertThatThrownBy(() -> CocoEvaluation.accumulator(CLASSES).add(CocoEvaluation.accumulator(Set.of(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Counts that are added up are of the same classes, received those of [1, 2, 3, 4] and [1]");
    }

    @Test
    void numbersThatCannotBeAreRefused() {
        Bbox bbox = new Bbox(0, 0, 1, 1);
        assertThatThrownBy(() -> new Bbox(0, 0, -1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A bbox is x, y, width, height, finite and with width and height 0 or more, received"
                        + " [0.0, 0.0, -1.0, 2.0]");
        assertThatThrownBy(() -> new Bbox(Double.NaN, 0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Detection(1, 1, bbox, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A detection's score is finite, received NaN");
        assertThatThrownBy(() -> new Detection(1, -1, bbox, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A category's id is 0 or more, received -1");
        assertThatThrownBy(() -> new GroundTruth(1, 1, bbox, -1, false, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An area is finite and 0 or more, received -1.0");
    }

    @Test
    void printsItsFigures() {
        truth(1, 1, 0, 50);

        assertThat(evaluation())
                .hasToString(
                        "AP 0.000, AP50 0.000, AP75 0.000, APs -1.000, APm 0.000, APl -1.000, AR1 0.000, AR10 0.000,"
                                + " AR100 0.000, ARs -1.000, ARm 0.000, ARl -1.000");
    }
}
