package io.ocelli.benchmarks;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures to measure with. */
final class Jpegs {
    private Jpegs() {}

    /** A picture with some structure, so that it is neither trivial nor noise. */
    static byte[] drawn(int width, int height) throws IOException {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int wave = (int) (127 + 100 * Math.sin(x / 9.0) * Math.cos(y / 13.0)) + random.nextInt(20);
                picture.setRGB(x, y, wave << 16 | (x * 255 / width) << 8 | y * 255 / height);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpeg", bytes);
        return bytes.toByteArray();
    }
}
