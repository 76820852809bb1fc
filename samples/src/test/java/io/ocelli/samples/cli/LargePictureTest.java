package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.boxes.CocoResults;
import io.ocelli.boxes.Detection;
import io.ocelli.samples.Cli;
import io.ocelli.testing.JavaProcess;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A picture of 100 megapixels, 300 MB of samples, in a heap of 512 MB. */
@Tag("proof")
class LargePictureTest {
    private static final int SIDE = 10_000;
    private static final int WINDOW = 500;

    @TempDir
    static Path folder;

    private static Path model;

    @BeforeAll
    static void train() throws IOException {
        model = folder.resolve("model");
        Ran.trained(
                model,
                "lenet5",
                Ran.pictures(folder.resolve("pictures"), 30),
                "--epochs",
                "12",
                "--learning-rate",
                "0.003");
    }

    /** Blue, with a red square each 2,000 pixels along the diagonal. */
    private static Path picture(String format) throws IOException {
        BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(new Color(0x2020ff));
        graphics.fillRect(0, 0, SIDE, SIDE);
        graphics.setColor(new Color(0xff2020));
        for (int at = 0; at < SIDE; at += 2000) {
            graphics.fillRect(at, at, WINDOW, WINDOW);
        }
        graphics.dispose();
        Path file = folder.resolve("large." + format);
        assertThat(ImageIO.write(picture, format, file.toFile())).isTrue();
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "tiff", "png"})
    void thingsInItAreFoundAndDrawn(String format) throws Exception {
        Path coco = folder.resolve(format + ".json");
        Path out = folder.resolve(format);
        String printed = JavaProcess.run(JavaProcess.of(
                List.of("-Xmx512m", "-Djava.awt.headless=true"),
                Cli.class,
                "detect",
                "--model",
                model.toString(),
                "--out",
                out.toString(),
                "--window",
                Integer.toString(WINDOW),
                "--overlap",
                "0",
                "--background",
                "blue",
                "--coco",
                coco.toString(),
                picture(format).toString()));

        assertThat(printed).contains("5 boxes (5 red)");
        assertThat(CocoResults.read(coco))
                .extracting(Detection::bbox)
                .extracting(box -> box.x() + " " + box.y() + " " + box.width())
                .containsExactlyInAnyOrder(
                        "0.0 0.0 500.0",
                        "2000.0 2000.0 500.0",
                        "4000.0 4000.0 500.0",
                        "6000.0 6000.0 500.0",
                        "8000.0 8000.0 500.0");
        assertThat(out.resolve("large.png")).isNotEmptyFile();
    }
}
