package io.ocelli.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import java.util.HashSet;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RandomTransformsTest {
    private static final int DRAWS = 20_000;
    private static final Size SIZE = new Size(375, 500);
    private static final RandomResizedCrop CROP = RandomResizedCrop.of(224, 224, Interpolation.BILINEAR);

    @Test
    void resizedCropsAreInsideThePictureAndItsRanges() {
        Randomness randomness = Randomness.of(1);
        for (int i = 0; i < DRAWS; i++) {
            ResizedCrop crop = CROP.draw(SIZE, randomness);
            assertThat(crop.top()).isBetween(0, SIZE.height() - crop.height());
            assertThat(crop.left()).isBetween(0, SIZE.width() - crop.width());
            double area = (double) crop.height() * crop.width() / (SIZE.height() * SIZE.width());
            assertThat(area).isBetween(0.078, 1.0);
            assertThat((double) crop.width() / crop.height()).isBetween(0.74, 1.35);
        }
    }

    @Test
    void resizedCropsAreDistributedAsTorchvisions() {
        // Where every draw fits, the area is even and the logarithm of the ratio too.
        RandomResizedCrop small = CROP.withArea(0.08, 0.5);
        Randomness randomness = Randomness.of(2);
        double area = 0;
        double logRatio = 0;
        double top = 0;
        for (int i = 0; i < DRAWS; i++) {
            ResizedCrop crop = small.draw(SIZE, randomness);
            area += (double) crop.height() * crop.width() / (SIZE.height() * SIZE.width());
            logRatio += Math.log((double) crop.width() / crop.height());
            top += (double) crop.top() / (SIZE.height() - crop.height());
        }
        assertThat(area / DRAWS).isCloseTo(0.29, Offset.offset(0.005));
        assertThat(logRatio / DRAWS).isCloseTo(0, Offset.offset(0.01));
        assertThat(top / DRAWS).isCloseTo(0.5, Offset.offset(0.01));
    }

    @Test
    void aPictureThatNoDrawFitsIsCutInItsCentre() {
        assertThat(CROP.withArea(1, 1).draw(new Size(100, 1000), Randomness.of(3)))
                .isEqualTo(new ResizedCrop(0, 433, 100, 133, 224, 224, Interpolation.BILINEAR));
        assertThat(CROP.withArea(1, 1).draw(new Size(1000, 100), Randomness.of(3)))
                .isEqualTo(new ResizedCrop(433, 0, 133, 100, 224, 224, Interpolation.BILINEAR));
    }

    @Test
    void flipsComeWithTheirProbability() {
        Randomness randomness = Randomness.of(4);
        int flips = 0;
        for (int i = 0; i < DRAWS; i++) {
            flips += new RandomHorizontalFlip(0.3).draw(SIZE, randomness) instanceof HorizontalFlip ? 1 : 0;
        }
        assertThat((double) flips / DRAWS).isCloseTo(0.3, Offset.offset(0.01));
        assertThat(new RandomVerticalFlip(1).draw(SIZE, randomness)).isEqualTo(new VerticalFlip());
        assertThat(new RandomVerticalFlip(0).draw(SIZE, randomness)).isEqualTo(Pipeline.empty());
    }

    @Test
    void cropsReachEveryPlaceOfThePaddedPicture() {
        Set<Transform> seen = new HashSet<>();
        Randomness randomness = Randomness.of(5);
        for (int i = 0; i < 5000; i++) {
            Crop crop = new RandomCrop(32, 32, 4).draw(new Size(32, 32), randomness);
            assertThat(crop.top()).isBetween(-4, 4);
            assertThat(crop.left()).isBetween(-4, 4);
            seen.add(crop);
        }
        assertThat(seen).hasSize(81);
    }

    @Test
    void aCropThatIsTooLargeSaysSo() {
        assertThatThrownBy(() -> new RandomCrop(32, 32, 1).draw(new Size(20, 40), Randomness.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A random crop is at most as large as the padded picture, received a picture of 20 x 40 for"
                        + " RandomCrop[height=32, width=32, padding=1]");
    }

    @Test
    void theSameSeedGivesTheSamePicture() {
        Transform training = Transforms.training(Preprocessing.imagenet().withCrop(64, 48));
        Image image = Pictures.noise(90, 120, 3);
        Image first = training.apply(image, Randomness.of(8).split(3));
        assertThat(training.apply(image, Randomness.of(8).split(3))).isEqualTo(first);
        assertThat(training.apply(image, Randomness.of(8).split(4))).isNotEqualTo(first);
        assertThat(first.size()).isEqualTo(new Size(64, 48));
    }

    @Test
    void aRandomTransformWantsARandomSource() {
        assertThatThrownBy(() -> new RandomHorizontalFlip(0.5).apply(Pictures.noise(2, 2, 3)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A random transform is applied with a random source, or drawn first; received a picture for"
                        + " RandomHorizontalFlip[probability=0.5] without one");
    }

    @Test
    void wrongRangesAreRefused() {
        assertThatThrownBy(() -> new RandomHorizontalFlip(1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A probability is from 0 to 1, received 1.5");
        assertThatThrownBy(() -> CROP.withArea(0.5, 0.4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The shares of area have 0 < least <= largest <= 1, received 0.5 to 0.4");
        assertThatThrownBy(() -> CROP.withRatio(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
