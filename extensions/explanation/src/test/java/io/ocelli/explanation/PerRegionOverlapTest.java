package io.ocelli.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.metrics.RocArea;
import io.ocelli.tensor.Shape;
import io.ocelli.testing.Golden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The overlap with regions, against the {@code metrics} of {@code numbers/anomaly.json}. */
class PerRegionOverlapTest {
    private static final int SIDE = 24;

    private final JsonObject golden = Golden.json("numbers/anomaly.json").getAsJsonObject("metrics");

    private List<boolean[]> masks() {
        List<boolean[]> masks = new ArrayList<>();
        for (JsonElement picture : golden.getAsJsonArray("masks")) {
            boolean[] mask = new boolean[SIDE * SIDE];
            for (JsonElement each : picture.getAsJsonArray()) {
                JsonArray edges = each.getAsJsonArray();
                for (int y = edges.get(0).getAsInt(); y < edges.get(1).getAsInt(); y++) {
                    Arrays.fill(
                            mask,
                            y * SIDE + edges.get(2).getAsInt(),
                            y * SIDE + edges.get(3).getAsInt(),
                            true);
                }
            }
            masks.add(mask);
        }
        return masks;
    }

    private List<float[]> maps() {
        String rule = golden.getAsJsonObject("maps").get("rule").getAsString();
        String name = rule.substring(rule.indexOf("fill('") + 6, rule.indexOf("',["));
        List<boolean[]> masks = masks();
        float[] filled = Golden.fill(name, Shape.of(masks.size(), SIDE, SIDE), 0, 1);
        List<float[]> maps = new ArrayList<>();
        for (int i = 0; i < masks.size(); i++) {
            float[] map = new float[SIDE * SIDE];
            for (int p = 0; p < map.length; p++) {
                double value = filled[i * map.length + p] + (masks.get(i)[p] ? 0.45 : 0);
                map[p] = (float) (Math.rint(value * 1000) / 1000);
            }
            maps.add(map);
        }
        return maps;
    }

    @Test
    void areasAreTheReferences() {
        PerRegionOverlap overlap = PerRegionOverlap.of(maps(), masks(), SIDE);

        assertThat(overlap.regions()).isEqualTo(golden.get("regions").getAsInt());
        assertThat(overlap.area(0.3)).isCloseTo(golden.get("aupro_30").getAsDouble(), within(1e-8));
        assertThat(overlap.area(0.05)).isCloseTo(golden.get("aupro_05").getAsDouble(), within(1e-8));
        assertThat(overlap.area(1)).isCloseTo(golden.get("aupro_100").getAsDouble(), within(1e-8));
        for (int i = 0; i < golden.getAsJsonArray("curve").size(); i++) {
            JsonObject point = golden.getAsJsonArray("curve").get(i).getAsJsonObject();
            assertThat(overlap.falsePositiveRates()[100 * i])
                    .isCloseTo(point.get("fpr").getAsDouble(), within(1e-8));
            assertThat(overlap.overlaps()[100 * i]).isCloseTo(point.get("pro").getAsDouble(), within(1e-8));
        }
    }

    @Test
    void theAreaOfPixelsIsThatOfTheMetrics() {
        List<float[]> maps = maps();
        List<boolean[]> masks = masks();
        boolean[] positive = new boolean[maps.size() * SIDE * SIDE];
        double[] scores = new double[positive.length];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = masks.get(i / (SIDE * SIDE))[i % (SIDE * SIDE)];
            scores[i] = maps.get(i / (SIDE * SIDE))[i % (SIDE * SIDE)];
        }

        assertThat(RocArea.of(positive, scores).value())
                .isCloseTo(golden.get("pixel_auroc").getAsDouble(), within(1e-8));
    }

    @Test
    void whatCannotBeIsRefused() {
        List<float[]> maps = List.of(new float[4]);
        PerRegionOverlap overlap = PerRegionOverlap.of(maps, List.of(new boolean[] {true, false, false, false}), 2);

        assertThatThrownBy(() -> overlap.area(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The limit of false positives is above 0 and at most 1, received 0.0");
        assertThatThrownBy(() -> PerRegionOverlap.of(maps, List.of(new boolean[4]), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "An overlap is of at least one anomalous region and one normal pixel, received 0 regions and 4"
                                + " normal pixels");
        assertThatThrownBy(() -> PerRegionOverlap.of(maps, List.of(new boolean[6]), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A map and its mask have the same rows of 2 pixels, received 4 and 6 pixels for picture 0");
    }
}
