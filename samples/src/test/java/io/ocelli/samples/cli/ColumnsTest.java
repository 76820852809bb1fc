package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a CSV with columns beside path and label to answers for such a CSV, by the command line alone. */
class ColumnsTest {
    @TempDir
    static Path folder;

    private static Path csv;
    private static Path model;

    /** The picture tells red from blue, the row warm from cold; cells and paths are missing here and there. */
    @BeforeAll
    static void train() throws Exception {
        Ran.picture(folder.resolve("red.png"), 0xff2020);
        Ran.picture(folder.resolve("blue.png"), 0x2020ff);
        StringBuilder lines = new StringBuilder("path,degrees,place,note,label\n");
        for (int i = 0; i < 64; i++) {
            boolean red = i % 2 == 0;
            boolean warm = i / 2 % 2 == 0;
            lines.append(i > 59 ? "" : red ? "red.png" : "blue.png").append(',');
            lines.append(i % 5 == 0 ? "" : warm ? 30 + i % 7 : 5 + i % 7).append(',');
            lines.append(warm ? "south" : "north")
                    .append(",\"so, it was ")
                    .append(i)
                    .append(" then\",");
            lines.append(warm ? "warm " : "cold ").append(red ? "red" : "blue").append('\n');
        }
        csv = Files.writeString(folder.resolve("table.csv"), lines.toString());
        model = folder.resolve("model");
        Ran.trained(
                model,
                "simple_cnn",
                csv,
                "--columns",
                "degrees,place=category",
                "--epochs",
                8,
                "--batch",
                8,
                "--learning-rate",
                0.002);
    }

    @Test
    void isEvaluatedOnTheSameTable() throws Exception {
        Path json = folder.resolve("evaluated.json");
        Ran ran = Ran.cli("evaluate", "--model", model, "--data", csv, "--json", json);

        assertThat(ran.code()).as(ran.err()).isZero();
        JsonObject figures = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        assertThat(figures.get("accuracy").getAsDouble())
                .as("who sees the picture alone has a half")
                .isGreaterThan(0.85);
    }

    @Test
    void classifiesTablesAndPicturesAlone() throws Exception {
        Path asked = Files.writeString(
                folder.resolve("asked.csv"), "path,degrees,place\nred.png,33,south\nblue.png,,north\n,31,atlantis\n");
        Ran ran = Ran.cli("classify", "--model", model, "--top", 1, asked, folder.resolve("red.png"));

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out().lines()).hasSize(4);
        assertThat(ran.out()).contains("red.png: [warm red", "blue.png: [cold blue", "line 4: [");
    }

    @Test
    void aCellThatIsNoNumberIsToldOfInOneLine() throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong.csv"), "path,degrees,label\nred.png,hot,warm red\n");
        Ran ran = Ran.cli("evaluate", "--model", model, "--data", wrong);

        assertThat(ran.code()).isNotZero();
        assertThat(ran.err()).contains("The column 'degrees' holds finite numbers, received 'hot'");
        assertThat(ran.err().lines()).hasSize(1);
    }

    @Test
    void refusesColumnsThatAreNotThere() {
        Ran missing = Ran.cli(
                "train",
                "--model",
                "simple_cnn",
                "--train",
                csv,
                "--split",
                0.2,
                "--out",
                folder.resolve("no"),
                "--columns",
                "degrees,height");
        Ran kind = Ran.cli(
                "train",
                "--model",
                "simple_cnn",
                "--train",
                csv,
                "--split",
                0.2,
                "--out",
                folder.resolve("no"),
                "--columns",
                "degrees=colour");

        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err())
                .contains("--columns: Columns are what samples carry")
                .containsPattern("\\[.*degrees.*\\] here; received \\[height\\]");
        assertThat(kind.code()).isEqualTo(2);
        assertThat(kind.err()).contains("--columns are of a kind, number, category or text; received 'colour'");
    }
}
