package io.ocelli.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.Classifier;
import io.ocelli.model.Network;
import io.ocelli.samples.surfaces.Specimen;
import io.ocelli.samples.surfaces.Surfaces;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {
    @TempDir
    Path folder;

    @Test
    void cleanSurfacesAloneTellDefects() throws IOException {
        ContactSheet sheet = new ContactSheet(6, 224);
        Inspection.Outcome outcome = Inspection.inspect(lite0(), 16, 1, 1, sheet);

        assertThat(outcome.auroc()).isGreaterThan(0.9);
        assertThat(outcome.aupro()).isGreaterThan(0.6);
        Path file = folder.resolve("sheet.png");
        sheet.write(file);
        BufferedImage written = ImageIO.read(file.toFile());
        assertThat(written.getWidth()).isEqualTo(6 * 230 + 6);
        assertThat(written.getHeight()).isEqualTo(2 * 248 + 6);
    }

    @Test
    void theRendererKnowsWhereDefectsAre() {
        List<Specimen> specimens = Surfaces.specimens(3, 1);

        assertThat(specimens).allSatisfy(specimen -> {
            int changed = 0;
            for (boolean defective : specimen.defective()) {
                changed += defective ? 1 : 0;
            }
            if (specimen.clean()) {
                assertThat(changed).isZero();
            } else {
                assertThat(changed).as(specimen.label()).isBetween(20, 224 * 224 / 2);
            }
        });
    }

    @Test
    @Tag("proof")
    void overThreeSeedsPicturesAreToldApart() {
        Network backbone = lite0();
        for (int seed = 1; seed <= 3; seed++) {
            Inspection.Outcome outcome = Inspection.inspect(backbone, 300, 20, seed, null);
            System.out.println("Seed " + seed + ": " + outcome);
            assertThat(outcome.auroc()).isGreaterThanOrEqualTo(0.98);
        }
    }

    private static Network lite0() {
        try (Classifier lite0 = Classifier.efficientnetLite0().pretrained().open()) {
            return lite0.network();
        }
    }
}
