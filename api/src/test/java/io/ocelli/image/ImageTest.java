package io.ocelli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ImageTest {
    private static final Image COLOURS =
            Image.of(1, 4, 3, new byte[] {(byte) 255, 0, 0, 0, (byte) 255, 0, 0, 0, (byte) 255, 10, 20, 30});

    @Test
    void turnsGrayByTheLumaOfBt601() {
        assertThat(COLOURS.toGray()).isEqualTo(Image.of(1, 4, 1, new byte[] {76, (byte) 150, 29, 18}));
    }

    @Test
    void grayTurnsToThreeEqualChannels() {
        Image gray = Image.of(1, 2, 1, new byte[] {7, 9});
        assertThat(gray.toChannels(3)).isEqualTo(Image.of(1, 2, 3, new byte[] {7, 7, 7, 9, 9, 9}));
        assertThat(gray.toChannels(3).toChannels(1)).isEqualTo(gray);
        assertThat(gray.toChannels(1)).isSameAs(gray);
    }

    @Test
    void otherChannelsAreRefused() {
        assertThatThrownBy(() -> COLOURS.toChannels(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A picture turns from 1 channel to 3 or from 3 to 1, received 3 to 4. An"
                        + " ImageSource of your own gives pictures of other channels.");
    }

    @Test
    void samplesOf16BitsAreSignedOrNot() {
        Image unsigned = Image.of(1, 2, 1, new short[] {-1, 5}, Image.Depth.UINT16);
        Image signed = Image.of(1, 2, 1, new short[] {-1, 5}, Image.Depth.INT16);
        assertThat(unsigned.sample(0, 0, 0)).isEqualTo(65535);
        assertThat(signed.sample(0, 0, 0)).isEqualTo(-1);
        assertThat(signed.sample(0, 1, 0)).isEqualTo(5);
        assertThat(signed).isNotEqualTo(unsigned).hasToString("Image 1 x 2 x 1 of INT16");
        assertThat(signed).isEqualTo(Image.of(1, 2, 1, new short[] {-1, 5}, Image.Depth.INT16));
        assertThat(Image.black(1, 2, 1)).isNotEqualTo(Image.black(1, 2, 1, Image.Depth.INT16));
    }

    @Test
    void samplesAreOf8BitsAndWordsOf16() {
        assertThatThrownBy(Image.black(1, 2, 1, Image.Depth.UINT16)::samples)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A picture's samples() have 8 bits, received Image 1 x 2 x 1 of UINT16. Read its words() or"
                        + " sample(y, x, channel), or bring it to 8 bits by toBytes(low, high).");
        assertThatThrownBy(Image.black(1, 2, 1)::words)
                .hasMessage(
                        "A picture's words() have 16 bits, received Image 1 x 2 x 1, which has 8. Read its samples().");
        assertThatThrownBy(() -> Image.of(1, 1, 1, new short[1], Image.Depth.UINT8))
                .hasMessage("Samples in shorts are UINT16 or INT16, received UINT8");
    }

    @Test
    void picturesOf16BitsTurnGrayAndBack() {
        Image red = Image.of(1, 2, 3, new short[] {-1, 0, 0, -1, -1, -1}, Image.Depth.UINT16);
        assertThat(red.toGray()).isEqualTo(Image.of(1, 2, 1, new short[] {19595, -1}, Image.Depth.UINT16));
        Image gray = Image.of(1, 2, 1, new short[] {-7, 9}, Image.Depth.INT16);
        assertThat(gray.toChannels(3).toGray()).isEqualTo(gray);
    }

    @Test
    void aWindowBringsThemTo8Bits() {
        Image scan = Image.of(1, 5, 1, new short[] {-1000, -100, 0, 100, 3000}, Image.Depth.INT16);
        assertThat(scan.toBytes(-100, 100))
                .isEqualTo(Image.of(1, 5, 1, new byte[] {0, 0, (byte) 128, (byte) 255, (byte) 255}));
        Image every = Image.of(1, 2, 1, new short[] {-1, 0}, Image.Depth.UINT16);
        assertThat(every.toBytes(0, 65535)).isEqualTo(Image.of(1, 2, 1, new byte[] {(byte) 255, 0}));
        assertThatThrownBy(() -> scan.toBytes(5, 5)).hasMessage("A window has low < high, received 5 and 5");
    }
}
