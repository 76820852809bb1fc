package io.ocelli.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.OcelliException;
import io.ocelli.image.Pipeline;
import io.ocelli.training.TrainingEvent.StepEnded;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingReportTest {
    @TempDir
    private Path folder;

    @Test
    void isAPageInOneFile() throws Exception {
        Path file = folder.resolve("report.html");
        Trained.with(TrainingReport.to(file).pictures(Trained.pictures(), Pipeline.empty()));
        String page = Files.readString(file);

        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains(
                        "12 pictures, 3 epochs of 3 steps, on the engine onnxruntime; the frozen backbone's features were"
                                + " computed once.")
                .contains("<p>Ended: all epochs are over.</p>")
                .contains("<h2>Loss</h2>", "<h2>Accuracy</h2>", "<h2>Steps</h2>", "<tr><td>3</td>")
                .contains("<pre>Training.defaults().epochs(3).batchSize(4).objective(labels + size * 0.1)</pre>")
                .as("nothing is fetched from elsewhere")
                .doesNotContain("http:", "https:", "<script", "<link");
        Matcher pngs = Pattern.compile("base64,([^\"]+)\"").matcher(page);
        int charts = 0;
        int pictures = 0;
        while (pngs.find()) {
            BufferedImage image =
                    ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(pngs.group(1))));
            charts += image.getWidth() == 900 ? 1 : 0;
            pictures += image.getWidth() == 32 ? 1 : 0;
        }
        assertThat(charts).isEqualTo(4);
        assertThat(pictures).isEqualTo(12);
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed() {
        Path file = folder.resolve("missing").resolve("report.html");

        assertThatThrownBy(() -> Trained.with(TrainingReport.to(file)))
                .isInstanceOf(OcelliException.class)
                .hasMessageContaining("The report of the training cannot be written to " + file);
    }

    @Test
    void longTrainingsAreAveragedToWhatAChartShows() {
        TrainingLog log = new TrainingLog();
        for (int i = 0; i < 100_000; i++) {
            log.add(new StepEnded(1, i + 1, i, Map.of(), 0.1, 0));
        }
        assertThat(log.steps()).hasSizeBetween(1_000, 2_000).isSorted();
        assertThat(log.series().get("loss")).hasSameSizeAs(log.steps()).isSorted();
        double width = log.steps().get(0);
        assertThat(log.series().get("loss").get(0))
                .as("the mean of the first steps")
                .isEqualTo((width - 1) / 2);
        assertThat(log.series().get("learning rate"))
                .allSatisfy(rate -> assertThat(rate).isBetween(0.0999, 0.1001));
    }

    @Test
    void textIsText() {
        assertThat(new Html("a < b & \"c\"").paragraph("<script>").toString())
                .contains("<h1>a &lt; b &amp; &quot;c&quot;</h1>", "<p>&lt;script&gt;</p>");
    }
}
