package io.ocelli.opentelemetry;

import io.ocelli.Classifier;
import io.ocelli.testing.ManualPage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitoringManualTest {
    @TempDir
    private Path folder;

    @Test
    void theManualsPageRuns() throws Exception {
        for (int i = 0; i < 4; i++) {
            draw(folder.resolve("pictures/train/ant/" + i + ".png"), 40 * i);
            draw(folder.resolve("pictures/train/bee/" + i + ".png"), 40 * i + 20);
        }
        draw(folder.resolve("photo.jpg"), 100);
        try (Classifier model =
                Classifier.model("resnet20_cifar").head("ant", "bee").untrained()) {
            model.save(folder.resolve("model"));
        }

        ManualPage.read("docs/monitoring.md").run(folder);
    }

    private static void draw(Path file, int gray) throws IOException {
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(48, 48, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(gray, 255 - gray, gray));
        graphics.fillOval(gray / 8, 4, 30, 30);
        graphics.dispose();
        ImageIO.write(image, "png", file.toFile());
    }
}
