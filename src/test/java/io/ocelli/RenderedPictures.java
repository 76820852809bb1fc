package io.ocelli;

import io.ocelli.data.DataSet;
import io.ocelli.image.Image;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** Disks, stripes and triangles on noise: easy to tell apart, quick to make. */
final class RenderedPictures {
    static final List<String> CLASSES = List.of("disk", "stripes", "triangle");

    private static final int SIDE = 96;

    private RenderedPictures() {}

    /** So many of each of the first classes, in memory. */
    static DataSet of(int classes, int ofEach, long seed) {
        List<Image> images = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < classes * ofEach; i++) {
            images.add(image(render(i % classes, new Random(seed * 1000 + i))));
            labels.add(CLASSES.get(i % classes));
        }
        return DataSet.of(images, labels.toArray(new String[0]));
    }

    /** The same as files, a folder a class; the last file. */
    static Path folder(Path root, int classes, int ofEach, long seed) throws IOException {
        Path last = root;
        for (int i = 0; i < classes * ofEach; i++) {
            Path folder = Files.createDirectories(root.resolve(CLASSES.get(i % classes)));
            last = folder.resolve(i + ".png");
            ImageIO.write(render(i % classes, new Random(seed * 1000 + i)), "png", last.toFile());
        }
        return last;
    }

    private static BufferedImage render(int kind, Random random) {
        BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                picture.setRGB(x, y, (60 + random.nextInt(60)) * 0x010101);
            }
        }
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(Color.getHSBColor(random.nextFloat(), 0.7f, 0.9f));
        int x = 10 + random.nextInt(20);
        int y = 10 + random.nextInt(20);
        int size = 35 + random.nextInt(25);
        switch (kind) {
            case 0 -> graphics.fillOval(x, y, size, size);
            case 1 -> {
                for (int line = 0; line < size; line += 8) {
                    graphics.fillRect(x, y + line, size, 4);
                }
            }
            default ->
                graphics.fillPolygon(new int[] {x, x + size, x + size / 2}, new int[] {y + size, y + size, y}, 3);
        }
        graphics.dispose();
        return picture;
    }

    private static Image image(BufferedImage picture) {
        byte[] samples = new byte[SIDE * SIDE * 3];
        for (int i = 0; i < SIDE * SIDE; i++) {
            int rgb = picture.getRGB(i % SIDE, i / SIDE);
            samples[3 * i] = (byte) (rgb >> 16);
            samples[3 * i + 1] = (byte) (rgb >> 8);
            samples[3 * i + 2] = (byte) rgb;
        }
        return Image.of(SIDE, SIDE, 3, samples);
    }
}
