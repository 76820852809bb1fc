package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.image.Image;
import io.ocelli.serving.Decision;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Scorer;
import io.ocelli.serving.Scores;
import io.ocelli.serving.Temperature;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is put around a classifier, as users do it. */
class DecoratedClassifierTest {
    private static final Image PICTURE = Rendered.image(3);

    @TempDir
    private Path folder;

    private static Classifier plain;

    @BeforeAll
    static void open() {
        plain = Classifier.efficientnetLite0().pretrained().open();
    }

    @AfterAll
    static void close() {
        plain.close();
    }

    /** Looks at the picture and its left half. */
    private record Halves() implements Decorator {
        @Override
        public Scorer around(Scorer inner) {
            return inner.over(view -> List.of(view, view.with(left(view.image()))), Scores::mean);
        }

        static Image left(Image image) {
            int width = image.width() / 2;
            byte[] samples = new byte[image.height() * width * image.channels()];
            for (int y = 0; y < image.height(); y++) {
                System.arraycopy(
                        image.samples(),
                        y * image.width() * image.channels(),
                        samples,
                        y * width * image.channels(),
                        width * image.channels());
            }
            return Image.of(image.height(), width, image.channels(), samples);
        }
    }

    private record Sure(double least) implements Decorator {
        @Override
        public Scorer around(Scorer inner) {
            return inner.then(scores -> scores.probabilities()[scores.best()] >= least
                    ? scores
                    : scores.with(new Decision("Sure", List.of(), "not sure")));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 3})
    void aTemperatureIsSavedAndExported(double temperature) {
        Path file = folder.resolve("tempered.onnx");
        try (Classifier tempered = plain.with(new Temperature(temperature))) {
            float[] expected = softmax(plain.logits(PICTURE), temperature);
            tempered.save(folder);
            tempered.exportOnnx(file);
            try (Classifier loaded = Classifier.load(folder);
                    Classifier bare = Classifier.saved(folder).undecorated().open();
                    Classifier exported = Classifier.onnx(file).open()) {
                assertThat(tempered.classify(PICTURE).probabilities()).containsExactly(expected, within(1e-5f));
                assertThat(loaded.classify(PICTURE).probabilities()).containsExactly(expected, within(1e-5f));
                assertThat(loaded.decorators()).containsExactly(new Temperature(temperature));
                assertThat(exported.classify(PICTURE).probabilities()).containsExactly(expected, within(1e-5f));
                assertThat(bare.decorators()).isEmpty();
                assertThat(bare.classify(PICTURE).probabilities())
                        .containsExactly(plain.classify(PICTURE).probabilities(), within(1e-6f));
            }
        }
    }

    private static float[] softmax(float[] logits, double temperature) {
        double sum = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            most = Math.max(most, logit);
        }
        float[] shares = new float[logits.length];
        for (float logit : logits) {
            sum += Math.exp((logit - most) / temperature);
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] = (float) (Math.exp((logits[i] - most) / temperature) / sum);
        }
        return shares;
    }

    @Test
    void viewsAreMergedAndDecisionsStandBesideThePrediction() {
        try (Classifier careful = plain.with(new Halves()).with(new Sure(0.9999))) {
            float[] whole = plain.classify(PICTURE).probabilities();
            float[] left = plain.classify(Halves.left(PICTURE)).probabilities();

            Prediction prediction =
                    careful.classifyImages(List.of(PICTURE, PICTURE)).get(1);

            for (int i = 0; i < whole.length; i += 97) {
                assertThat(prediction.probabilities()[i]).isEqualTo((whole[i] + left[i]) / 2, within(1e-5f));
            }
            assertThat(prediction.decisions()).containsExactly(new Decision("Sure", List.of(), "not sure"));
            assertThat(plain.classify(PICTURE).decisions()).isEmpty();
        }
    }

    @Test
    void whatHasNoNameIsNeitherSavedNorExported() {
        try (Classifier halves = plain.with(new Halves())) {
            assertThatThrownBy(() -> halves.save(folder))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Halves has none");
            assertThatThrownBy(() -> halves.exportOnnx(folder.resolve("halves.onnx")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith(
                            "An exported file holds a network with a temperature, and around this one is also");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theLastThatIsClosedTakesTheNatives() {
        Classifier first = Classifier.efficientnetLite0().pretrained().open();
        Classifier second = first.with(new Temperature(2));
        first.close();

        assertThat(second.classify(PICTURE).label())
                .isEqualTo(plain.classify(PICTURE).label());
        assertThatThrownBy(() -> first.classify(PICTURE)).isInstanceOf(IllegalStateException.class);
        second.close();
        assertThatThrownBy(() -> second.classify(PICTURE)).isInstanceOf(IllegalStateException.class);
    }
}
