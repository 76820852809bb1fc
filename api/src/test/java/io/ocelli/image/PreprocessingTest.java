package io.ocelli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PreprocessingTest {
    @Test
    void comparesByValue() {
        assertThat(Preprocessing.imagenet().withResize(232))
                .isEqualTo(Preprocessing.imagenet().withResize(232));
        assertThat(Preprocessing.imagenet().withResize(232)).isNotEqualTo(Preprocessing.imagenet());
    }

    @Test
    void hasAChannelForEachMean() {
        assertThat(Preprocessing.imagenet().channels()).isEqualTo(3);
        assertThat(Preprocessing.imagenet()
                        .withMeanAndStd(Arrays.asList(0.5f), Arrays.asList(0.5f))
                        .channels())
                .isEqualTo(1);
    }

    @Test
    void anotherInputSizeKeepsTheShareThatIsCutOff() {
        Preprocessing larger = Preprocessing.imagenet().withInputSize(448, 448);
        assertThat(larger.resize()).isEqualTo(512);
        assertThat(larger.cropHeight()).isEqualTo(448);
        assertThat(Preprocessing.imagenet().withResize(0).withInputSize(32, 32).resize())
                .isZero();
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> Preprocessing.imagenet().withCrop(0, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A preprocessing has resize >= 0 and a positive crop, received resize 256, crop 0 x 5");
        assertThatThrownBy(() -> Preprocessing.imagenet().withMeanAndStd(Arrays.asList(0.5f), Arrays.asList(0f)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A preprocessing's means are finite and its deviations positive, received means [0.5] and"
                        + " deviations [0.0]");
    }

    @Test
    void aReducingGapIsSmallEnoughToMatterAndLargeEnoughToSeeWith() {
        assertThat(Preprocessing.imagenet().withReducingGap(1).withResize(300).reducingGap())
                .isEqualTo(1);
        assertThat(Preprocessing.imagenet().reducingGap()).isZero();
        assertThatThrownBy(() -> Preprocessing.imagenet().withReducingGap(0.25))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A reducing gap is 0, to decode pictures whole, or 0.5 to 8.0 times the size that they are"
                        + " resized to, received 0.25");
    }

    @Test
    void aRegionHasAPixel() {
        assertThat(Region.all(new Size(3, 4))).isEqualTo(new Region(0, 0, 3, 4));
        assertThatThrownBy(() -> new Region(-1, 2, 3, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A region of a picture begins at row and column 0 or more and has at least one pixel, received"
                                + " 3 x 0 at row -1, column 2");
    }

    @Test
    void namesItsInterpolationAsTorchvisionDoes() {
        assertThat(Interpolation.named("bicubic").label()).isEqualTo("bicubic");
        assertThatThrownBy(() -> Interpolation.named("cubic"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An interpolation is one of [nearest, box, bilinear, hamming, bicubic, lanczos], received"
                        + " 'cubic'");
    }
}
