package io.ocelli.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.image.Image;
import io.ocelli.metrics.Bootstrap;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Figures of masks, against {@code dense/losses.json}. */
class MaskEvaluationTest {
    private static final JsonObject METRICS = Golden.json("dense/losses.json").getAsJsonObject("metrics");

    private static Image mask(double... labels) {
        Image mask = Image.black(1, labels.length, 1);
        for (int i = 0; i < labels.length; i++) {
            mask.samples()[i] = (byte) labels[i];
        }
        return mask;
    }

    private static Image row(double[] all, int row, int length) {
        return mask(Arrays.copyOfRange(all, row * length, (row + 1) * length));
    }

    /** What logits say, by the library's own mask. */
    private static Image said(Tensor logits, int picture, boolean binary) {
        Shape shape = logits.shape();
        int each = shape.at(1) * shape.at(2) * shape.at(3);
        float[] own = Arrays.copyOfRange(logits.toFloats(), picture * each, (picture + 1) * each);
        if (binary) {
            for (int i = 0; i < each; i++) {
                own[i] = (float) (1 / (1 + Math.exp(-own[i])));
            }
        }
        Tensor maps = Tensor.of(Shape.of(shape.get(1), 1, (long) shape.at(2) * shape.at(3)), own);
        return new SegmentedPicture(Image.black(1, shape.at(2) * shape.at(3), 3), maps).mask();
    }

    private static MaskEvaluation evaluation(JsonObject json, String truth, List<String> classes) {
        Tensor logits = Golden.input(json.getAsJsonObject("logits"));
        double[] labels = Close.numbers(json.get(truth));
        MaskEvaluation.Accumulator counts = MaskEvaluation.accumulator(classes);
        int pictures = logits.shape().at(0);
        for (int i = 0; i < pictures; i++) {
            // each by an accumulator of its own, so that they are merged
            counts.add(MaskEvaluation.accumulator(classes)
                    .add(said(logits, i, truth.equals("mask")), row(labels, i, labels.length / pictures)));
        }
        return counts.evaluation();
    }

    @Test
    void theyAreTheReferences() {
        MaskEvaluation evaluation = evaluation(METRICS, "labels", List.of("0", "1", "2", "3"));
        assertThat(Arrays.stream(evaluation.confusion())
                        .flatMapToLong(Arrays::stream)
                        .asDoubleStream())
                .containsExactly(Arrays.stream(Close.numbers(METRICS.get("confusion")))
                        .boxed()
                        .toArray(Double[]::new));
        for (int k = 0; k < 4; k++) {
            check(
                    evaluation.value(MaskFigure.IOU, k),
                    METRICS.getAsJsonArray("iou_per_class").get(k));
            check(
                    evaluation.value(MaskFigure.DICE, k),
                    METRICS.getAsJsonArray("dice_per_class").get(k));
        }
        check(evaluation.accuracy(), METRICS.get("pixel_accuracy"));
        Map.of(
                        "micro", MaskEvaluation.Over.PIXELS,
                        "macro", MaskEvaluation.Over.CLASSES,
                        "micro-imagewise", MaskEvaluation.Over.PICTURES,
                        "macro-imagewise", MaskEvaluation.Over.PICTURES_AND_CLASSES)
                .forEach((name, over) -> check(evaluation.value(MaskFigure.IOU, over), METRICS.get("smp_iou_" + name)));
        check(evaluation.value(MaskFigure.DICE, MaskEvaluation.Over.PIXELS), METRICS.get("smp_dice_micro"));
        check(evaluation.value(MaskFigure.DICE, MaskEvaluation.Over.CLASSES), METRICS.get("smp_dice_macro"));
    }

    @Test
    void ofOneThingTheyAreTheReferences() {
        JsonObject binary = METRICS.getAsJsonObject("binary");
        MaskEvaluation evaluation = evaluation(binary, "mask", List.of("background", "thing"));
        check(evaluation.value(MaskFigure.IOU, 1), binary.get("iou_micro"));
        check(evaluation.value(MaskFigure.DICE, 1), binary.get("dice_micro"));
        check(evaluation.meanOverPictures(MaskFigure.IOU, 1), binary.get("iou_imagewise"));
    }

    private static void check(double value, JsonElement reference) {
        if (reference.isJsonNull()) {
            assertThat(value).isNaN();
        } else {
            assertThat(value).isCloseTo(reference.getAsDouble(), within(1e-8));
        }
    }

    @Test
    void sensitivityAndSpecificityAreOfTheClassAgainstTheRest() {
        MaskEvaluation evaluation = MaskEvaluation.accumulator(List.of("a", "b", "c"))
                .add(mask(0, 1, 1, 2, 2, 2), mask(0, 1, 0, 2, 1, 255))
                .evaluation();
        assertThat(evaluation.value(MaskFigure.SENSITIVITY, 1)).isEqualTo(0.5);
        assertThat(evaluation.value(MaskFigure.SPECIFICITY, 1)).isCloseTo(2 / 3.0, within(1e-15));
        assertThat(evaluation.value(MaskFigure.PRECISION, 2)).isEqualTo(0.5);
    }

    @Test
    void patientsAreResampledWhole() {
        MaskEvaluation.Accumulator counts = MaskEvaluation.accumulator(List.of("background", "lesion"));
        for (int i = 0; i < 50; i++) {
            counts.add(mask(1, 1), mask(1, 1), "seen well").add(mask(1, 0), mask(0, 1), "seen badly");
        }
        MaskEvaluation evaluation = counts.evaluation();
        Bootstrap dice = evaluation.bootstrap(1000, 3, each -> each.value(MaskFigure.DICE, 1));
        // of two patients, one resample in four has the bad one twice; of a hundred pictures none would
        assertThat(dice.interval(0.95).lower()).isZero();
        assertThat(dice.interval(0.95).upper()).isEqualTo(1);
        assertThat(evaluation.groups()).containsOnlyKeys("seen well", "seen badly");
        assertThat(evaluation.groups().get("seen badly").value(MaskFigure.DICE, 1))
                .isZero();
        assertThat(evaluation.groups().get("seen well").count()).isEqualTo(50);
    }

    @Test
    void masksOfOtherSizesAndClassesAreRefused() {
        MaskEvaluation.Accumulator counts = MaskEvaluation.accumulator(List.of("background", "lesion"));
        assertThatThrownBy(() -> counts.add(mask(0, 1), mask(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Masks have one channel and are compared at one size, received Image 1 x 2 x 1 and Image 1"
                        + " x 1 x 1");
        assertThatThrownBy(() -> counts.add(mask(0, 2), mask(0, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("What is said of a pixel is one of the 2 classes, received 2 at row 0, column 1");
        assertThatThrownBy(() -> MaskEvaluation.accumulator(List.of("lesion")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A mask tells two classes or more apart, the background among them, received [lesion]");
        assertThatThrownBy(() -> counts.add(MaskEvaluation.accumulator(List.of("a", "b"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Masks are added up of the same classes, received [a, b] for [background, lesion]");
    }
}
