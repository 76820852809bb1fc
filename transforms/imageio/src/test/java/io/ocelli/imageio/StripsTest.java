package io.ocelli.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.image.Images;
import io.ocelli.image.Size;
import io.ocelli.image.Strips;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Strips of a file have the pixels of the whole. */
class StripsTest {
    /** A directory of one entry, the orientation 6. */
    private static final String TURNED = "4d4d002a00000008" + "0001" + "011200030000000100060000" + "00000000";

    @TempDir
    Path folder;

    private Path picture(String format, int type) throws IOException {
        BufferedImage picture = new BufferedImage(37, 53, type);
        for (int y = 0; y < 53; y++) {
            for (int x = 0; x < 37; x++) {
                picture.setRGB(x, y, (x * 6) << 16 | (y * 4) << 8 | (x * y) % 256);
            }
        }
        Path file = folder.resolve("picture." + format);
        assertThat(ImageIO.write(picture, format, file.toFile())).isTrue();
        return file;
    }

    @ParameterizedTest
    @CsvSource({"jpg, 1", "jpg, 10", "png, 1", "png, 10", "png, 13", "tiff, 1", "tiff, 10", "bmp, 1", "gif, 13"})
    void theyAreTheWholes(String format, int type) throws IOException {
        assertWhole(picture(format, type));
    }

    private static void assertWhole(Path file) {
        Image whole = Images.read(file);
        try (Strips strips = Images.strips(file)) {
            assertThat(strips.size()).isEqualTo(new Size(53, 37));
            int row = 37 * whole.channels();
            for (int[] part : new int[][] {{0, 53}, {20, 9}, {0, 1}, {52, 1}, {7, 30}}) {
                Image strip = strips.strip(part[0], part[1]);
                assertThat(strip.size()).isEqualTo(new Size(part[1], 37));
                assertThat(strip.samples())
                        .isEqualTo(Arrays.copyOfRange(whole.samples(), part[0] * row, (part[0] + part[1]) * row));
            }
        }
    }

    private Path progressive(BufferedImage picture) throws IOException {
        Path file = folder.resolve("progressive.jpg");
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        try (ImageOutputStream output = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(output);
            writer.write(null, new IIOImage(picture, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return file;
    }

    @Test
    void theyAreTheWholesOfAProgressivePicture() throws IOException {
        assertWhole(progressive(ImageIO.read(picture("png", 1).toFile())));
    }

    /** All of its scans are read for the first strip; for each of the others they would take their memory again. */
    @Test
    void aProgressivePictureIsReadOnceForAllOfItsStrips() throws IOException {
        int side = 1024;
        Path file = progressive(new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB));
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Strips strips = Images.strips(file)) {
            strips.strip(0, 8);
            long before = threads.getCurrentThreadAllocatedBytes();
            strips.strip(side / 2, 8);
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(side * side);
        }
    }

    @Test
    void aTurnedPictureIsUpright() throws IOException {
        byte[] jpeg = Files.readAllBytes(picture("jpg", 1));
        byte[] exif = HexFormat.of().parseHex("ffe1" + "0022" + "457869660000" + TURNED);
        byte[] turned = new byte[jpeg.length + exif.length];
        System.arraycopy(jpeg, 0, turned, 0, 2);
        System.arraycopy(exif, 0, turned, 2, exif.length);
        System.arraycopy(jpeg, 2, turned, 2 + exif.length, jpeg.length - 2);
        Path file = Files.write(folder.resolve("turned.jpg"), turned);
        try (Strips strips = Images.strips(file)) {
            assertThat(strips.size()).isEqualTo(new Size(37, 53));
            assertThat(strips.strip(0, 37)).isEqualTo(Images.read(file));
        }
    }

    /** Behind the pixels, where it may stand too. */
    @Test
    void aTurnedPngIsUpright() throws IOException {
        byte[] png = Files.readAllBytes(picture("png", 1));
        byte[] exif = HexFormat.of().parseHex(TURNED);
        ByteBuffer chunk = ByteBuffer.allocate(exif.length + 12);
        CRC32 check = new CRC32();
        chunk.putInt(exif.length).put("eXIf".getBytes()).put(exif);
        check.update(chunk.array(), 4, exif.length + 4);
        chunk.putInt((int) check.getValue());
        ByteBuffer turned = ByteBuffer.allocate(png.length + chunk.capacity());
        turned.put(png, 0, png.length - 12).put(chunk.array()).put(png, png.length - 12, 12);
        Path file = Files.write(folder.resolve("turned.png"), turned.array());
        try (Strips strips = Images.strips(file)) {
            assertThat(strips.size()).isEqualTo(new Size(37, 53));
            assertThat(strips.strip(0, 37)).isEqualTo(Images.read(file));
        }
    }

    @Test
    void whatIsNoStripIsRefused() throws IOException {
        Path file = picture("png", 1);
        try (Strips strips = Images.strips(file)) {
            assertThatThrownBy(() -> strips.strip(50, 4))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A strip lies within the 53 rows of " + file + ", received 4 from row 50");
        }
        Path broken = Files.write(folder.resolve("broken.png"), Arrays.copyOf(Files.readAllBytes(file), 200));
        try (Strips strips = Images.strips(broken)) {
            assertThatThrownBy(() -> strips.strip(0, 53))
                    .isInstanceOf(ImageException.class)
                    .hasMessageStartingWith(broken + " cannot be read: ");
        }
        assertThatThrownBy(() -> Images.strips(folder.resolve("none.png")))
                .isInstanceOf(ImageException.class)
                .hasMessage("There is no picture " + folder.resolve("none.png"));
    }
}
