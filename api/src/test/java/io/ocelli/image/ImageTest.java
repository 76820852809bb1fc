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
                .hasMessage("A picture turns from 1 channel to 3 or from 3 to 1, received 3 to 4");
    }
}
