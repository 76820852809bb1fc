package io.ocelli.medical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.Sample;
import io.ocelli.decisions.LabelledScores;
import io.ocelli.image.Image;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Scorer;
import io.ocelli.serving.Scores;
import io.ocelli.serving.Temperature;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecondReadingTest {
    private static final List<String> CLASSES = List.of("none", "lesion");

    @TempDir
    Path folder;

    /** Says how likely a lesion is by how bright the picture's first pixel is. */
    private record Bright() implements Decorator {
        @Override
        public Scorer around(Scorer inner) {
            return inner.scoringBy(views -> views.stream()
                    .map(view -> {
                        float share = view.image().sample(0, 0, 0) / 255f;
                        return Scores.of(new float[] {1 - share, share}, new float[] {1 - share, share});
                    })
                    .collect(Collectors.toList()));
        }
    }

    private static Classifier bright(Classifier untrained, boolean calibrated) {
        Classifier bright = untrained.with(new Bright());
        return calibrated ? untrained.with(new Temperature(2)).with(new Bright()) : bright;
    }

    private static Classifier untrained() {
        return Classifier.model("resnet20_cifar").head(CLASSES).untrained();
    }

    private DataSet pictures(boolean deidentified, int... levels) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < levels.length; i++) {
            Image image = Image.black(32, 32, 1);
            Arrays.fill(image.samples(), (byte) levels[i]);
            image.samples()[1023] = (byte) (levels[i] > 127 ? 0 : 255);
            DicomDraft draft = DicomDraft.of(image)
                    .with("PatientID", "PID-774411")
                    .with("WindowCenter", "128")
                    .with("WindowWidth", "256");
            Path file = folder.resolve(i + ".dcm");
            if (deidentified) {
                Deidentification.basic(PseudonymKey.random())
                        .apply(draft.file())
                        .write(file);
            } else {
                draft.write(file);
            }
            samples.add(Sample.of(file, i % 2));
        }
        return DataSet.of(CLASSES, samples);
    }

    @Test
    void theStrongestDisagreementIsFirstAndCalledByWhatNamesNobody() {
        // the first reader sees lesions in the second and the fourth, which are 0.2 and 0.02 likely
        DataSet pictures = pictures(true, 10, 50, 20, 5, 200, 250);
        try (Classifier untrained = untrained();
                Classifier second = bright(untrained, true)) {
            SecondReading reading = SecondReading.of(second, pictures);

            assertThat(reading.count()).isEqualTo(6);
            assertThat(reading.disagreements())
                    .extracting(SecondReading.Disagreement::index)
                    .containsExactly(3, 1, 4);
            assertThat(reading.disagreements().get(0).reference()).startsWith("2.25.");
            assertThat(reading.toCsv())
                    .startsWith("reference,patient,first_reader,second_reader,probability_of_first\n2.25.")
                    .contains(",lesion,none,0.0196")
                    .doesNotContain("PID-774411", folder.toString());
            assertThat(reading.toHtml()).contains("6 pictures, 3 of which").doesNotContain("PID-774411");
        }
    }

    @Test
    void identifiedPicturesAreRefused() {
        DataSet pictures = pictures(false, 10, 50);
        try (Classifier untrained = untrained();
                Classifier second = bright(untrained, true)) {
            assertThatThrownBy(() -> SecondReading.of(second, pictures))
                    .isInstanceOf(IdentifiedPictureException.class)
                    .hasMessageContaining("picture 1");
        }
    }

    @Test
    void aProbabilityIsNotShownBeforeCalibration() {
        DataSet pictures = pictures(true, 10, 50);
        try (Classifier untrained = untrained();
                Classifier second = bright(untrained, false)) {
            assertThatThrownBy(() -> SecondReading.of(second, pictures))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith(
                            "A probability is shown of a classifier that was calibrated, and this one was not");
        }
    }

    @Test
    void anOperatingPointKeepsItsSpecificity() {
        double[][] logits = new double[10][];
        int[] labels = new int[10];
        for (int i = 0; i < 10; i++) {
            logits[i] = new double[] {0, i - 5}; // nine without: -5 to 3, one with: 4
            labels[i] = i == 9 ? 1 : 0;
        }
        LabelledScores scores = LabelledScores.of(logits, labels);
        OperatingPoint most = (OperatingPoint)
                OperatingPoint.atSpecificity(1, "lesion", CLASSES).of(scores);
        OperatingPoint less = (OperatingPoint)
                OperatingPoint.atSpecificity(8.0 / 9, "lesion", CLASSES).of(scores);

        assertThat(most.least()).isBetween(1 / (1 + Math.exp(-3)), 1 / (1 + Math.exp(-4)));
        assertThat(less.least()).isBetween(1 / (1 + Math.exp(-2)), 1 / (1 + Math.exp(-3)));
        assertThatThrownBy(() -> OperatingPoint.atSpecificity(0, "lesion", CLASSES))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anOperatingPointDecidesAndIsSaved() {
        DataSet pictures = pictures(true, 10, 90);
        try (Classifier untrained = untrained();
                Classifier calling = bright(untrained, true).with(new OperatingPoint("lesion", 0.3))) {
            assertThat(calling.classify(pictures.sample(0).source()).decision().labels())
                    .containsExactly("none");
            assertThat(calling.classify(pictures.sample(1).source()).decision().labels())
                    .containsExactly("lesion");
        }
        try (Classifier untrained = untrained();
                Classifier calling = untrained.with(new OperatingPoint("lesion", 0.3))) {
            calling.save(folder.resolve("saved"));
        }
        try (Classifier loaded = Classifier.load(folder.resolve("saved"))) {
            assertThat(loaded.decorators()).containsExactly(new OperatingPoint("lesion", 0.3));
        }
    }
}
