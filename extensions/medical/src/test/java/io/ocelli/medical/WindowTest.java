package io.ocelli.medical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WindowTest {
    private static final int CENTER = 0x00281050;
    private static final int WIDTH = 0x00281051;

    /** dcm4che issue 1578: -128, 66 and 195 Hounsfield units were 23, 162 and 255 there. */
    @Test
    void aSoftTissueWindowIsOfModalityValuesAndNotOfStoredOnes() {
        DicomBytes rescaled = new DicomBytes()
                .text(CENTER, "DS", "40")
                .text(WIDTH, "DS", "400")
                .text(0x00281052, "DS", "-1024")
                .text(0x00281053, "DS", "2");
        // stored s is 2 s - 1024: -128, 66 and 195 +- 1 where odd
        DicomPicture picture = DicomBytes.picture(1, 3, false, rescaled, 448, 545, 609);

        assertThat(picture.modality(0)).containsExactly(-128, 66, 194);
        assertThat(picture.windows(0)).containsExactly(Window.of(40, 400));
        assertThat(picture.grey8(0).samples()).containsExactly((byte) 20, (byte) 144, (byte) 226);
    }

    @Test
    void aLinearWindowIsOfTheWidthLessOneAboutTheCenterLessAHalf() {
        Window window = Window.of(128, 256);

        assertThat(new int[] {window.level(-1), window.level(0), window.level(1), window.level(254), window.level(256)})
                .containsExactly(0, 0, 1, 254, 255);
    }

    @Test
    void aLinearWindowOfWidthOneIsAThreshold() {
        Window window = Window.of(10, 1);

        assertThat(new int[] {window.level(9), window.level(9.5), window.level(10)})
                .containsExactly(0, 0, 255);
    }

    @Test
    void anExactWindowReachesHalfItsWidthToEitherSide() {
        Window window = new Window(0, 100, VoiFunction.LINEAR_EXACT);

        assertThat(new int[] {window.level(-50), window.level(-25), window.level(0), window.level(50)})
                .containsExactly(0, 64, 128, 255);
    }

    @Test
    void aSigmoidWindowNearsItsEnds() {
        Window window = new Window(0, 4, VoiFunction.SIGMOID);

        // 255 / (1 + e), 127.5, 255 e / (1 + e)
        assertThat(new int[] {window.level(-1), window.level(0), window.level(1), window.level(1000)})
                .containsExactly(69, 128, 186, 255);
    }

    @Test
    void aWindowWithoutWidthIsRefused() {
        assertThatThrownBy(() -> Window.of(0, 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A window has a center, and a width of at least 1 (LINEAR) or above 0 (LINEAR_EXACT, SIGMOID),"
                                + " received center 0.0, width 0.5, LINEAR");
    }

    @Test
    void aFilesWindowWithoutWidthIsMalformed() {
        DicomBytes flat = new DicomBytes().text(CENTER, "DS", "40").text(WIDTH, "DS", "0");

        assertThatThrownBy(() -> DicomBytes.picture(1, 1, false, flat, 1))
                .isInstanceOfSatisfying(
                        DicomException.class, e -> assertThat(e.kind()).isEqualTo(DicomException.Kind.MALFORMED));
    }

    @Test
    void anotherWindowMayBeChosen() {
        DicomPicture picture = DicomBytes.picture(1, 2, false, new DicomBytes(), 0, 1000);

        assertThat(picture.grey8(0, Window.of(1000, 1)).samples()).containsExactly((byte) 0, (byte) 255);
    }
}
