package io.ocelli.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.image.Image;
import io.ocelli.image.Image.Depth;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SixteenBitTest {
    /** By Pillow 13.0.0 from its mode I;16. */
    @ParameterizedTest
    @CsvSource({
        "9, 7, 4, 5, BILINEAR, 24800 31128 25751 29566 30339 22915 33258 28706 26961 29174 23345 33011 31168 29423"
                + " 27572 25990 31366 29798 33613 28672",
        "9, 7, 4, 5, BICUBIC, 24149 31654 25396 28866 30316 22275 33453 29456 27490 28471 22688 33587 30769 28775 28054"
                + " 25283 31594 30364 33712 27911",
        "9, 7, 12, 3, LANCZOS, 28864 26070 20390 29022 21878 35053 25479 31655 35796 23484 42383 18335 28717 28643"
                + " 20292 30238 20329 37308 25955 32532 35870 24047 42946 18898 29280 29206 20855 30808 20694 38313 26869"
                + " 32634 35129 23985 45061 19632",
        "20, 7, 4, 6, BOX, 21042 31545 27300 33054 23557 34060 18647 29150 34905 30659 21162 31665 26252 26755 27510"
                + " 38264 28767 29270 23857 34360 25115 35869 26372 36875",
        "9, 7, 4, 5, NEAREST, 37521 18527 9030 49533 30539 4563 35569 26072 16575 47581 21605 52611 43114 33617 14623"
                + " 38647 19653 10156 50659 31665"
    })
    void resizesAsPillow(int height, int width, int newHeight, int newWidth, Interpolation how, String expected) {
        Image resized = Resize.to(newHeight, newWidth, how).apply(sawtooth(height, width, Depth.UINT16, 4000));
        assertThat(resized.size()).isEqualTo(new Size(newHeight, newWidth));
        assertThat(text(resized)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(names = {"UINT16", "INT16"})
    void whatMovesPixelsMovesThoseOf16BitsAlike(Depth depth) {
        List<Transform> moves = List.of(
                new HorizontalFlip(),
                new VerticalFlip(),
                new Crop(-2, 3, 8, 9),
                new CenterCrop(4, 20),
                new Pad(3, 1, 2, 4, PadMode.REFLECT, List.of(0)),
                new Pad(3, 1, 2, 4, PadMode.CONSTANT, List.of(7, 8, 9)),
                Resize.to(7, 5, Interpolation.NEAREST));
        Image bytes = Pictures.noise(9, 11, 3);
        short[] words = new short[bytes.samples().length];
        for (int i = 0; i < words.length; i++) {
            words[i] = (short) (bytes.samples()[i] & 255);
        }
        Image wide = Image.of(9, 11, 3, words, depth);
        for (Transform move : moves) {
            assertThat(move.apply(wide).depth()).isEqualTo(depth);
            assertThat(text(move.apply(wide))).as("%s", move).isEqualTo(text(move.apply(bytes)));
        }
    }

    @Test
    void signedSamplesResizeAsTheyDoAboveZero() {
        Image below = sawtooth(9, 9, Depth.INT16, -30000);
        Image above = sawtooth(9, 9, Depth.UINT16, 0);
        Transform resize = Resize.to(4, 5, Interpolation.BILINEAR);
        int[] expected = values(resize.apply(above)).map(value -> value - 30000).toArray();
        int[] received = values(resize.apply(below)).toArray();
        for (int i = 0; i < expected.length; i++) {
            assertThat(received[i]).isBetween(expected[i] - 1, expected[i] + 1); // halves are rounded away from zero
        }
    }

    @Test
    void overshootEndsAtTheRange() {
        Image edge = Image.black(1, 8, 1, Depth.UINT16);
        for (int x = 4; x < 8; x++) {
            edge.words()[x] = (short) 65535;
        }
        // Where the filter overshoots, the samples of 16 bits wrapped around would be dark ones among the bright.
        int[] line = values(Resize.to(1, 32, Interpolation.LANCZOS).apply(edge)).toArray();
        assertThat(line[13]).isZero();
        assertThat(line[18]).isEqualTo(65535);
    }

    @Test
    void othersAreForEightBits() {
        Image wide = sawtooth(9, 9, Depth.UINT16, 0);
        List<Transform> others = List.of(
                new Brightness(2),
                new Contrast(2),
                new Saturation(2),
                new Sharpness(2),
                new Hue(0.1),
                new Gamma(2, 1),
                new Posterize(3),
                new Solarize(3),
                new AutoContrast(),
                new Equalize(),
                new Invert(),
                new Blend(List.of(Pipeline.empty()), List.of(1.0)));
        for (Transform other : others) {
            assertThatThrownBy(() -> other.apply(wide, Randomness.of(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(other.name() + " is for pictures of 8 bits, received Image 9 x 9 x 1 of UINT16. Crops,"
                            + " flips, resizes, pads, rotations, affine and perspective transforms, blurs and erasing"
                            + " are for 16 bits too, and Windowing and Intensity change their values;"
                            + " toBytes(low, high) brings a picture to 8.");
        }
    }

    /** What 8 bits show turned is compared with Pillow's elsewhere: small values of 16 bits are turned as those. */
    @ParameterizedTest
    @EnumSource(names = {"NEAREST", "BILINEAR", "BICUBIC"})
    void turnsThoseOf16BitsAsOf8(Interpolation how) {
        Image bytes = Image.black(9, 9, 1);
        Image wide = Image.black(9, 9, 1, Depth.INT16);
        for (int i = 0; i < 81; i++) {
            bytes.samples()[i] = (byte) (i * 37 % 60 + 100);
            wide.words()[i] = (short) (i * 37 % 60 + 100);
        }
        List<Transform> turns = List.of(
                new Rotate(90, how, false, List.of(0)),
                new Rotate(180, how, false, List.of(0)),
                new Rotate(33, how, false, List.of(0)),
                perspective(how, 0));
        for (Transform turn : turns) {
            Image expected = turn.apply(bytes);
            Image turned = turn.apply(wide);
            for (int i = 0; i < 81; i++) {
                // Pillow cuts bytes off, 16 bits are rounded
                assertThat(turned.words()[i] - (expected.samples()[i] & 255))
                        .isBetween(0, how == Interpolation.NEAREST ? 0 : 1);
            }
        }
    }

    @Test
    void turnsHounsfieldUnitsAndFillsWithAir() {
        Image wide = Image.black(8, 8, 1, Depth.INT16);
        Arrays.fill(wide.words(), (short) -700);
        Image turned = new Rotate(45, Interpolation.BILINEAR, false, List.of(-1000)).apply(wide);
        assertThat(turned.sample(0, 0, 0)).isEqualTo(-1000);
        assertThat(turned.sample(4, 4, 0)).isEqualTo(-700);
        Image moved = new Affine(0, 3, 0, 1, 0, 0, Interpolation.NEAREST, List.of(-1000)).apply(wide);
        assertThat(moved.sample(4, 1, 0)).isEqualTo(-1000);
        assertThat(moved.sample(4, 4, 0)).isEqualTo(-700);
        Image tilted =
                perspective(Interpolation.BILINEAR, -1000).apply(Image.of(9, 9, 1, constant(81, -700), Depth.INT16));
        assertThat(tilted.sample(0, 0, 0)).isEqualTo(-1000);
        assertThat(tilted.sample(4, 4, 0)).isEqualTo(-700);
        Image padded = new Pad(1, 1, 1, 1, PadMode.CONSTANT, List.of(-1000)).apply(wide);
        assertThat(padded.sample(0, 0, 0)).isEqualTo(-1000);
        assertThatThrownBy(
                        () -> new Rotate(45, Interpolation.BILINEAR, false, List.of(-1000)).apply(Image.black(8, 8, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A fill of pictures of UINT8 is 0 to 255, received [-1000]");
    }

    /** What 8 bits show blurred is compared with torchvision's elsewhere: small values of 16 bits are blurred as those. */
    @ParameterizedTest
    @EnumSource(names = {"UINT16", "INT16"})
    void blursThoseOf16BitsAsOf8(Depth depth) {
        Image bytes = Pictures.noise(9, 11, 3);
        Image wide = Image.black(9, 11, 3, depth);
        for (int i = 0; i < wide.words().length; i++) {
            wide.words()[i] = (short) (bytes.samples()[i] & 255);
        }
        GaussianBlur blur = new GaussianBlur(3, 5, 1, 0.7);
        assertThat(text(blur.apply(wide))).isEqualTo(text(blur.apply(bytes)));
        Image cold = Image.of(9, 9, 1, constant(81, depth == Depth.INT16 ? -1000 : 64536), depth);
        assertThat(blur.apply(cold)).isEqualTo(cold);
    }

    @Test
    void erasesWithAValueOrWithValuesOfThePicture() {
        Image wide = Image.of(4, 4, 1, constant(16, -700), Depth.INT16);
        Arrays.fill(wide.words(), 0, 8, (short) 300);
        Image erased = new Erase(1, 1, 2, 3, List.of(-1000), 0).apply(wide);
        assertThat(erased.sample(1, 1, 0)).isEqualTo(-1000);
        assertThat(erased.sample(2, 3, 0)).isEqualTo(-1000);
        assertThat(erased.sample(3, 3, 0)).isEqualTo(-700);
        assertThat(wide.sample(1, 1, 0)).isEqualTo(300);
        assertThat(values(new Erase(0, 0, 4, 4, List.of(), 5).apply(wide)).boxed())
                .containsOnly(-700, 300);
    }

    @Test
    void aWindowIsSpreadOverAllOfSixteenBits() {
        Image wide = Image.of(1, 5, 1, new short[] {-1000, -160, 40, 240, 3000}, Depth.INT16);
        Image windowed = Windowing.of(-160, 240).apply(wide);
        assertThat(windowed.depth()).isEqualTo(Depth.UINT16);
        assertThat(text(windowed)).isEqualTo("0 0 32768 65535 65535");
        Image signed = new Windowing(-160, 240, -1000, 1000).apply(wide);
        assertThat(signed.depth()).isEqualTo(Depth.INT16);
        assertThat(text(signed)).isEqualTo("-1000 -1000 0 1000 1000");
    }

    @Test
    void whatLiesInADrawnWindowComesToLieInTheNetworks() {
        RandomWindow windows = new RandomWindow(-160, 240, 20, 0.25);
        Image wide = Image.of(1, 3, 1, new short[] {-1000, 40, 3000}, Depth.INT16);
        for (int seed = 0; seed < 50; seed++) {
            Windowing drawn = windows.draw(wide.size(), Randomness.of(seed));
            assertThat((drawn.low() + drawn.high()) / 2).isBetween(20.0, 60.0);
            assertThat(drawn.high() - drawn.low()).isBetween(300.0, 500.0);
            int[] seen = values(drawn.apply(wide)).toArray();
            assertThat(seen).startsWith(-160).endsWith(240);
            assertThat(seen[1]).isBetween(13, 67); // 20 of the centre at 4/3 of the values
        }
        assertThat(new RandomWindow(-160, 240, 0, 0).draw(wide.size(), Randomness.of(1)))
                .isEqualTo(new Windowing(-160, 240, -160, 240));
    }

    @Test
    void windowsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> Windowing.of(3, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A window goes from a value to a larger one, received 3.0 to 3.0");
        assertThatThrownBy(() -> new Windowing(0, 1, -1, 40000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A window is spread over 0 to 65535, -32768 to 32767 or a part of these, received -1 to 40000");
        assertThatThrownBy(() -> new RandomWindow(0, 100, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A width's largest change is a share from 0 to below 1, received 1.0");
        assertThatThrownBy(() -> Windowing.of(0, 1).apply(Image.black(1, 1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Windowing is for pictures of 16 bits, whose values have a unit, received Image 1 x 1 x 1."
                        + " Brightness and Contrast are for 8.");
    }

    @Test
    void jittersInTheUnitOfTheValues() {
        Image wide = Image.of(1, 3, 1, new short[] {-1000, 40, 32000}, Depth.INT16);
        assertThat(new Intensity(1.05, -20).apply(wide).words()).containsExactly(new short[] {-1070, 22, 32767});
        Intensity drawn = new RandomIntensity(0.1, 20).draw(wide.size(), Randomness.of(1));
        assertThat(drawn.factor()).isBetween(0.9, 1.1);
        assertThat(drawn.offset()).isBetween(-20.0, 20.0);
        assertThatThrownBy(() -> drawn.apply(Image.black(1, 1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Brightness and Contrast are for 8");
    }

    private static Image sawtooth(int height, int width, Depth depth, int least) {
        short[] words = new short[height * width];
        for (int i = 0; i < words.length; i++) {
            words[i] = (short) (i * 40503L % 50000 + least);
        }
        return Image.of(height, width, 1, words, depth);
    }

    private static short[] constant(int count, int value) {
        short[] words = new short[count];
        Arrays.fill(words, (short) value);
        return words;
    }

    private static Perspective perspective(Interpolation how, int fill) {
        return new Perspective(
                List.of(0.0, 0.0, 8.0, 0.0, 8.0, 8.0, 0.0, 8.0),
                List.of(2.0, 1.0, 8.0, 2.0, 7.0, 8.0, 1.0, 7.0),
                how,
                List.of(fill));
    }

    private static IntStream values(Image image) {
        int channels = image.channels();
        return IntStream.range(0, image.height() * image.width() * channels)
                .map(i -> image.sample(i / channels / image.width(), i / channels % image.width(), i % channels));
    }

    private static String text(Image image) {
        return values(image).mapToObj(String::valueOf).collect(Collectors.joining(" "));
    }
}
