package io.ocelli.djl;

import io.ocelli.testing.ManualPage;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DjlManualTest {
    @Test
    void theManualsPageRuns(@TempDir Path folder) throws Exception {
        ImageIO.write(Pictures.drawn(1), "png", folder.resolve("photo.jpg").toFile());

        ManualPage.read("docs/djl.md").run(folder);
    }
}
