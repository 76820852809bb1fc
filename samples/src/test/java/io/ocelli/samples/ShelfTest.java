package io.ocelli.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.data.DataSet;
import io.ocelli.dense.Sightings;
import io.ocelli.image.Box;
import io.ocelli.samples.shelves.Counting;
import io.ocelli.samples.shelves.Crops;
import io.ocelli.samples.shelves.Shelves;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShelfTest {
    @Test
    void productsStandWithinTheirPictureAndAreTheSameForASeed() {
        Shelves.Scene scene = Shelves.scene(5);

        assertThat(scene.products()).hasSizeGreaterThan(8).allSatisfy(box -> {
            assertThat(box.left()).isNotNegative();
            assertThat(box.top()).isNotNegative();
            assertThat(box.right()).isLessThanOrEqualTo(scene.picture().width());
            assertThat(box.bottom()).isLessThanOrEqualTo(scene.picture().height());
        });
        assertThat(Shelves.scene(5).picture().samples())
                .isEqualTo(scene.picture().samples());
    }

    @Test
    void cropsShowProductsAndWhatIsNone() {
        List<Shelves.Scene> scenes = Shelves.scenes(2, 7);
        int products = Shelves.instances(scenes).annotations().size();
        DataSet crops = new Crops(List.of(38, 59), 1, picture -> picture).of(scenes, 1);
        int empty = 0;
        for (int i = 0; i < crops.size(); i++) {
            empty += crops.sample(i).label() == Shelves.labels().indexOf(Shelves.EMPTY) ? 1 : 0;
        }

        assertThat(crops.size() - empty).isEqualTo(products);
        assertThat(empty).isBetween(2 * products, 3 * products);
    }

    @Test
    void countsAreOffClassByClass() {
        List<Shelves.Scene> scenes = Shelves.scenes(1, 3);
        List<Sightings.Sighting> all = new ArrayList<>();
        for (Box box : scenes.get(0).products()) {
            all.add(new Sightings.Sighting(box, Shelves.labels().get(box.label()), 0.6f));
        }
        int right = all.size();
        Box first = all.get(0).box();
        int other = (first.label() + 1) % 5;
        all.add(new Sightings.Sighting(
                new Box(first.left(), first.top(), first.right(), first.bottom(), other),
                Shelves.labels().get(other),
                0.3f));
        List<Sightings> seen = List.of(new Sightings(scenes.get(0).picture().size(), all));

        assertThat(Counting.of(scenes, seen)).isEqualTo(new Counting(right, right + 1, 1));
        assertThat(Counting.confidence(scenes, seen)).isEqualTo(0.31);
        assertThat(Counting.of(scenes, Counting.sure(seen, 0.31))).isEqualTo(new Counting(right, right, 0));
    }

    @Test
    @Tag("proof")
    void aPyramidIsBetterThanASingleScaleByThreePoints(@TempDir Path folder) {
        Shelf.Outcome outcome = Shelf.count(20, 2, 8, 1, folder);
        System.out.print(outcome.table());

        assertThat(outcome.ways()).containsOnlyKeys("single scale", "pyramid", "pyramid with context");
        double single = outcome.ways().get("single scale").figures().ap();
        assertThat(outcome.ways().get("pyramid").figures().ap()).isGreaterThan(single + 0.03);
        assertThat(outcome.ways().get("pyramid with context").figures().ap()).isGreaterThan(single + 0.03);
    }
}
