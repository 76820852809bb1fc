package io.ocelli.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.samples.shelves.Shelves;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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
    @Tag("proof")
    void aPyramidIsBetterThanASingleScaleByThreePoints() {
        Shelf.Outcome outcome = Shelf.count(8, 2, 4);
        System.out.print(outcome.table());

        assertThat(outcome.ways()).containsOnlyKeys("single scale", "pyramid", "pyramid with context");
        double single = outcome.ways().get("single scale").ap();
        assertThat(outcome.ways().get("pyramid").ap()).isGreaterThan(single + 0.03);
        assertThat(outcome.ways().get("pyramid with context").ap()).isGreaterThan(single + 0.03);
    }
}
