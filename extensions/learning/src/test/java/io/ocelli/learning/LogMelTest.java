package io.ocelli.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.image.Images;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Numbers of {@code torch.stft} (PyTorch 2.7.1, doubles) and the filter banks of torchaudio and librosa as their papers have them.
 */
class LogMelTest {
    private static final int RATE = 16_000;
    private static final int[] BANDS = {0, 5, 20, 60, 90, 127};
    private static final int[] MOMENTS = {0, 3, 7};

    /** A tone that rises, and a quieter one that stays. */
    private static Sound sound() {
        float[] samples = new float[4000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.5 * Math.sin(2 * Math.PI * (200 + i * 0.2) * i / RATE)
                    + 0.1 * Math.sin(2 * Math.PI * 3000 * i / RATE));
        }
        return new Sound(samples, RATE);
    }

    private static void compare(LogMel logMel, int moments, double mean, double[][] expected) {
        double[][] mel = logMel.of(sound());
        assertThat(mel).hasDimensions(128, moments);
        for (int m = 0; m < BANDS.length; m++) {
            for (int t = 0; t < MOMENTS.length; t++) {
                assertThat(mel[BANDS[m]][MOMENTS[t]])
                        .as("band %d, moment %d", BANDS[m], MOMENTS[t])
                        .isCloseTo(expected[m][t], within(2e-4));
            }
        }
        double sum = Arrays.stream(mel).flatMapToDouble(Arrays::stream).sum();
        assertThat(sum / (128 * moments)).isCloseTo(mean, within(1e-4));
    }

    @Test
    void equalsTorchaudio() {
        compare(LogMel.torchaudio(), 21, -34.13594291202443, new double[][] {
            {-46.697227, -46.697227, -46.697227},
            {21.319744, -36.180336, -46.697227},
            {12.063741, 18.518587, -40.148872},
            {-37.777577, -46.697227, -46.697227},
            {-1.138392, -46.697227, -46.697227},
            {-15.063164, -46.697227, -46.697227}
        });
    }

    @Test
    void equalsLibrosa() {
        compare(LogMel.librosa(), 8, -28.042529485739088, new double[][] {
            {7.371545, -54.618921, -15.203192},
            {12.53426, -54.618921, -15.152789},
            {10.967041, 5.826598, -14.547358},
            {-53.512313, -54.618921, 24.158893},
            {-12.280509, -54.618921, -12.656963},
            {-36.194234, -54.618921, -30.73643}
        });
    }

    @Test
    void aPictureHasTheLoudestWhiteAndLowBandsBelow() {
        Image picture = LogMel.torchaudio().picture(sound());
        double[][] mel = LogMel.torchaudio().of(sound());
        assertThat(picture).hasToString(Image.black(128, 21, 1).toString());
        assertThat(picture.sample(127 - 5, 0, 0)).isEqualTo((int) Math.round(255 * (1 - (max(mel) - mel[5][0]) / 80)));
        assertThat(picture.sample(127, 0, 0)).isZero();
    }

    private static double max(double[][] mel) {
        return Arrays.stream(mel).flatMapToDouble(Arrays::stream).max().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"1, 8, 0.01", "1, 16, 4e-5", "1, 24, 2e-7", "1, 32, 1e-7", "3, 32, 0", "65534, 16, 4e-5"})
    void readsWavFilesOfEachKind(int format, int bits, double off) {
        float[] left = {0, 0.5f, -0.25f, 0.75f};
        Sound read = Sound.wav(wav(format, bits, left, 8000), "made.wav");
        assertThat(read.rate()).isEqualTo(8000);
        for (int i = 0; i < left.length; i++) {
            assertThat((double) read.samples()[i])
                    .as("the mean of it and of silence")
                    .isCloseTo(left[i] / 2, within(off));
        }
    }

    @Test
    void aWavFileIsAPictureToEveryReader(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("tone.wav"), wav(3, 32, sound().samples(), RATE));
        assertThat(Images.read(file).size().height()).isEqualTo(128);
    }

    @Test
    void aBrokenSoundIsToldOf() {
        byte[] whole = wav(1, 16, new float[] {0, 1}, 8000);
        byte[] cut = Arrays.copyOf(whole, 40);
        byte[] odd = whole.clone();
        odd[20] = 17;
        assertThatThrownBy(() -> Sound.wav(cut, "cut.wav"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("cut.wav ends before these");
        assertThatThrownBy(() -> Sound.wav(odd, "odd.wav"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("odd.wav holds format 17 of 16 bits, 2 channels at 8000 Hz");
        assertThatThrownBy(() -> new SoundDecoder().decode(whole, "short.wav"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("short.wav: A sound that is reflected at its ends is longer than half a window");
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            if (length < 46) {
                assertThatThrownBy(() -> Sound.wav(part, "part.wav")).isInstanceOf(ImageException.class);
            }
        }
    }

    /** Two channels, the second silent. */
    private static byte[] wav(int format, int bits, float[] left, int rate) {
        int width = bits / 8;
        int head = format == 65534 ? 40 : 16;
        ByteBuffer bytes =
                ByteBuffer.allocate(20 + head + 8 + left.length * 2 * width).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(bytes.capacity() - 8);
        bytes.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(head);
        bytes.putShort((short) format).putShort((short) 2).putInt(rate);
        bytes.putInt(rate * 2 * width).putShort((short) (2 * width)).putShort((short) bits);
        if (head > 16) {
            bytes.putShort((short) 22)
                    .putShort((short) bits)
                    .putInt(3)
                    .putShort((short) 1)
                    .put(new byte[14]);
        }
        bytes.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(left.length * 2 * width);
        for (float value : left) {
            for (float each : new float[] {value, 0}) {
                switch (width) {
                    case 1 -> bytes.put((byte) Math.round(128 + each * 127));
                    case 2 -> bytes.putShort((short) Math.round(each * 32767));
                    case 3 -> {
                        int number = Math.round(each * 8388607);
                        bytes.putShort((short) number).put((byte) (number >> 16));
                    }
                    default -> {
                        if (format == 3) {
                            bytes.putFloat(each);
                        } else {
                            bytes.putInt((int) (each * 2147483647.0));
                        }
                    }
                }
            }
        }
        return bytes.array();
    }
}
