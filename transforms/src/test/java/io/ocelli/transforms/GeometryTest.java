package io.ocelli.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GeometryTest {
    private static final Image SOURCE = Pictures.noise(7, 10, 3);

    @Test
    void fourQuarterTurnsAreNone() {
        Rotate quarter = new Rotate(90, Interpolation.NEAREST, true, Arrays.asList(0));
        Rotate back = new Rotate(-90, Interpolation.NEAREST, true, Arrays.asList(0));
        Image half = quarter.apply(quarter.apply(SOURCE));
        assertThat(half).isEqualTo(new VerticalFlip().apply(new HorizontalFlip().apply(SOURCE)));
        assertThat(half).isEqualTo(new Rotate(180, Interpolation.NEAREST, false, Arrays.asList(0)).apply(SOURCE));
        assertThat(back.apply(quarter.apply(SOURCE))).isEqualTo(SOURCE);
    }

    @Test
    void flippedTwiceIsTheSame() {
        assertThat(new HorizontalFlip().apply(new HorizontalFlip().apply(SOURCE)))
                .isEqualTo(SOURCE);
        assertThat(new VerticalFlip().apply(new VerticalFlip().apply(SOURCE))).isEqualTo(SOURCE);
    }

    @Test
    void aCropOutsideIsBlack() {
        assertThat(new Crop(100, 100, 2, 2).apply(SOURCE)).isEqualTo(Image.black(2, 2, 3));
        assertThat(new Crop(-5, -5, 2, 2).apply(SOURCE)).isEqualTo(Image.black(2, 2, 3));
    }

    @Test
    void aPaddingWiderThanThePictureIsMirroredAgain() {
        Image line = Image.of(1, 3, 1, new byte[] {1, 2, 3});
        assertThat(new Pad(5, 0, 5, 0, PadMode.REFLECT, Arrays.asList(0))
                        .apply(line)
                        .samples())
                .containsExactly(2, 1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2);
        assertThat(new Pad(4, 0, 4, 0, PadMode.SYMMETRIC, Arrays.asList(0))
                        .apply(line)
                        .samples())
                .containsExactly(3, 3, 2, 1, 1, 2, 3, 3, 2, 1, 1);
    }

    @Test
    void aPerspectiveThatMovesNothingChangesNothing() {
        var corners = Arrays.asList(0.0, 0.0, 9.0, 0.0, 9.0, 6.0, 0.0, 6.0);
        assertThat(new Perspective(corners, corners, Interpolation.NEAREST, Arrays.asList(0)).apply(SOURCE))
                .isEqualTo(SOURCE);
    }

    @Test
    void antialiasedFiltersAreForResizingOnly() {
        assertThatThrownBy(() -> new Rotate(3, Interpolation.LANCZOS, false, Arrays.asList(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A geometric transform is nearest, bilinear or bicubic, received lanczos");
    }

    @Test
    void aFillHasOneValueOrOneForEachChannel() {
        assertThatThrownBy(() -> new Pad(1, 1, 1, 1, PadMode.CONSTANT, Arrays.asList(1, 2)).apply(SOURCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A fill is one value or one for each channel, received [1, 2] for 3 channels");
    }
}
