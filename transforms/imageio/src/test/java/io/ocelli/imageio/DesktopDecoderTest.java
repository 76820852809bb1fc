package io.ocelli.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.data.TarShards;
import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.image.Images;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Region;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import io.ocelli.testing.JavaProcess;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DesktopDecoderTest {
    @Test
    void grayPicturesHaveOneChannel() throws Exception {
        assertThat(Images.read(file("gray.jpg")).channels()).isEqualTo(1);
        assertThat(Images.read(file("gray16.png")).channels()).isEqualTo(1);
        assertThat(Images.read(file("picture.gif")).channels()).isEqualTo(3);
    }

    @Test
    void picturesInShardsAreReadFromTheirPlace(@TempDir Path folder) throws Exception {
        byte[] picture = Files.readAllBytes(file("420.jpg"));
        int blocks = (picture.length + 511) / 512;
        byte[] tar = new byte[(blocks + 3) * 512];
        byte[] header = String.format("%-100s0000644\0%-16s%011o\0", "1.jpg", "", picture.length)
                .replace(' ', '\0')
                .getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(header, 0, tar, 0, header.length);
        tar[156] = '0';
        int sum = 8 * ' ';
        for (int i = 0; i < 512; i++) {
            sum += tar[i];
        }
        byte[] written = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(written, 0, tar, 148, written.length);
        System.arraycopy(picture, 0, tar, 512, picture.length);
        Path shard = folder.resolve("x.tar");
        Files.write(shard, tar);
        assertThat(TarShards.of(shard).sample(0).source().read()).isEqualTo(Images.read(file("420.jpg")));
        tar[512] = 0;
        Files.write(shard, tar);
        assertThatThrownBy(() -> TarShards.of(shard).sample(0).source().read())
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(shard + ":1.jpg");
    }

    @Test
    void bytesAndStreamsDecodeAsTheFileDoes() throws Exception {
        byte[] bytes = Files.readAllBytes(file("420.jpg"));
        Image image = Images.read(file("420.jpg"));
        assertThat(Images.read(bytes)).isEqualTo(image);
        assertThat(Images.read(new ByteArrayInputStream(bytes))).isEqualTo(image);
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> Images.read(Paths.get("no-such.jpg")))
                .isInstanceOf(ImageException.class)
                .hasMessage("There is no picture no-such.jpg");
    }

    @Test
    void aFileOfNoKnownFormatSaysWhichAreRead() {
        assertThatThrownBy(() -> Images.read(new byte[] {1, 2, 3}, "x.jpg"))
                .isInstanceOf(ImageException.class)
                .hasMessage(
                        "x.jpg is in none of the formats that are read (JPEG, PNG, BMP, GIF, WebP, TIFF, PGM, PPM)");
    }

    @Test
    void aJpegThatEndsEarlySaysSo() throws Exception {
        byte[] bytes = Files.readAllBytes(file("420.jpg"));
        assertThatThrownBy(() -> Images.read(Arrays.copyOf(bytes, bytes.length - 30), "cut.jpg"))
                .isInstanceOf(ImageException.class)
                .hasMessage("cut.jpg is a broken JPEG file: it ends early: there is no end-of-image marker");
    }

    @Test
    void aClaimOfTooManyPixelsSaysTheBound() throws Exception {
        byte[] bytes = Files.readAllBytes(file("broken/huge-dimensions.png"));
        assertThatThrownBy(() -> Images.read(bytes, "huge.png"))
                .isInstanceOf(ImageException.class)
                .hasMessage("huge.png is a broken PNG file: a picture has at most 178956970 pixels, it claims 60000 x"
                        + " 60000; the system property ocelli.maxPixels sets the bound");
    }

    @Test
    void theBoundOfPixelsIsAProperty() throws Exception {
        long pixels = (long) Images.read(file("420.jpg")).height()
                * Images.read(file("420.jpg")).width();
        try {
            System.setProperty(DesktopDecoder.LIMIT, String.valueOf(pixels));
            Images.read(file("420.jpg"));
            System.setProperty(DesktopDecoder.LIMIT, String.valueOf(pixels - 1));
            assertThatThrownBy(() -> Images.read(file("420.jpg")))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("a picture has at most " + (pixels - 1) + " pixels, it claims");
        } finally {
            System.clearProperty(DesktopDecoder.LIMIT);
        }
    }

    /** Reads a picture that does not fit into its memory, and another one after it. */
    static final class SmallMemory {
        public static void main(String[] files) {
            for (String name : files) {
                try {
                    System.out.println(Images.read(Paths.get(name)));
                } catch (ImageException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }

    @Test
    void aPictureLargerThanTheMemoryIsAnImageExceptionAndTheNextOneIsRead(@TempDir Path folder) throws Exception {
        Path large = folder.resolve("large.png");
        ImageIO.write(new BufferedImage(12000, 9000, BufferedImage.TYPE_BYTE_GRAY), "png", large.toFile());
        String printed = JavaProcess.run(JavaProcess.of(
                List.of("-Xmx64m"),
                SmallMemory.class,
                large.toString(),
                file("gray.jpg").toString()));
        assertThat(printed.lines())
                .contains(large + " does not fit into the memory (Java heap space): raise -Xmx, or make the picture"
                        + " smaller")
                .anyMatch(line -> line.startsWith("Image "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/pictures", "/jpegs"})
    void damagedFilesGiveAPictureOrAnImageExceptionAndNothingElse(String folder) throws Exception {
        Random random = new Random(1);
        Transform half = new GoldenJpegTest.Looking(2, new Region(0, 0, 1, 1));
        try (Stream<Path> files = Files.list(
                Paths.get(DesktopDecoderTest.class.getResource(folder).toURI()))) {
            for (Path path : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                boolean other = folder.equals("/jpegs") && !path.toString().endsWith(".jpg");
                if (path.toString().endsWith(".webp") || other) {
                    // TwelveMonkeys may decode a damaged lossless WebP for many seconds: a known gap, not a wrong
                    // answer.
                    continue;
                }
                byte[] whole = Files.readAllBytes(path);
                for (int i = 0; i < 60; i++) {
                    byte[] damaged =
                            random.nextInt(3) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
                    for (int j = 0; j < 3 && damaged.length > 0; j++) {
                        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                    }
                    for (Transform next : new Transform[] {Pipeline.empty(), half}) {
                        try {
                            Images.read(damaged, path + " damaged", next);
                        } catch (ImageException e) {
                            assertThat(e).hasMessageContaining(path + " damaged");
                        }
                    }
                }
            }
        }
    }

    /** What a JPEG says, the way it is changed, and the rule. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "c0 | c9 | baseline and progressive frames of Huffman codes are read, it has one of kind 0xc9",
                "00 11 08 | 00 11 0c | 8 bits a sample are read, it has 12",
                "01 22 00 | 01 52 00 | sampling factors are 1 to 4, it has 0x52",
                "01 22 00 02 11 | 01 32 00 02 21 | components whose samples are whole numbers of pixels are read, it"
                        + " has one of 2 x 1 in 3 x 2",
                "ff db 00 43 00 | ff db 00 43 07 | a quantization table of it is broken",
                "03 01 00 02 11 03 11 | 03 01 00 02 11 09 11 | a scan of it is of a component that it has not",
                "01 22 00 02 11 01 | 01 22 03 02 11 01 | a component of it has no quantization table, or is in no scan",
                "ff c4 00 1f 00 | ff c4 00 1f 04 | a Huffman table of it is broken",
                "ff c4 00 1f 00 00 01 05 | ff c4 00 1f 00 05 01 00 | a Huffman table of it has more codes than bits"
                        + " allow",
            })
    void aJpegThatIsNotReadSaysWhy(String said, String instead, String rule) throws Exception {
        String hex = HexFormat.of().formatHex(Files.readAllBytes(file("420.jpg")));
        String wanted = (said.length() == 2 ? "ff" : "") + said.replace(" ", "");
        String other = (said.length() == 2 ? "ff" : "") + instead.replace(" ", "");
        assertThat(hex).contains(wanted);
        byte[] changed = HexFormat.of().parseHex(hex.replaceFirst(wanted, other));
        assertThatThrownBy(() -> Images.read(changed, "x.jpg"))
                .isInstanceOf(ImageException.class)
                .hasMessage("x.jpg is a broken JPEG file: " + rule);
    }

    @Test
    void aPartOfATurnedJpegIsThatOfTheUpright() throws Exception {
        for (int orientation = 1; orientation <= 8; orientation++) {
            String exif = "ffe1" + "0022" + "457869660000" + "4d4d002a00000008" + "0001" + "0112000300000001000"
                    + orientation + "0000" + "00000000";
            String hex = HexFormat.of().formatHex(Files.readAllBytes(file("420.jpg")));
            byte[] turned = HexFormat.of().parseHex("ffd8" + exif + hex.substring(4));
            for (int reduction : new int[] {1, 2}) {
                Size size = Images.read(turned, "x", new GoldenJpegTest.Looking(reduction, new Region(0, 0, 1, 1)))
                        .size();
                Image whole = Images.read(turned, "x", new GoldenJpegTest.Looking(reduction, Region.all(size)));
                if (reduction == 1) {
                    assertThat(whole).isEqualTo(Images.read(turned));
                }
                Region part = new Region(2, 1, 3, 4);
                Image cut = Images.read(turned, "x", new GoldenJpegTest.Looking(reduction, part));
                for (int y = part.top(); y < part.bottom(); y++) {
                    for (int x = part.left(); x < part.right(); x++) {
                        assertThat(cut.sample(y, x, 1)).isEqualTo(whole.sample(y, x, 1));
                    }
                }
            }
        }
    }

    @Test
    void manyThreadsDecodeTheSame() throws Exception {
        Path[] paths = {file("420.jpg"), file("cmyk.jpg"), file("picture.webp"), file("picture.gif"), file("rgba.png")};
        Image[] alone = new Image[paths.length];
        for (int i = 0; i < paths.length; i++) {
            alone[i] = Images.read(paths[i]);
        }
        assertThat(IntStream.range(0, 400)
                        .parallel()
                        .allMatch(i -> Images.read(paths[i % paths.length]).equals(alone[i % paths.length])))
                .isTrue();
    }

    private static Path file(String name) throws IOException {
        try {
            return Paths.get(DesktopDecoderTest.class.getResource("/pictures").toURI())
                    .resolve(name);
        } catch (java.net.URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
