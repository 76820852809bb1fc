package io.ocelli.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.data.Batch;
import io.ocelli.data.BatchLoader;
import io.ocelli.data.Batches;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.image.Image;
import io.ocelli.image.Images;
import io.ocelli.tensor.DType;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SixteenBitFilesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"png, 1", "png, 3", "tiff, 1", "tiff, 3"})
    void theirSamplesStayAsTheyAre(String format, int channels) throws IOException {
        Image written = image(5, 7, channels);
        Path file = folder.resolve("picture." + format);
        assertThat(ImageIO.write(buffered(written), format, file.toFile())).isTrue();
        assertThat(Images.readWhole(file)).isEqualTo(written);
        Image bytes = Images.read(file);
        assertThat(bytes.depth()).isEqualTo(Image.Depth.UINT8);
        assertThat(bytes.sample(3, 2, 0)).isEqualTo(written.sample(3, 2, 0) >> 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orientation6.png", "interlaced.png", "420.jpg", "gray.pgm", "palette.png"})
    void eightBitsAreReadAsEver(String name) throws Exception {
        Path file = Paths.get(SixteenBitFilesTest.class.getResource("/pictures").toURI())
                .resolve(name);
        assertThat(Images.readWhole(file)).isEqualTo(Images.read(file));
    }

    @Test
    void aPgmOfTwelveBitsHasItsOwnValues() throws IOException {
        Path file = folder.resolve("ct.pgm");
        Files.write(file, "P2 3 1 4095 0 17 4095\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(Images.readWhole(file)).isEqualTo(Image.of(1, 3, 1, new short[] {0, 17, 4095}, Image.Depth.UINT16));
        assertThat(Images.read(file).samples()).containsExactly(0, 1, 255);
    }

    @Test
    void sixteenBitsAreTurnedUpright() {
        Image image = image(2, 3, 1);
        Image upright = Orientation.upright(image, 6);
        assertThat(upright.depth()).isEqualTo(Image.Depth.UINT16);
        assertThat(upright.size().toString()).isEqualTo("3 x 2");
        assertThat(upright.sample(0, 0, 0)).isEqualTo(image.sample(1, 0, 0));
        assertThat(upright.sample(2, 1, 0)).isEqualTo(image.sample(0, 2, 0));
    }

    @Test
    void aBatchOfThemHasTheirValues() throws IOException {
        Image written = image(2, 2, 1);
        Path file = folder.resolve("picture.png");
        ImageIO.write(buffered(written), "png", file.toFile());
        DataSet pictures = DataSet.of(List.of("a"), List.of(new Sample(file.toString(), ImageSource.whole(file), 0)));
        assertThat(pictures.sample(0).source().file()).isEqualTo(file);
        try (Batches batches = BatchLoader.of(pictures).channels(1).epoch(0)) {
            Batch batch = batches.next();
            assertThat(batch.pixels().type()).isEqualTo(DType.FLOAT32);
            assertThat(batch.pixels().toFloats())
                    .containsExactly(
                            written.sample(0, 0, 0),
                            written.sample(0, 1, 0),
                            written.sample(1, 0, 0),
                            written.sample(1, 1, 0));
        }
    }

    private static Image image(int height, int width, int channels) {
        Image image = Image.black(height, width, channels, Image.Depth.UINT16);
        for (int i = 0; i < image.words().length; i++) {
            image.words()[i] = (short) (40503 * (i + 1));
        }
        return image;
    }

    private static BufferedImage buffered(Image image) {
        int channels = image.channels();
        ColorSpace space = ColorSpace.getInstance(channels == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB);
        ComponentColorModel colours =
                new ComponentColorModel(space, false, false, Transparency.OPAQUE, DataBuffer.TYPE_USHORT);
        WritableRaster raster = colours.createCompatibleWritableRaster(image.width(), image.height());
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                for (int c = 0; c < channels; c++) {
                    raster.setSample(x, y, c, image.sample(y, x, c));
                }
            }
        }
        return new BufferedImage(colours, raster, false, null);
    }
}
