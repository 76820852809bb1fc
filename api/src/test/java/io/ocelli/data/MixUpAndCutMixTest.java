package io.ocelli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MixUpAndCutMixTest {
    private static final int DRAWS = 5000;
    private static final int[] LEVELS = {10, 51, 200};

    @Test
    void aPictureIsMixedWithTheOneBeforeItAndSoAreTheTargets() {
        Batch mixed = MixUp.mixed(batch(LastBatch.KEEP), 0.75);
        assertThat(levels(mixed)).containsExactly(58, 41, 163); // 57.5, 40.75, 162.75
        assertThat(mixed.pixels().type()).isEqualTo(DType.UINT8);
        assertThat(mixed.tensor(Batch.TARGETS).toFloats())
                .containsExactly(0.75f, 0, 0.25f, 0.25f, 0.75f, 0, 0, 0.25f, 0.75f);
        assertThat(mixed.labels()).containsExactly(0, 1, 2);
    }

    @Test
    void targetsThatPicturesCarryAreMixedInTheirPlace() {
        DataSet pictures =
                pictures().with(Batch.TARGETS, i -> Datum.labels(2, i == 0 ? new int[] {0, 1} : new int[] {}));
        try (Batches batches = BatchLoader.of(pictures).epoch(0)) {
            assertThat(MixUp.mixed(batches.next(), 0.75).tensor(Batch.TARGETS).toFloats())
                    .containsExactly(0.75f, 0.75f, 0.25f, 0.25f, 0, 0);
        }
    }

    @Test
    void picturesOfSixteenBitsStayFloats() {
        Batch batch = batch(LastBatch.KEEP);
        float[] whole = batch.pixels().toFloats();
        Batch wide = batch.with(Batch.PIXELS, Tensor.of(batch.pixels().shape(), whole));
        assertThat(MixUp.mixed(wide, 0.75).pixels().toFloats()[0]).isEqualTo(57.5f);
        Batch pasted = CutMix.pasted(wide, new CutMix.Rectangle(0, 0, 1, 1));
        assertThat(Arrays.copyOf(pasted.pixels().toFloats(), 4)).containsExactly(200, 200, 200, 10);
    }

    @Test
    void thePaddingIsLeftAlone() {
        Batch batch = batch(LastBatch.PAD);
        assertThat(levels(batch)).containsExactly(10, 51, 200, 0);
        assertThat(levels(MixUp.mixed(batch, 0.75))).containsExactly(58, 41, 163, 0);
        assertThat(levels(CutMix.pasted(batch, new CutMix.Rectangle(0, 0, 4, 6))))
                .containsExactly(200, 10, 51, 0);
    }

    @Test
    void aRectangleOfThePictureBeforeIsPastedAndTheTargetsGoByItsShare() {
        Batch mixed = CutMix.pasted(batch(LastBatch.KEEP), new CutMix.Rectangle(1, 2, 3, 5));
        float[] pixels = mixed.pixels().toFloats();
        for (int i = 0; i < 3; i++) {
            for (int y = 0; y < 4; y++) {
                for (int x = 0; x < 6; x++) {
                    boolean inside = y >= 1 && y < 3 && x >= 2 && x < 5;
                    int expected = LEVELS[inside ? (i + 2) % 3 : i];
                    assertThat(pixels[((i * 4 + y) * 6 + x) * 3 + 1]).isEqualTo(expected);
                }
            }
        }
        assertThat(mixed.tensor(Batch.TARGETS).toFloats())
                .containsExactly(0.75f, 0, 0.25f, 0.25f, 0.75f, 0, 0, 0.25f, 0.75f);
    }

    @Test
    void rectanglesAreDrawnAsTorchvisionsAndCorrectedWhereTheyAreCutOff() {
        Randomness randomness = Randomness.of(1);
        double rest = 0;
        double x = 0;
        for (int i = 0; i < DRAWS; i++) {
            CutMix.Rectangle drawn = new CutMix(1).rectangle(100, 200, randomness);
            assertThat(drawn.top()).isBetween(0, drawn.bottom());
            assertThat(drawn.bottom()).isLessThanOrEqualTo(100);
            assertThat(drawn.right()).isLessThanOrEqualTo(200);
            rest += drawn.rest(100, 200);
            x += (drawn.left() + drawn.right()) / 400.0;
        }
        // With side s = sqrt(1 - lambda), of density 2 s, and an even centre, (s - s^2 / 4)^2 is left: 2 (1/4 - 1/10 +
        // 1/96).
        assertThat(1 - rest / DRAWS).isCloseTo(2 * (1 / 4.0 - 1 / 10.0 + 1 / 96.0), within(0.015));
        assertThat(x / DRAWS).isCloseTo(0.5, within(0.01));
    }

    @Test
    void theWeightIsOfTheBetaDistribution() {
        Batch batch = batch(LastBatch.KEEP);
        Randomness randomness = Randomness.of(2);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < DRAWS; i++) {
            double own = Mix.mixUp(0.4)
                    .apply(batch, randomness)
                    .tensor(Batch.TARGETS)
                    .toFloats()[0];
            sum += own;
            squares += own * own;
        }
        assertThat(sum / DRAWS).isCloseTo(0.5, within(0.02));
        assertThat(squares / DRAWS - 0.25).isCloseTo(0.25 / 1.8, within(0.01));
    }

    @Test
    void oneOfTwoOrNoneIsChosenByItsProbability() {
        Map<String, Integer> counts = new HashMap<>();
        Mix first = (batch, randomness) -> batch.with("first", batch.distribution());
        Mix second = (batch, randomness) -> batch.with("second", batch.distribution());
        Mix mix = first.or(second, 0.3).withProbability(0.8);
        Batch batch = batch(LastBatch.KEEP);
        Randomness randomness = Randomness.of(3);
        for (int i = 0; i < DRAWS; i++) {
            Batch mixed = mix.apply(batch, randomness);
            String chosen =
                    mixed.names().contains("first") ? "first" : mixed.names().contains("second") ? "second" : "";
            counts.merge(chosen, 1, Integer::sum);
        }
        assertThat(counts.get("first") / (double) DRAWS).isCloseTo(0.56, within(0.03));
        assertThat(counts.get("second") / (double) DRAWS).isCloseTo(0.24, within(0.03));
        assertThat(counts.get("") / (double) DRAWS).isCloseTo(0.2, within(0.03));
    }

    @Test
    void aBatchOfOneStaysAsItIs() {
        try (Batches batches = BatchLoader.of(pictures()).batchSize(1).epoch(0)) {
            Batch one = batches.next();
            assertThat(levels(Mix.mixUp(1).apply(one, Randomness.of(1)))).containsExactly(10);
            assertThat(levels(Mix.cutMix(1).apply(one, Randomness.of(1)))).containsExactly(10);
        }
    }

    @Test
    void mixesAreValuesThatPrintTheCallsThatMakeThem() {
        Mix mix = Mix.mixUp(0.2).or(Mix.cutMix(1)).withProbability(0.5);
        assertThat(mix)
                .isEqualTo(Mix.mixUp(0.2).or(Mix.cutMix(1)).withProbability(0.5))
                .isNotEqualTo(Mix.mixUp(0.3).or(Mix.cutMix(1)).withProbability(0.5))
                .hasToString("Mix.mixUp(0.2).or(Mix.cutMix(1.0), 0.5).withProbability(0.5)");
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> Mix.mixUp(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("MixUp's alpha is over 0 and finite, received 0.0; leave the mix out where none is wanted");
        assertThatThrownBy(() -> Mix.cutMix(Double.NaN))
                .hasMessage(
                        "CutMix's alpha is over 0 and finite, received NaN; leave the mix out where none is wanted");
        assertThatThrownBy(() -> Mix.mixUp(1).withProbability(1.1))
                .hasMessage("The probability of a mix is from 0 to 1, received 1.1");
    }

    private static DataSet pictures() {
        List<Image> images = new ArrayList<>();
        for (int level : LEVELS) {
            Image image = Image.black(4, 6, 3);
            Arrays.fill(image.samples(), (byte) level);
            images.add(image);
        }
        return DataSet.of(images, "a", "b", "c");
    }

    /** One that holds after its batches were closed. */
    private static Batch batch(LastBatch last) {
        int size = last == LastBatch.PAD ? 4 : 3;
        try (Batches batches =
                BatchLoader.of(pictures()).batchSize(size).lastBatch(last).epoch(0)) {
            Batch batch = batches.next();
            ByteBuffer copy = Tensor.allocate(DType.UINT8, batch.pixels().shape());
            copy.put(batch.pixels().bytes()).flip();
            return batch.with(
                    Batch.PIXELS, Tensor.of(DType.UINT8, batch.pixels().shape(), copy));
        }
    }

    /** The first sample of each picture. */
    private static List<Integer> levels(Batch batch) {
        float[] samples = batch.pixels().toFloats();
        List<Integer> levels = new ArrayList<>();
        for (int i = 0; i < samples.length; i += 4 * 6 * 3) {
            levels.add((int) samples[i]);
        }
        return levels;
    }
}
