package io.ocelli.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ocelli.data.DataSet;
import io.ocelli.data.ImageFolder;
import io.ocelli.data.Sample;
import io.ocelli.image.Image;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintsTest {
    @TempDir
    Path folder;

    /** A scene of blobs on a gradient; {@code moved} moves them by so many pixels, as the camera does in a burst. */
    private static BufferedImage scene(int seed, int size, int moved) {
        Random random = new Random(seed);
        BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(new Color(random.nextInt(0x1000000)));
        graphics.fillRect(0, 0, size, size);
        for (int i = 0; i < 24; i++) {
            graphics.setColor(new Color(random.nextInt(0x1000000)));
            int extent = size / 16 + random.nextInt(size / 4);
            graphics.fillOval(random.nextInt(size) + moved, random.nextInt(size) + moved, extent, extent);
        }
        graphics.dispose();
        return picture;
    }

    private Path png(String name, BufferedImage picture) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }

    private Path jpeg(String name, BufferedImage picture, float quality) throws IOException {
        Path file = folder.resolve(name);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam choices = writer.getDefaultWriteParam();
        choices.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        choices.setCompressionQuality(quality);
        try (FileImageOutputStream out = new FileImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), choices);
        }
        writer.dispose();
        return file;
    }

    private static BufferedImage resized(BufferedImage picture, int width, int height) {
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(picture, 0, 0, width, height, null);
        graphics.dispose();
        return small;
    }

    private static List<String> sorted(Path... files) {
        List<String> names = new ArrayList<>();
        for (Path file : files) {
            names.add(file.toString());
        }
        Collections.sort(names);
        return names;
    }

    private Fingerprints pictures() {
        return Fingerprints.of(ImageFolder.of(folder));
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 300})
    void copiesThatWereEncodedAnewOrResizedAreOneGroup(int size) throws Exception {
        for (int seed = 0; seed < 40; seed++) {
            png("a/" + seed + ".png", scene(seed, size, 0));
        }
        BufferedImage copied = scene(7, size, 0);
        Path q60 = jpeg("a/q60.jpg", copied, 0.6f);
        Path q90 = jpeg("a/q90.jpg", copied, 0.9f);
        Path half = png("a/half.png", resized(copied, size / 2, size / 2));
        Path shape = png("a/shape.png", resized(copied, size, size * 3 / 4));
        Path anew = png("a/anew.png", ImageIO.read(q60.toFile()));

        assertThat(pictures().duplicates())
                .extracting(Duplicates::names, Duplicates::exact)
                .containsExactly(tuple(sorted(folder.resolve("a/7.png"), q60, q90, half, shape, anew), false));
    }

    @Test
    void copiesOfAllPixelsAreExact() throws Exception {
        Path one = png("a/one.png", scene(1, 64, 0));
        Path two = jpeg("a/other.jpg", scene(2, 64, 0), 0.8f);
        Path copy = Files.copy(one, folder.resolve("a/copy.png"));
        Path decoded = png("a/decoded.png", ImageIO.read(two.toFile()));

        assertThat(pictures().duplicates())
                .extracting(Duplicates::names, Duplicates::exact)
                .containsExactly(tuple(sorted(copy, one), true), tuple(sorted(decoded, two), true));
    }

    @Test
    void picturesOfABurstAreNot() throws Exception {
        for (int moved = 0; moved < 20; moved += 5) {
            png("a/" + moved + ".png", scene(3, 300, moved));
        }
        assertThat(pictures().duplicates()).isEmpty();
    }

    @Test
    void picturesWithOneThingMoreAreNot() throws Exception {
        png("a/without.png", scene(4, 300, 0));
        BufferedImage with = scene(4, 300, 0);
        with.createGraphics().fillOval(100, 100, 40, 40);
        png("a/with.png", with);

        assertThat(pictures().duplicates()).isEmpty();
    }

    @Test
    void picturesOfNearlyOneColourAreNot() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 5; i++) {
            BufferedImage picture = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
            for (int p = 0; p < 64 * 64; p++) {
                picture.setRGB(p % 64, p / 64, 0x808080 + random.nextInt(8));
            }
            png("a/" + i + ".png", picture);
        }
        assertThat(pictures().duplicates()).isEmpty();
    }

    @Test
    void mirroredPicturesAreNot() throws Exception {
        BufferedImage picture = scene(5, 200, 0);
        BufferedImage mirrored = new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB);
        mirrored.createGraphics().drawImage(picture, 200, 0, -200, 200, null);
        png("a/one.png", picture);
        png("a/mirrored.png", mirrored);

        assertThat(pictures().duplicates()).isEmpty();
    }

    @Test
    void leaksAreBetweenTheTwo() throws Exception {
        Path one = png("train/a/one.png", scene(1, 64, 0));
        Path twin = Files.copy(one, folder.resolve("train/a/twin.png"));
        png("train/a/alone.png", scene(2, 64, 0));
        png("validation/a/other.png", scene(3, 64, 0));
        png("validation/a/another.png", scene(3, 64, 0));
        Path leaked = jpeg("validation/a/leaked.jpg", scene(1, 64, 0), 0.9f);
        Fingerprints training = Fingerprints.of(ImageFolder.of(folder.resolve("train")));

        assertThat(training.leaks(Fingerprints.of(ImageFolder.of(folder.resolve("validation")))))
                .extracting(Duplicates::names, Duplicates::exact)
                .containsExactly(tuple(List.of(one.toString(), twin.toString(), leaked.toString()), false));
    }

    @Test
    void whatCannotBeReadIsTold() throws Exception {
        Path whole = png("a/whole.png", scene(1, 64, 0));
        Path broken = Files.writeString(folder.resolve("a/broken.png"), "no picture");
        Fingerprints pictures = pictures();

        assertThat(pictures.broken()).singleElement().satisfies(picture -> {
            assertThat(picture.name()).isEqualTo(broken.toString());
            assertThat(picture.reason()).contains("broken.png is in none of the formats");
        });
        assertThat(pictures.readable()).extracting(Sample::name).containsExactly(whole.toString());
    }

    @Test
    void grayAndWordsAreRead() {
        short[] words = new short[64 * 64];
        byte[] bytes = new byte[64 * 64];
        Random random = new Random(2);
        for (int i = 0; i < words.length; i++) {
            words[i] = (short) random.nextInt();
            bytes[i] = (byte) random.nextInt();
        }
        Image deep = Image.of(64, 64, 1, words, Image.Depth.INT16);
        Image gray = Image.of(64, 64, 1, bytes);
        DataSet pictures = DataSet.of(List.of(deep, gray, gray.toChannels(3), deep), "a", "a", "a", "a");

        assertThat(Fingerprints.of(pictures).duplicates())
                .extracting(Duplicates::names, Duplicates::exact)
                .containsExactly(
                        tuple(List.of("picture 0", "picture 3"), true),
                        tuple(List.of("picture 1", "picture 2"), false));
    }

    @Test
    void noPicturesHaveNoDuplicates() {
        DataSet none = DataSet.of(List.of("a"), List.of());

        assertThat(Fingerprints.of(none).duplicates()).isEmpty();
    }
}
