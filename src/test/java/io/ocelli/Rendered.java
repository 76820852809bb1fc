package io.ocelli;

import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Pictures that need no file of anybody's. */
final class Rendered {
    private Rendered() {}

    /** Coloured stripes of a width that the seed draws, with noise on them. */
    static Image image(int seed) {
        Image image = Image.black(240, 300, 3);
        Randomness randomness = Randomness.of(seed);
        int width = 4 + randomness.nextInt(60);
        int[] colour = {randomness.nextInt(200), randomness.nextInt(200), randomness.nextInt(200)};
        for (int i = 0; i < image.samples().length; i++) {
            int x = i / 3 % 300;
            int value = x / width % 2 == 0 ? colour[i % 3] : 200 - colour[i % 3];
            image.samples()[i] = (byte) (value + randomness.nextInt(50));
        }
        return image;
    }

    /** Such a picture as a PNG file. */
    static Path file(Path folder, int seed) {
        Image image = image(seed);
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                picture.setRGB(x, y, image.sample(y, x, 0) << 16 | image.sample(y, x, 1) << 8 | image.sample(y, x, 2));
            }
        }
        Path file = folder.resolve("stripes" + seed + ".png");
        try {
            ImageIO.write(picture, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
