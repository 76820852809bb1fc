package io.ocelli.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.image.Box;
import io.ocelli.image.Image;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.List;
import org.junit.jupiter.api.Test;

class RandomErasingTest {
    private static final int DRAWS = 20_000;
    private static final Size SIZE = new Size(224, 224);

    @Test
    void rectanglesAreInsideThePictureAndItsRanges() {
        Randomness randomness = Randomness.of(1);
        int erased = 0;
        double area = 0;
        for (int i = 0; i < DRAWS; i++) {
            Transform drawn = RandomErasing.of(0.25).withArea(0.02, 0.2).draw(SIZE, randomness);
            if (drawn instanceof Erase) {
                Erase erase = (Erase) drawn;
                double share = (double) erase.height() * erase.width() / (224 * 224);
                assertThat(share).isBetween(0.019, 0.202);
                assertThat((double) erase.height() / erase.width()).isBetween(0.29, 3.4);
                assertThat(erase.top() + erase.height()).isLessThanOrEqualTo(224);
                assertThat(erase.left() + erase.width()).isLessThanOrEqualTo(224);
                area += share;
                erased++;
            } else {
                assertThat(drawn).isEqualTo(Pipeline.empty());
            }
        }
        assertThat((double) erased / DRAWS).isCloseTo(0.25, within(0.01));
        assertThat(area / erased).isCloseTo(0.11, within(0.005)); // every draw fits, so the area is even
    }

    @Test
    void whatIsErasedHasTheColourAndTheRestStays() {
        Image image = Pictures.noise(6, 8, 3);
        Image erased = new Erase(1, 2, 3, 4, List.of(1, 2, 3), 0).apply(image);
        for (int y = 0; y < 6; y++) {
            for (int x = 0; x < 8; x++) {
                boolean inside = y >= 1 && y < 4 && x >= 2 && x < 6;
                for (int c = 0; c < 3; c++) {
                    assertThat(erased.sample(y, x, c)).isEqualTo(inside ? c + 1 : image.sample(y, x, c));
                }
            }
        }
        assertThat(image).isEqualTo(Pictures.noise(6, 8, 3));
    }

    @Test
    void noiseIsEvenAndFollowsFromWhatWasDrawn() {
        Transform drawn = RandomErasing.of(1)
                .withNoise()
                .withArea(0.5, 0.6)
                .withRatio(1, 1)
                .draw(SIZE, Randomness.of(3));
        Image black = Image.black(224, 224, 3);
        Image first = drawn.apply(black);
        assertThat(drawn.apply(black)).isEqualTo(first);
        double sum = 0;
        for (byte sample : first.samples()) {
            sum += sample & 255;
        }
        Erase erase = (Erase) drawn;
        assertThat(sum / (erase.height() * erase.width() * 3)).isCloseTo(127.5, within(1.5));
    }

    @Test
    void whatFitsNowhereErasesNothing() {
        assertThat(RandomErasing.of(1).withArea(1, 1).draw(SIZE, Randomness.of(1)))
                .isEqualTo(Pipeline.empty());
        assertThat(RandomErasing.of(1).draw(new Size(1, 1), Randomness.of(1))).isEqualTo(Pipeline.empty());
    }

    @Test
    void masksAndBoxesStay() {
        Transform drawn = new Erase(0, 0, 2, 2, List.of(0), 0);
        Image mask = Pictures.noise(4, 4, 1);
        List<Box> boxes = List.of(new Box(0, 0, 2, 2, 1));
        assertThat(drawn.mask(mask)).isEqualTo(mask);
        assertThat(drawn.boxes(boxes, mask.size())).isEqualTo(boxes);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> RandomErasing.of(2)).hasMessage("A probability is from 0 to 1, received 2.0");
        assertThatThrownBy(() -> RandomErasing.of(1).withArea(0.4, 0.3))
                .hasMessage("The shares of area have 0 < least <= largest <= 1, received 0.4 to 0.3");
        assertThatThrownBy(() -> RandomErasing.of(1).withFill(List.of(65536)))
                .hasMessage("A fill is a value of 8 or 16 bits, or one for each channel, received [65536]");
        assertThatThrownBy(() -> new Erase(0, 0, 2, 2, List.of(256), 1).apply(Pictures.noise(4, 4, 1)))
                .hasMessage("A fill of pictures of UINT8 is 0 to 255, received [256]");
        assertThatThrownBy(() -> new Erase(3, 0, 2, 2, List.of(), 1).apply(Pictures.noise(4, 4, 1)))
                .hasMessageStartingWith("An erased rectangle lies in the picture, received Erase[top=3");
        assertThatThrownBy(() -> new Erase(-1, 0, 2, 2, List.of(), 1))
                .hasMessage("An erased rectangle begins in the picture, received row -1, column 0");
    }
}
