package io.ocelli.djl;

import io.ocelli.image.Image;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Drawn pictures. */
final class Pictures {
    private Pictures() {}

    static BufferedImage drawn(int seed) {
        Random random = new Random(seed);
        BufferedImage picture = new BufferedImage(300 + 10 * seed, 260, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        for (int i = 0; i < 60; i++) {
            pen.setColor(new Color(random.nextInt(1 << 24)));
            pen.fillOval(random.nextInt(300), random.nextInt(260), 10 + random.nextInt(90), 10 + random.nextInt(90));
        }
        pen.dispose();
        return picture;
    }

    static Image image(int seed) {
        BufferedImage drawn = drawn(seed);
        byte[] samples = new byte[3 * drawn.getHeight() * drawn.getWidth()];
        for (int y = 0, o = 0; y < drawn.getHeight(); y++) {
            for (int x = 0; x < drawn.getWidth(); x++) {
                int rgb = drawn.getRGB(x, y);
                samples[o++] = (byte) (rgb >> 16);
                samples[o++] = (byte) (rgb >> 8);
                samples[o++] = (byte) rgb;
            }
        }
        return Image.of(drawn.getHeight(), drawn.getWidth(), 3, samples);
    }

    static Path file(Path folder, int seed, String format) throws IOException {
        Path file = folder.resolve("drawn" + seed + "." + format);
        ImageIO.write(drawn(seed), format, file.toFile());
        return file;
    }
}
