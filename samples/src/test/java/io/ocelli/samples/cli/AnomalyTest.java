package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnomalyTest {
    @TempDir
    static Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"patchcore", "knn"})
    void normalPicturesAreEnoughToTellWhatIsNot(String method) throws IOException {
        Path normal = Files.createDirectories(folder.resolve(method + "-normal"));
        for (int i = 0; i < 6; i++) {
            Ran.picture(normal.resolve(i + ".png"), 0x808080 + 0x010101 * i);
        }
        Path odd = Ran.picture(folder.resolve("odd.png"), 0xff0000);
        Path like = Ran.picture(folder.resolve("like.png"), 0x828282);
        Path out = folder.resolve(method);
        Path json = folder.resolve("said.json");
        Ran ran = Ran.cli(
                "anomaly", "--train", normal, "--out", out, "--method", method, "--false-alarms", "0", "--json", json);
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains(" of 5 normal pictures, threshold ", " by 1 more; saved to " + out);
        assertThat(Files.readString(json)).contains("\"pictures\": 5", "\"thresholdPictures\": 1", "\"threshold\": ");

        Ran said = Ran.cli("classify", "--model", out, odd, like);
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out().lines().findFirst().orElseThrow()).contains("odd.png: [anomalous");

        Ran shown = Ran.cli("explain", "--model", out, "--out", folder.resolve("shown"), odd);
        assertThat(shown.code()).as(shown.err()).isZero();
        assertThat(shown.out()).contains("odd.png: anomalous, ");
    }

    @Test
    void whatCannotBeIsRefused() throws IOException {
        Path few = Files.createDirectories(folder.resolve("few"));
        Ran.picture(few.resolve("0.png"), 0);
        Ran pictures = Ran.cli("anomaly", "--train", few, "--out", folder.resolve("no"));
        Ran method = Ran.cli("anomaly", "--train", few, "--out", folder.resolve("no"), "--method", "gan");
        Ran share = Ran.cli("anomaly", "--train", few, "--out", folder.resolve("no"), "--false-alarms", "1");

        assertThat(pictures.code()).isEqualTo(2);
        assertThat(pictures.err()).contains("--train is a folder of at least 5 normal pictures, and ", " has 1");
        assertThat(method.err()).contains("--method is patchcore, padim or knn, received 'gan'");
        assertThat(share.err()).contains("--false-alarms is 0 or more and below 1, received 1.0");
        assertThat(folder.resolve("no")).doesNotExist();
    }
}
