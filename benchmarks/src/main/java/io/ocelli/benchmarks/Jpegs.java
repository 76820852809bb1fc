package io.ocelli.benchmarks;

import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.turbojpeg.TurboJpeg;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
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

    /** The folder of them that stands among a benchmark's arguments, behind that of its script. */
    static Path folder(String[] args) {
        if (args.length < 2) {
            throw new IllegalArgumentException(
                    "Arguments are a folder of JPEG files and the number of pairs; none came");
        }
        return Path.of(args[1]).toAbsolutePath();
    }

    /** How they are decoded, in words. */
    static String decoded(double reducingGap) {
        return reducingGap == 0 ? "exact" : "reducing gap " + reducingGap;
    }

    /** What decodes them, in words. */
    static String decoder() {
        return TurboJpeg.isHere() ? "JPEG by libjpeg-turbo" : "JPEG by Ocelli's own decoder";
    }

    /** Pictures whose classes nobody looks at. */
    static DataSet pictures(List<Path> files) {
        return DataSet.of(
                List.of("any"),
                files.stream()
                        .map(file -> new Sample(file.toString(), ImageSource.of(file), 0))
                        .toList());
    }

    /** The JPEG files of a folder, by name. */
    static List<Path> of(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> jpegs = files.filter(Jpegs::named).sorted().toList();
            if (jpegs.isEmpty()) {
                throw new IllegalArgumentException("A folder with files .jpg or .jpeg is measured, received " + folder);
            }
            return jpegs;
        }
    }

    private static boolean named(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".jpg") || name.endsWith(".jpeg");
    }
}
