package io.ocelli.android;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.image.Image;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Android's Java code runs here as on a device; a camera is played. */
class CameraImagesTest {
    private static final CameraImage.Yuv SHADES = (y, x) -> new int[] {20 + 30 * y + 7 * x, 100 + 9 * x, 180 - 11 * y};

    /** JFIF 1.02, in floating point. */
    private static int[] rgb(int... yuv) {
        return new int[] {
            rounded(yuv[0] + 1.402 * (yuv[2] - 128)),
            rounded(yuv[0] - 0.344136 * (yuv[1] - 128) - 0.714136 * (yuv[2] - 128)),
            rounded(yuv[0] + 1.772 * (yuv[1] - 128))
        };
    }

    private static int rounded(double value) {
        return (int) Math.max(0, Math.min(255, Math.round(value)));
    }

    private static int[] pixel(Image image, int y, int x) {
        int at = 3 * (y * image.width() + x);
        return new int[] {image.samples()[at] & 0xFF, image.samples()[at + 1] & 0xFF, image.samples()[at + 2] & 0xFF};
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void coloursAreThoseOfJfifWhereverTheSamplesLie(int pixelStride) {
        Image image = AndroidPictures.of(CameraImage.of(5, 7, pixelStride, SHADES), 0);

        assertThat(image.height()).isEqualTo(5);
        assertThat(image.width()).isEqualTo(7);
        for (int y = 0; y < 5; y++) {
            for (int x = 0; x < 7; x++) {
                int[] chroma = SHADES.of(y / 2 * 2, x / 2 * 2);
                assertThat(pixel(image, y, x))
                        .as("row %d, column %d", y, x)
                        .isEqualTo(rgb(SHADES.of(y, x)[0], chroma[1], chroma[2]));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 90, 180, 270})
    void aTurnedImageIsUpright(int degrees) {
        CameraImage.Yuv gray = (y, x) -> new int[] {10 * y + x, 128, 128};
        Image image = AndroidPictures.of(CameraImage.of(4, 6, 2, gray), degrees);

        boolean lies = degrees % 180 == 0;
        assertThat(image.height()).isEqualTo(lies ? 4 : 6);
        assertThat(image.width()).isEqualTo(lies ? 6 : 4);
        int topLeft = degrees == 0 ? 0 : degrees == 90 ? 30 : degrees == 180 ? 35 : 5;
        int topRight = degrees == 0 ? 5 : degrees == 90 ? 0 : degrees == 180 ? 30 : 35;
        assertThat(pixel(image, 0, 0)[0]).isEqualTo(topLeft);
        assertThat(pixel(image, 0, image.width() - 1)[0]).isEqualTo(topRight);
    }

    @Test
    void onlyTheCropIsTaken() {
        CameraImage.Yuv gray = (y, x) -> new int[] {10 * y + x, 128, 128};
        Image image = AndroidPictures.of(CameraImage.of(8, 8, 2, gray).cropped(2, 4, 6, 7), 0);

        assertThat(image.height()).isEqualTo(4);
        assertThat(image.width()).isEqualTo(3);
        assertThat(pixel(image, 0, 0)[0]).isEqualTo(24);
        assertThat(pixel(image, 3, 2)[0]).isEqualTo(56);
    }

    @Test
    void whatIsNoCamerasImageIsRefused() {
        assertThatThrownBy(() -> AndroidPictures.of(CameraImage.jpeg(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A camera's image is of the format YUV_420_888 (35), received 256. Ask the ImageReader for"
                        + " it; a JPEG's bytes are classified as they are.");
        assertThatThrownBy(() -> AndroidPictures.of(CameraImage.of(2, 2, 1, SHADES), 45))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An image is turned by 0, 90, 180 or 270 degrees, received 45");
    }
}
