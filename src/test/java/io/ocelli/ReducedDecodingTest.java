package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.data.ImageSource;
import io.ocelli.image.Image;
import io.ocelli.image.Images;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import io.ocelli.model.Models;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far pictures that are reduced while they are decoded are from those that are not, and who gets them. */
class ReducedDecodingTest {
    private static final Preprocessing PREPROCESSING =
            Preprocessing.imagenet().withInterpolation(Interpolation.BICUBIC);

    @TempDir
    private Path folder;

    /** Clouds of all sizes, whose contrast grows with their size as in photos (its spectrum falls with the frequency). */
    private byte[] photo(int height, int width) throws IOException {
        double[][] values = new double[3][height * width];
        Random random = new Random(5);
        for (int side = 2; side <= 256; side *= 2) {
            int columns = width / side + 2;
            double[][] grid = new double[3][(height / side + 2) * columns];
            for (double[] plane : grid) {
                for (int i = 0; i < plane.length; i++) {
                    plane[i] = random.nextGaussian() * side;
                }
            }
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int p = y / side * columns + x / side;
                    double v = y % side / (double) side;
                    double u = x % side / (double) side;
                    for (int c = 0; c < 3; c++) {
                        double[] plane = grid[c];
                        values[c][y * width + x] += (1 - v) * ((1 - u) * plane[p] + u * plane[p + 1])
                                + v * ((1 - u) * plane[p + columns] + u * plane[p + columns + 1]);
                    }
                }
            }
        }
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < height * width; i++) {
            int colour = 0;
            for (int c = 0; c < 3; c++) {
                double value = 128 + values[0][i] / 6 + values[c][i] / 12;
                colour = colour << 8 | (int) Math.max(0, Math.min(255, value));
            }
            picture.setRGB(i % width, i / width, colour);
        }
        Path file = folder.resolve("photo.jpg");
        ImageIO.write(picture, "jpeg", file.toFile());
        return Files.readAllBytes(file);
    }

    private static Image prepared(byte[] file, double gap) {
        Transform transform = Transforms.evaluation(PREPROCESSING.withReducingGap(gap));
        return transform.apply(Images.read(file, transform));
    }

    /**
     * What a picture of 1280 x 960 is off by, in levels of 255 and on average: whole, halved, and quartered to less than it
     * becomes.
     */
    @ParameterizedTest
    @CsvSource({"3, 0", "1.9, 0", "1.5, 0.3", "1, 0.3", "0.9, 0.6"})
    void theyAreNear(double gap, double bound) throws IOException {
        byte[] file = photo(960, 1280);
        Image exact = prepared(file, 0);
        Image fast = prepared(file, gap);
        double apart = 0;
        for (int i = 0; i < exact.samples().length; i++) {
            apart += Math.abs((exact.samples()[i] & 255) - (fast.samples()[i] & 255));
        }
        apart /= exact.samples().length;
        assertThat(apart).isLessThanOrEqualTo(bound);
        if (bound > 0) {
            assertThat(apart).isPositive();
        }
    }

    @Test
    void aFileItsBytesAndAStreamAreReadAlike() throws IOException {
        byte[] file = photo(600, 640);
        Path path = Files.write(folder.resolve("a.jpg"), file);
        try (Classifier exact = Classifier.efficientnetLite0().pretrained().open();
                Classifier fast = Classifier.efficientnetLite0()
                        .pretrained()
                        .preprocessing(preprocessing().withReducingGap(1))
                        .open()) {
            float[] whole = exact.logits(path);
            assertThat(exact.logits(Images.read(file))).isEqualTo(whole);
            assertThat(exact.logits(file)).isEqualTo(whole);
            float[] reduced = fast.logits(path);
            assertThat(reduced).isNotEqualTo(whole);
            assertThat(fast.logits(file)).isEqualTo(reduced);
            assertThat(fast.logits(new ByteArrayInputStream(file))).isEqualTo(reduced);
            assertThat(fast.classify(List.of(path)).get(0).probabilities())
                    .isEqualTo(fast.classify(path).probabilities());
            // A picture in memory, or one that somebody else decodes, is whole.
            assertThat(fast.logits(Images.read(file))).isEqualTo(whole);
            ImageSource source = () -> Images.read(file);
            assertThat(fast.logits(source)).isEqualTo(whole);
        }
    }

    @Test
    void itIsSavedWithTheModel() throws IOException {
        byte[] file = photo(600, 640);
        try (Classifier fast = Classifier.efficientnetLite0()
                .pretrained()
                .preprocessing(preprocessing().withReducingGap(1))
                .open()) {
            fast.save(folder.resolve("model"));
            try (Classifier loaded = Classifier.load(folder.resolve("model"))) {
                assertThat(loaded.logits(file)).isEqualTo(fast.logits(file));
            }
        }
    }

    private static Preprocessing preprocessing() {
        return Models.find("efficientnet_lite0").weights().get(0).preprocessing();
    }
}
