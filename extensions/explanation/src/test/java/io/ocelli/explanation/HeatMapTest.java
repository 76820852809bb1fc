package io.ocelli.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.boxes.Bbox;
import io.ocelli.image.Image;
import io.ocelli.image.Size;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class HeatMapTest {
    private static HeatMap map(int height, int width, float... values) {
        return new HeatMap("bee", height, width, values, new Bbox(0, 0, 8, 8), new Size(8, 8));
    }

    @Test
    void anOverlayIsHalfPictureAndHalfColour() {
        Image overlay = map(1, 2, 0, 2).overlay(Image.black(8, 8, 1));

        assertThat(overlay.channels()).isEqualTo(3);
        assertThat(overlay.sample(3, 0, 0)).isEqualTo((0x44 + 1) / 2);
        assertThat(overlay.sample(3, 7, 0)).isEqualTo((0xFD + 1) / 2);
        assertThat(overlay.sample(3, 7, 2)).isEqualTo((0x25 + 1) / 2);
    }

    @Test
    void aMapWithoutHeatIsAllOfTheColourOfZero() {
        Image overlay = map(2, 2, 0, -1, 0, 0).overlay(Image.black(8, 8, 3));

        for (int p = 0; p < 64; p++) {
            assertThat(overlay.sample(p / 8, p % 8, 2)).isEqualTo((0x54 + 1) / 2);
        }
    }

    @Test
    void lightnessOfTheColoursRisesEvenly() {
        double last = lightness(0);
        for (int i = 1; i <= 10; i++) {
            double next = lightness(i / 10.0);
            assertThat(next - last).as("step %d", i).isBetween(5.0, 10.0);
            last = next;
        }
    }

    /** L* of CIE 1976. */
    private static double lightness(double at) {
        int colour = ColourMap.VIRIDIS.at(at);
        double y = 0.2126 * linear(colour >> 16) + 0.7152 * linear(colour >> 8 & 255) + 0.0722 * linear(colour & 255);
        return 116 * Math.cbrt(y) - 16;
    }

    private static double linear(int sample) {
        double s = sample / 255.0;
        return s <= 0.04045 ? s / 12.92 : Math.pow((s + 0.055) / 1.055, 2.4);
    }

    @Test
    void boxesStandAroundWhatIsHot() {
        HeatMap map = map(8, 8, new float[64]);
        float[] values = map.values();
        values[9] = 1;
        values[18] = 0.9f; // touches it by a corner
        values[45] = 0.6f;
        values[63] = 0.1f;
        HeatMap hot = map(8, 8, values);

        assertThat(hot.boxes(0.5)).containsExactly(new Bbox(1, 1, 2, 2), new Bbox(5, 5, 1, 1));
        assertThat(hot.boxes(1)).containsExactly(new Bbox(1, 1, 1, 1));
        assertThat(map.boxes(0.5)).isEmpty();
        assertThatThrownBy(() -> hot.boxes(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A threshold of boxes is a share of the largest number, above 0 and at most 1, received 0.0");
    }

    @Test
    void boxesAndThePeakAreInThePicturesPixels() {
        HeatMap map = new HeatMap("bee", 2, 2, new float[] {0, 0, 0, 1}, new Bbox(10, 20, 40, 40), new Size(80, 60));

        assertThat(map.peak()).containsExactly(50, 40);
        assertThat(map.boxes(0.99)).containsExactly(new Bbox(40, 50, 10, 10));
        assertThat(map.overPicture()[0]).isZero();
    }

    @Test
    void aPngHoldsTheOverlay() throws IOException {
        HeatMap map = map(1, 2, 0, 2);
        Image overlay = map.overlay(Image.black(8, 8, 3));
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(map.png(Image.black(8, 8, 3))));

        assertThat(read.getWidth()).isEqualTo(8);
        for (int p = 0; p < 64; p++) {
            for (int c = 0; c < 3; c++) {
                assertThat(read.getRGB(p % 8, p / 8) >> 16 - 8 * c & 255).isEqualTo(overlay.sample(p / 8, p % 8, c));
            }
        }
    }

    @Test
    void anotherPictureOrNumbersThatAreNoneAreRefused() {
        assertThatThrownBy(() -> map(1, 1, 1).overlay(Image.black(8, 9, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A heat map lies over the picture it is of, 8 x 8, received one of 8 x 9");
        assertThatThrownBy(() -> map(1, 1, Float.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The numbers of a heat map are finite, received NaN: the network's weights are not, or too"
                        + " large");
        assertThatThrownBy(() -> map(2, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A heat map has a number for each of its height x width cells, received 2 x 1 and 1 numbers");
    }
}
