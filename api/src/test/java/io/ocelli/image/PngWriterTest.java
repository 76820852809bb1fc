package io.ocelli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.ImageException;
import java.awt.image.Raster;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written, the JDK reads as it was. */
class PngWriterTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"UINT8, 1", "UINT8, 3", "UINT16, 1", "UINT16, 3"})
    void samplesStayAsTheyAre(Image.Depth depth, int channels) throws Exception {
        Image image = Image.black(301, 7, channels, depth); // of two strips
        for (int i = 0; i < 2107 * channels; i++) {
            if (depth == Image.Depth.UINT8) {
                image.samples()[i] = (byte) (i * i);
            } else {
                image.words()[i] = (short) (i * i * i * 7);
            }
        }
        Path file = folder.resolve("picture.png");
        PngWriter.write(image, file);
        Raster read = ImageIO.read(file.toFile()).getRaster();
        assertThat(read.getNumBands()).isEqualTo(channels);
        for (int i = 0; i < 2107 * channels; i++) {
            int pixel = i / channels;
            assertThat(read.getSample(pixel % 7, pixel / 7, i % channels))
                    .isEqualTo(image.sample(pixel / 7, pixel % 7, i % channels));
        }
    }

    @Test
    void otherSamplesAreRefused() {
        assertThatThrownBy(() -> PngWriter.write(Image.black(1, 1, 1, Image.Depth.INT16), folder.resolve("a.png")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A PNG has 1 or 3 channels and no negative samples, received Image 1 x 1 x 1 of INT16. Bring it"
                                + " to 8 bits by toBytes(low, high), or to other channels by toChannels.");
        assertThatThrownBy(() -> PngWriter.write(Image.black(1, 1, 2), folder.resolve("a.png")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A PNG has 1 or 3 channels");
    }

    @Test
    void aFolderThatIsNotThereIsTold() {
        Path file = folder.resolve("none").resolve("a.png");
        assertThatThrownBy(() -> PngWriter.write(Image.black(1, 1, 1), file))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("The picture " + file + " cannot be written: ");
    }
}
