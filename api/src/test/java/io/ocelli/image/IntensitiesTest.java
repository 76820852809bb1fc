package io.ocelli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class IntensitiesTest {
    private static Image signed(int... values) {
        return image(Image.Depth.INT16, values);
    }

    private static Image image(Image.Depth depth, int... values) {
        short[] words = new short[values.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = (short) values[i];
        }
        return Image.of(1, words.length, 1, words, depth);
    }

    @Test
    void aWindowGoesFromZeroToOne() {
        assertThat(Intensities.window(-160, 240).of(signed(-1000, -160, -60, 40, 240, 3000)))
                .containsExactly(0, 0, 0.25f, 0.5f, 1, 1);
    }

    @Test
    void unsignedSamplesGoAboveThoseOfSignedOnes() {
        assertThat(Intensities.window(0, 65535).of(image(Image.Depth.UINT16, 0, 65535, 13107)))
                .containsExactly(0, 1, 0.2f);
    }

    @Test
    void aWindowTellsValuesApartThatEightBitsDoNot() {
        Image image = image(Image.Depth.UINT16, 1000, 1001, 60000);

        float[] intensities = Intensities.window(990, 1010).of(image);

        assertThat(intensities[1] - intensities[0]).isCloseTo(0.05f, within(1e-6f));
        assertThat(image.toBytes(0, 60000).samples()).startsWith(4, 4);
    }

    /** numpy.percentile([3, 1, 10, 7], [10, 90]) is 1.6 and 9.1. */
    @Test
    void percentilesAreInterpolatedAsInNumpy() {
        float[] intensities = Intensities.percentiles(10, 90).of(signed(3, 1, 10, 7));

        assertThat(intensities[0]).isCloseTo((float) (1.4 / 7.5), within(1e-6f));
        assertThat(intensities[1]).isZero();
        assertThat(intensities[2]).isEqualTo(1);
        assertThat(intensities[3]).isCloseTo((float) (5.4 / 7.5), within(1e-6f));
    }

    /** Of 2, 4, 4, 4, 5, 5, 7, 9 the mean is 5 and the deviation 2. */
    @Test
    void zScoresAreByThePicturesOwnMeanAndDeviation() {
        assertThat(Intensities.zScore().of(signed(2, 4, 4, 4, 5, 5, 7, 9)))
                .containsExactly(-1.5f, -0.5f, -0.5f, -0.5f, 0, 0, 1, 2);
    }

    @Test
    void aPictureOfOneValueIsZero() {
        assertThat(Intensities.zScore().of(signed(7, 7))).containsExactly(0, 0);
        assertThat(Intensities.percentiles(1, 99).of(signed(7, 7))).containsExactly(0, 0);
    }

    @Test
    void picturesOfEightBitsAreRefused() {
        assertThatThrownBy(() -> Intensities.window(0, 100).of(Image.black(2, 3, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A network of Intensities[kind=WINDOW, low=0.0, high=100.0] takes pictures of 16 bits, received"
                                + " Image 2 x 3 x 1 of 8. Read it by ImageSource.whole(file), or Images.readWhole(file), from a file"
                                + " that has 16.");
    }

    @Test
    void rangesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> Intensities.window(5, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Intensities are window(low, high) and percentiles(lower, upper) with the first below the second,"
                                + " percentages from 0 to 100, or zScore(); received WINDOW, 5.0, 5.0");
        assertThatThrownBy(() -> Intensities.percentiles(-1, 99)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Intensities.window(Double.NaN, 3)).isInstanceOf(IllegalArgumentException.class);
    }
}
