package io.ocelli.boxes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.ocelli.image.Box;
import io.ocelli.testing.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverlapTest {
    private static final List<Box> THESE = List.of(
            new Box(0, 0, 10, 10, 0), new Box(2, 1, 12, 5, 1), new Box(30, 30, 40, 50, 0), new Box(0, 0, 10, 10, 0));
    private static final List<Box> THOSE = List.of(
            new Box(1, 2, 9, 14, 0), new Box(2, 1, 12, 5, 0), new Box(35, 20, 60, 33, 0), new Box(5, 5, 15, 15, 0));

    private static void assertMatrix(double[][] overlaps, JsonArray golden) {
        assertThat(overlaps).hasDimensions(golden.size(), golden.size());
        for (int i = 0; i < overlaps.length; i++) {
            for (int j = 0; j < overlaps.length; j++) {
                assertThat(overlaps[i][j])
                        .as("boxes %s and %s", i, j)
                        .isEqualTo(golden.get(i).getAsJsonArray().get(j).getAsDouble(), within(1e-6));
            }
        }
    }

    private static void assertPairs(Overlap overlap, double... expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(overlap.of(THESE.get(i), THOSE.get(i))).as("pair %s", i).isEqualTo(expected[i], within(1e-6));
        }
    }

    @Test
    void iouEqualsTorchvisions() {
        JsonObject golden = Golden.json("numbers/detection.json");
        List<Box> boxes = GoldenDetection.boxes(golden).subList(0, 8);

        assertMatrix(Overlap.IOU.of(boxes, boxes), golden.getAsJsonArray("iou_first8"));
    }

    @Test
    void giouEqualsTorchvisions() {
        JsonObject golden = Golden.json("numbers/detection.json");
        List<Box> boxes = GoldenDetection.boxes(golden).subList(0, 4);

        assertMatrix(Overlap.GIOU.of(boxes, boxes), golden.getAsJsonArray("giou_first4"));
    }

    @Test
    void pairsEqualTorchvisions() { // box_iou and the three others of torchvision 0.29, in double precision
        assertPairs(Overlap.IOU, 0.4848484848, 1, 0.0294117647, 0.1428571429);
        assertPairs(Overlap.GIOU, 0.4277056277, 1, -0.4039215686, -0.0793650794);
        assertPairs(Overlap.DIOU, 0.4544430795, 1, -0.1586437908, 0.0317460317);
        assertPairs(Overlap.CIOU, 0.4539733783, 1, -0.1811946940, 0.0317460317);
    }

    @Test
    void theSameBoxOverlapsItselfWhole() {
        for (Overlap overlap : Overlap.values()) {
            assertThat(overlap.of(THESE.get(2), THESE.get(2))).as("%s", overlap).isEqualTo(1);
        }
    }

    @Test
    void boxesThatTouchDoNotOverlap() {
        assertThat(Overlap.IOU.of(new Box(0, 0, 1, 1, 0), new Box(1, 0, 2, 1, 0)))
                .isZero();
    }

    @Test
    void hugeBoxesAreNoInfinity() {
        Box huge = new Box(-1e30f, -1e30f, 1e30f, 1e30f, 0);

        assertThat(Overlap.IOU.of(huge, huge)).isEqualTo(1);
    }

    @Test
    void aMatrixHasARowForEachBoxOfTheFirstList() {
        assertThat(Overlap.IOU.of(THESE, THOSE.subList(0, 2))).hasDimensions(4, 2);
        assertThat(Overlap.IOU.of(List.of(), THOSE)).isEmpty();
    }
}
