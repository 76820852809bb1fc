package io.ocelli.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.error.OcelliException;
import io.ocelli.image.Image;
import io.ocelli.metrics.Evaluation;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final List<String> CLASSES = List.of("dark", "light & <bright>");
    private static final Sample TWIN = new Sample("<b>", ImageSource.of(Image.black(32, 32, 3)), 0);
    private static Classifier classifier;
    private static Predictions predictions;

    @TempDir
    private Path folder;

    /** A classifier that has learnt nothing: it takes all for the first class. */
    @BeforeAll
    static void open() {
        classifier = Classifier.model("resnet20_cifar").head(CLASSES).untrained();
        predictions = Predictions.of(classifier, Trained.pictures());
    }

    @AfterAll
    static void close() {
        classifier.close();
    }

    private String written(Report report, String name) throws Exception {
        report.write(folder.resolve(name));
        return Files.readString(folder.resolve(name));
    }

    private static Report whole() {
        return Report.of(predictions)
                .model("twilight", classifier)
                .data("twelve pictures")
                .duplicates(List.of(new Duplicates(List.of(TWIN, predictions.sample(4)), true)))
                .leaks(List.of());
    }

    @Test
    void thePageShowsAllInOneFile() throws Exception {
        String page = written(whole(), "report.html");

        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains("<h1>twilight</h1>", "<p>12 pictures (twelve pictures) of 2 classes.</p>")
                .contains("50.00 % (95 %: 25.38 % to 74.62 %)")
                .contains("data-cell=\"0,0\" data-count=\"6\"", "data-cell=\"1,0\" data-count=\"6\"")
                .contains("<h2>Curves</h2>", "<h2>Reliability</h2>", "<h2>The most confident mistakes</h2>")
                .contains("Labels that are likely errors", "<p>The same: &lt;b&gt;, picture 4</p>", "<p>None.</p>")
                .contains("<h2>Time</h2>", "Preprocessing[", "on onnxruntime")
                .contains("<td>sha256:" + classifier.weights().digest() + "</td>")
                .contains("12 of 12 in all are on this page", "prefers-color-scheme:dark")
                .as("nothing is fetched from elsewhere")
                .doesNotContain("http:", "https:", "<link", "<bright>", "<b>");
        assertThat(Pattern.compile("data:image/jpeg;base64,").matcher(page).results())
                .as("the pictures, and the twin that was not classified")
                .hasSize(13);
    }

    @Test
    void figuresHaveIntervals() throws Exception {
        assertThat(written(whole(), "report.md"))
                .containsPattern("\\| balanced accuracy \\| 50.00 % \\(95 %: 50.00 % to 50.00 %\\) \\|")
                .containsPattern("\\| log loss \\| [0-9.]+ \\(95 %: [0-9.]+ to [0-9.]+\\) \\|");
    }

    @Test
    void figuresAloneMakeAPageToo() throws Exception {
        Evaluation evaluation = Evaluation.of(CLASSES, Tensor.of(Shape.of(1, 2), new float[] {0.2f, 0.8f}), 1);

        assertThat(written(Report.of(evaluation), "report.html"))
                .contains("<h1>classifier</h1>", "data-cell=\"1,1\"")
                .doesNotContain("<script", "Click");
        assertThat(written(Report.of(evaluation), "report.csv"))
                .isEqualTo("class,precision,recall,f1,pictures\r\ndark,0.0,0.0,0.0,0\r\n"
                        + "light & <bright>,1.0,1.0,1.0,1\r\n");
    }

    @Test
    void noPicturesMakeAPageToo() throws Exception {
        DataSet none = DataSet.of(CLASSES, List.of());

        assertThat(written(Report.of(Predictions.of(classifier, none)).model("m", classifier), "report.html"))
                .contains("0 pictures of 2 classes.", "No picture was taken for another class.");
    }

    @Test
    void manyClassesAreListedByPairs() throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            names.add("class " + i);
        }
        Evaluation.Accumulator counts = Evaluation.accumulator(names);
        float[] scores = new float[100];
        scores[7] = 1;
        counts.add(scores, 8);
        counts.add(scores, 7);

        assertThat(written(Report.of(counts.evaluation()), "report.html"))
                .contains("class 8 → class 7: 1</button>")
                .doesNotContain("<thead>", "class 7 → class 7");
    }

    @Test
    void jsonHasTheFiguresAndTheLabels() throws Exception {
        JsonObject json =
                JsonParser.parseString(written(whole(), "report.json")).getAsJsonObject();

        assertThat(json.getAsJsonObject("evaluation").get("accuracy").getAsDouble())
                .isEqualTo(0.5);
        assertThat(json.getAsJsonObject("intervals")
                        .getAsJsonArray("accuracy")
                        .get(0)
                        .getAsDouble())
                .isCloseTo(0.2538, within(1e-4));
        assertThat(json.getAsJsonArray("labelErrors")).hasSize(12);
        assertThat(json.getAsJsonArray("duplicates")).hasSize(1);
        assertThat(json.getAsJsonArray("leaks")).isEmpty();
        assertThat(json.getAsJsonObject("model").get("engine").getAsString()).isEqualTo("onnxruntime");
    }

    @Test
    void csvHasALineAPicture() throws Exception {
        assertThat(written(whole(), "report.csv").lines())
                .hasSize(13)
                .first()
                .isEqualTo("file,label,predicted,confidence,label_probability");
        float probability = predictions.probabilities(1)[1];
        assertThat(Files.readString(folder.resolve("report.csv")))
                .contains(String.format(
                        Locale.ROOT,
                        "\r\npicture 1,light & <bright>,dark,%.6f,%.6f\r\n",
                        1 - probability,
                        probability));
    }

    @Test
    void theModelCardHasTheFiguresInItsHead() throws Exception {
        assertThat(written(whole(), "README.md"))
                .startsWith("---\nlibrary_name: ocelli\npipeline_tag: image-classification\n")
                .contains(
                        "model-index:\n- name: \"twilight\"\n  results:\n  - task:\n      type: image-classification\n")
                .contains("    dataset:\n      type: imagefolder\n      name: \"twelve pictures\"\n")
                .contains("    - type: accuracy\n      value: 0.5\n      name: \"accuracy\"\n")
                .contains("---\n\n# twilight\n", "| dark | 50.00 % | 100.00 % | 66.67 % | 6 |");
    }

    @Test
    void anotherExtensionIsRefused() {
        assertThatThrownBy(() -> whole().write(Path.of("report.pdf")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A report is written as .html, .json, .csv or .md, received report.pdf");
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed() {
        Path file = folder.resolve("missing").resolve("report.md");

        assertThatThrownBy(() -> whole().write(file))
                .isInstanceOf(OcelliException.class)
                .hasMessageContaining("The report cannot be written to " + file);
    }

    @Test
    void aSetWithoutLabelsIsRefused() {
        DataSet unlabelled =
                DataSet.of(CLASSES, List.of(Trained.pictures().sample(3).withLabel(-1)));

        assertThatThrownBy(() -> Predictions.of(classifier, unlabelled))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Predictions are compared with labels, and picture 3 has none. Leave it out.");
    }

    @Test
    void onePictureHasNoFolds() {
        assertThatThrownBy(() ->
                        Predictions.outOfFold(Trained.pictures().subset(1), Classifier.model("resnet20_cifar"), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Predictions out of fold take two pictures or more, received 1");
    }
}
