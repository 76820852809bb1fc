package io.ocelli.boxes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.image.Box;
import io.ocelli.testing.Golden;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NmsTest {
    private static final Box BOX = new Box(0, 0, 10, 10, 0);

    @Test
    void whatStaysAndInWhichOrderEqualsTorchvisions() {
        JsonObject golden = Golden.json("numbers/detection.json");
        for (Map.Entry<String, JsonElement> at : golden.getAsJsonObject("nms").entrySet()) {
            assertThat(Nms.of(
                            GoldenDetection.boxes(golden),
                            GoldenDetection.scores(golden),
                            Double.parseDouble(at.getKey())))
                    .as("a threshold of %s", at.getKey())
                    .isEqualTo(GoldenDetection.indexes(at.getValue()));
        }
    }

    @Test
    void classWiseEqualsTorchvisionsBatchedNms() {
        JsonObject golden = Golden.json("numbers/detection.json");

        assertThat(Nms.classWise(GoldenDetection.boxes(golden), GoldenDetection.scores(golden), 0.5))
                .isEqualTo(GoldenDetection.indexes(golden.get("batched_nms_0_5")));
    }

    @Test
    void whatWasLeftOutLeavesNothingOut() {
        // each overlaps the next by more than a half; the second goes, and with it the third's rival
        List<Box> chain = List.of(new Box(0, 0, 10, 1, 0), new Box(3, 0, 13, 1, 0), new Box(6, 0, 16, 1, 0));

        assertThat(Nms.of(chain, new float[] {.9f, .8f, .7f}, 0.5)).containsExactly(0, 2);
    }

    @Test
    void boxesOfDifferentLabelsLeaveEachOtherAloneClassWise() {
        List<Box> boxes = List.of(BOX, new Box(0, 0, 10, 10, 1));

        assertThat(Nms.of(boxes, new float[] {.1f, .2f}, 0.5)).containsExactly(1);
        assertThat(Nms.classWise(boxes, new float[] {.1f, .2f}, 0.5)).containsExactly(1, 0);
    }

    @Test
    void ofEqualScoresTheFirstStays() {
        assertThat(Nms.of(List.of(BOX, BOX, new Box(20, 0, 30, 10, 0)), new float[] {.5f, .5f, .5f}, 0.5))
                .containsExactly(0, 2);
    }

    @Test
    void anOverlapOfTheThresholdItselfStays() {
        List<Box> half = List.of(BOX, new Box(0, 0, 10, 5, 0));

        assertThat(Nms.of(half, new float[] {1, 0}, 0.5)).containsExactly(0, 1);
        assertThat(Nms.of(half, new float[] {1, 0}, 0.499)).containsExactly(0);
    }

    @Test
    void ofNoBoxesNoneStays() {
        assertThat(Nms.of(List.of(), new float[0], 0.5)).isEmpty();
    }

    @Test
    void wrongArgumentsAreSaid() {
        assertThatThrownBy(() -> Nms.of(List.of(BOX), new float[2], 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is a score for each of the 1 boxes, received 2");
        assertThatThrownBy(() -> Nms.of(List.of(BOX, BOX), new float[] {0, Float.NaN}, 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A box's score is a number, received NaN for box 1");
        for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> Nms.classWise(List.of(BOX), new float[1], wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("An IoU's threshold is from 0 to 1, received " + wrong);
        }
    }
}
