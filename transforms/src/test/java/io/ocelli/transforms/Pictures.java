package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Pictures for the tests. */
final class Pictures {
    private Pictures() {}

    /** A PNG of three times 8 bits. */
    static Image read(Path file) throws IOException {
        BufferedImage picture = ImageIO.read(new File(file.toString()));
        Image image = Image.black(picture.getHeight(), picture.getWidth(), 3);
        int[] samples = picture.getRaster().getPixels(0, 0, picture.getWidth(), picture.getHeight(), (int[]) null);
        for (int i = 0; i < samples.length; i++) {
            image.samples()[i] = (byte) samples[i];
        }
        return image;
    }

    /** Random samples. */
    static Image noise(int height, int width, int channels) {
        Image image = Image.black(height, width, channels);
        Randomness randomness = Randomness.of(height * 31L + width);
        for (int i = 0; i < image.samples().length; i++) {
            image.samples()[i] = (byte) randomness.nextInt(256);
        }
        return image;
    }

    /** {@code equal}, or how many samples differ and by how much: short enough to read. */
    static String difference(Image actual, Image expected) {
        if (!actual.size().equals(expected.size()) || actual.channels() != expected.channels()) {
            return actual + " instead of " + expected;
        }
        int count = 0;
        int largest = 0;
        String first = "";
        for (int i = 0; i < actual.samples().length; i++) {
            int difference = (actual.samples()[i] & 255) - (expected.samples()[i] & 255);
            if (difference != 0) {
                if (count == 0) {
                    int pixel = i / actual.channels();
                    first = ", first by " + difference + " at row " + pixel / actual.width() + ", column "
                            + pixel % actual.width() + ", channel " + i % actual.channels();
                }
                count++;
                largest = Math.max(largest, Math.abs(difference));
            }
        }
        return count == 0 ? "equal" : count + " samples differ, at most by " + largest + first;
    }
}
