package io.ocelli.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.Classifier;
import io.ocelli.boxes.Detection;
import io.ocelli.data.DataSet;
import io.ocelli.engine.Optimizer;
import io.ocelli.image.Box;
import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Size;
import io.ocelli.image.Strips;
import io.ocelli.training.Training;
import io.ocelli.transforms.Resize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Coloured squares in a dark picture, found by a classifier of colours. */
class SlidingWindowTest {
    private static Classifier colours;

    @BeforeAll
    static void train() {
        List<Image> pictures = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < 96; i++) {
            String colour = i % 2 == 0 ? "red" : "blue";
            int share = i % 8 < 4 ? 256 : i % 8 < 6 ? 128 : 0; // a square that is not filled is nothing
            Image picture = Image.black(16, 16, 3);
            for (int p = 0; p < 256; p++) {
                int along = i % 3 == 0 ? p % 16 * 16 : p;
                paint(picture, p, along < share ? colour : "nothing", i);
            }
            pictures.add(picture);
            labels.add(share == 256 ? colour : "nothing");
        }
        DataSet training = DataSet.of(pictures, labels.toArray(new String[0]));
        List<Float> half = List.of(0.5f, 0.5f, 0.5f);
        colours = Classifier.model("simple_cnn")
                .preprocessing(new Preprocessing(0, 16, 16, Interpolation.BILINEAR, half, half))
                .head(3)
                .evaluation(Resize.to(16, 16, Interpolation.BILINEAR))
                .fit(
                        training,
                        training,
                        Training.defaults()
                                .epochs(10)
                                .batchSize(12)
                                .optimizer(Optimizer.adamW(3e-3))
                                .augmentation(Pipeline.empty()));
    }

    @AfterAll
    static void close() {
        colours.close();
    }

    private static void paint(Image picture, int pixel, String colour, int shade) {
        int on = colour.equals("red") ? 0 : colour.equals("blue") ? 2 : -1;
        for (int c = 0; c < 3; c++) {
            picture.samples()[3 * pixel + c] = (byte) (c == on ? 200 + shade % 50 : 20 + shade % 20);
        }
    }

    /** A dark picture with squares. */
    private static Image scene(int height, int width, Object... squares) {
        Image scene = Image.black(height, width, 3);
        for (int p = 0; p < height * width; p++) {
            paint(scene, p, "nothing", 0);
        }
        for (int s = 0; s < squares.length; s += 4) {
            int top = (int) squares[s + 1];
            int left = (int) squares[s + 2];
            int side = (int) squares[s + 3];
            for (int p = 0; p < side * side; p++) {
                paint(scene, (top + p / side) * width + left + p % side, (String) squares[s], 10);
            }
        }
        return scene;
    }

    @Test
    void thingsAreFoundWhereTheyAreAndCounted() {
        Image scene = scene(96, 128, "red", 16, 16, 16, "blue", 64, 80, 16, "red", 80, 112, 16);
        Sightings seen = SlidingWindow.of(16).overlap(0).background("nothing").over(colours, scene);
        assertThat(seen.counts()).containsOnly(Map.entry("red", 2), Map.entry("blue", 1));
        assertThat(seen.all())
                .extracting(each -> each.label() + " " + each.box().left() + " "
                        + each.box().top())
                .containsExactlyInAnyOrder("red 16.0 16.0", "blue 80.0 64.0", "red 112.0 80.0");
        assertThat(seen.all())
                .extracting(Sightings.Sighting::confidence)
                .isSortedAccordingTo((a, b) -> -a.compareTo(b));
    }

    @Test
    void ofOverlappingSquaresThatVoteTheMeanStays() {
        Image scene = scene(64, 64, "red", 21, 26, 18);
        SlidingWindow window = SlidingWindow.of(16).overlap(0.75).background("nothing");
        List<Sightings.Sighting> all = window.iou(1).over(colours, scene).all();
        Sightings voted = window.iou(0).voting().over(colours, scene);

        assertThat(all).hasSizeGreaterThan(1);
        assertThat(voted.counts()).containsOnly(Map.entry("red", 1));
        double weights = 0;
        double left = 0;
        for (Sightings.Sighting each : all) {
            weights += each.confidence();
            left += each.confidence() * each.box().left();
        }
        Sightings.Sighting one = voted.all().get(0);
        assertThat((double) one.box().left()).isCloseTo(left / weights, within(1e-3));
        assertThat(one.box().right() - one.box().left()).isCloseTo(16, within(1e-3f));
        assertThat(one.confidence()).isCloseTo((float) (weights / all.size()), within(1e-5f));
    }

    @Test
    void ofOverlappingSquaresTheSurestStays() {
        Image scene = scene(64, 64, "red", 21, 26, 18);
        SlidingWindow window = SlidingWindow.of(16).overlap(0.75).background("nothing");
        Sightings once = window.iou(0).over(colours, scene);
        assertThat(once.all()).hasSize(1);
        assertThat(once.all().get(0).box().left()).isCloseTo(26, within(5f));
        assertThat(once.all().get(0).box().top()).isCloseTo(21, within(5f));
        assertThat(window.iou(1).over(colours, scene).all().size()).isGreaterThan(1);
    }

    private static Sightings.Sighting sighting(float left, int label, float confidence) {
        return new Sightings.Sighting(new Box(left, 0, left + 10, 10, label), "class " + label, confidence);
    }

    @Test
    void acrossClassesOnePlaceHoldsOneThing() {
        Sightings.Sighting surest = sighting(0, 0, 0.9f);
        Sightings.Sighting other = sighting(2, 1, 0.8f);
        Sightings.Sighting beside = sighting(11, 1, 0.7f);
        List<Sightings.Sighting> all = List.of(surest, other, beside);
        SlidingWindow window = SlidingWindow.of(10);

        assertThat(window.agreed(all)).containsExactly(surest, other, beside);
        assertThat(window.acrossClasses().agreed(all)).containsExactly(surest, beside);
        assertThat(window.voting().agreed(all)).hasSize(3);
        assertThat(window.acrossClasses().voting().agreed(all))
                .extracting(Sightings.Sighting::label)
                .containsExactly("class 0", "class 1");
    }

    @Test
    void theSurestStandsWhereThoseOfItsClassAreInTheMean() {
        List<Sightings.Sighting> all =
                List.of(sighting(0, 0, 0.9f), sighting(2, 0, 0.3f), sighting(1, 1, 0.6f), sighting(4, 0, 0.6f));

        // The last overlaps the surest by 6 of 14: by less than half
        assertThat(SlidingWindow.of(10).averaging().agreed(all))
                .extracting(each -> each.label() + " " + each.confidence() + " "
                        + each.box().left())
                .containsExactly("class 0 0.9 0.5", "class 1 0.6 1.0");
    }

    @Test
    void fewerAreCountedThanAreLookedFor() {
        Sightings seen = SlidingWindow.of(16).confidence(0).over(colours, scene(48, 48, "red", 16, 16, 16));
        double middle = seen.all().get(seen.all().size() / 2).confidence();

        assertThat(seen.from(0)).isEqualTo(seen);
        assertThat(seen.from(middle).size()).isEqualTo(seen.size());
        assertThat(seen.from(middle).all())
                .isEqualTo(seen.all().stream()
                        .filter(each -> each.confidence() >= middle)
                        .toList())
                .hasSizeLessThan(seen.all().size());
    }

    @Test
    void severalSidesAreSeveralScales() {
        Image scene = scene(64, 96, "red", 0, 0, 16, "blue", 32, 64, 32);
        Sightings seen =
                SlidingWindow.of(16, 32).overlap(0).background("nothing").iou(0).over(colours, scene);
        assertThat(seen.all())
                .anyMatch(each -> each.label().equals("red") && each.box().right() == 16);
        assertThat(seen.all())
                .anyMatch(each -> each.label().equals("blue") && each.box().left() >= 64);
    }

    @Test
    void aPictureSmallerThanASquareIsOneSquare() {
        Sightings seen = SlidingWindow.of(64).over(colours, scene(10, 12, "red", 0, 0, 10));
        assertThat(seen.all()).hasSize(1);
        assertThat(seen.all().get(0).box().right()).isEqualTo(12);
        assertThat(seen.all().get(0).box().bottom()).isEqualTo(10);
    }

    @Test
    void squaresCoverThePictureToItsEdge() {
        SlidingWindow window = SlidingWindow.of(16).overlap(0.5).confidence(0);
        Sightings seen = window.iou(1).over(colours, scene(30, 41));
        assertThat(seen.all()).hasSize((int) window.squares(new Size(30, 41))).hasSize(3 * 5);
        assertThat(seen.all()).extracting(each -> each.box().right()).contains(41f);
        assertThat(seen.all()).extracting(each -> each.box().bottom()).contains(30f);
    }

    @Test
    void aStripIsReadAtATime() {
        Image scene = scene(64, 32, "red", 48, 16, 16);
        AtomicInteger highest = new AtomicInteger();
        Strips strips = new Strips() {
            @Override
            public Size size() {
                return scene.size();
            }

            @Override
            public Image strip(int top, int height) {
                highest.accumulateAndGet(height, Math::max);
                return Strips.of(scene).strip(top, height);
            }
        };
        SlidingWindow window = SlidingWindow.of(16).overlap(0).background("nothing");
        assertThat(window.over(colours, strips).all()).hasSize(1);
        assertThat(highest).hasValue(16);
        window.surroundings(2).over(colours, strips);
        assertThat(highest).hasValue(32);
    }

    @Test
    void surroundingsAreSeenAndTheEdgeGoesOn() {
        Image picture = scene(4, 4, "red", 0, 0, 2);
        Image cut = Cut.of(picture, -1, -2, 6, 8);
        assertThat(cut.sample(0, 0, 0)).isEqualTo(picture.sample(0, 0, 0));
        assertThat(cut.sample(1, 2, 0)).isEqualTo(picture.sample(0, 0, 0));
        assertThat(cut.sample(5, 7, 0)).isEqualTo(picture.sample(3, 3, 0));
        assertThat(Cut.of(picture, 1, 1, 2, 2).sample(0, 0, 0)).isEqualTo(picture.sample(1, 1, 0));
    }

    @Test
    void theyAreCocosResultsToo() {
        Sightings seen =
                SlidingWindow.of(16).overlap(0).background("nothing").over(colours, scene(16, 32, "blue", 0, 16, 16));
        Detection only = seen.detections(7).get(0);
        assertThat(only.image()).isEqualTo(7);
        assertThat(only.category()).isEqualTo(colours.labels().indexOf("blue"));
        assertThat(only.bbox().x()).isEqualTo(16);
        assertThat(only.bbox().width()).isEqualTo(16);
    }

    @Test
    void wrongNumbersAreRefused() {
        assertThatThrownBy(() -> SlidingWindow.of(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The squares' sides are 1 pixel or more, received [0]");
        assertThatThrownBy(() -> SlidingWindow.of(8).overlap(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The overlap is from 0 to below 1, received 1.0");
        assertThatThrownBy(() -> SlidingWindow.of(8).background("air").over(colours, scene(8, 8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The background is among the classifier's classes, [blue, nothing, red], received 'air'");
    }
}
