package io.ocelli.boxes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.ocelli.boxes.SoftNms.Rescored;
import io.ocelli.image.Box;
import io.ocelli.testing.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoftNmsTest {
    /** The first and the second have an IoU of 0.6, the third has none with either, the second and the fourth 1 / 3. */
    private static final List<Box> BOXES = List.of(
            new Box(0, 0, 10, 10, 0), new Box(0, 0, 10, 6, 0), new Box(50, 50, 60, 60, 0), new Box(0, 4, 10, 6, 1));

    private static final float[] SCORES = {1, 0.75f, 0.5f, 0.25f};

    private static void assertRescored(List<Rescored> received, int[] indexes, double... scores) {
        assertThat(received).hasSameSizeAs(scores);
        for (int i = 0; i < scores.length; i++) {
            assertThat(received.get(i).index()).as("place %s", i).isEqualTo(indexes[i]);
            assertThat(received.get(i).score())
                    .as("place %s", i)
                    .isCloseTo(scores[i], org.assertj.core.data.Offset.offset(1e-12));
        }
    }

    @Test
    void scoresFallLinearlyAboveTheThreshold() {
        assertRescored(SoftNms.linear(0.3).of(BOXES, SCORES), new int[] {0, 2, 1, 3}, 1, .5, .75 * .4, .25 * 2 / 3);
    }

    @Test
    void scoresFallByAGaussianAtEveryOverlap() {
        assertRescored(
                SoftNms.gaussian(0.5).of(BOXES, SCORES),
                new int[] {0, 2, 1, 3},
                1,
                .5,
                .75 * Math.exp(-.36 / .5),
                .25 * Math.exp(-.04 / .5) * Math.exp(-1. / 9 / .5));
    }

    @Test
    void boxesOfLowScoreAreLeftOut() {
        assertRescored(SoftNms.linear(0.3).withLeast(0.3).of(BOXES, SCORES), new int[] {0, 2, 1}, 1, .5, .75 * .4);
    }

    @Test
    void boxesOfDifferentLabelsLeaveEachOtherAloneWhereAsked() {
        assertRescored(
                SoftNms.linear(0.3).ofEachClass().of(BOXES, SCORES), new int[] {0, 2, 1, 3}, 1, .5, .75 * .4, .25);
    }

    @Test
    void withAThresholdOf1NothingFalls() {
        JsonObject golden = Golden.json("numbers/detection.json");
        List<Box> boxes = GoldenDetection.boxes(golden);
        float[] scores = GoldenDetection.scores(golden);

        assertThat(SoftNms.linear(1).of(boxes, scores).stream()
                        .mapToInt(Rescored::index)
                        .toArray())
                .isEqualTo(Nms.of(boxes, scores, 1));
    }

    @Test
    void ofEqualScoresTheFirstComesFirst() {
        assertThat(SoftNms.gaussian(0.5).of(List.of(BOXES.get(2), BOXES.get(0)), new float[] {1, 1}))
                .containsExactly(new Rescored(0, 1), new Rescored(1, 1));
    }

    @Test
    void ofNoBoxesNoneStays() {
        assertThat(SoftNms.linear(0.5).of(List.of(), new float[0])).isEmpty();
    }

    @Test
    void wrongArgumentsAreSaid() {
        assertThatThrownBy(() -> SoftNms.linear(1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An IoU's threshold is from 0 to 1, received 1.5");
        assertThatThrownBy(() -> SoftNms.gaussian(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A Gaussian decay has a finite sigma above 0, received 0.0");
        assertThatThrownBy(() -> SoftNms.gaussian(1).withLeast(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The least score is finite and not negative, received NaN");
        assertThatThrownBy(() -> SoftNms.linear(0.5).of(BOXES, new float[] {1, 1, -1, 1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A score that is to fall is not negative, received -1.0 for box 2");
    }
}
