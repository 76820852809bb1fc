package io.ocelli.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.Classifier;
import io.ocelli.Prediction;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.error.WeightsException;
import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Galleries over a network that has learnt nothing, which tells coloured noise apart well enough. */
class GalleryTest {
    private static final String[] CLASSES = {"red", "green", "blue"};
    private static final int[] COLOURS = {0xc04040, 0x40c040, 0x4040c0};

    @TempDir
    Path folder;

    private static Classifier backbone;

    @BeforeAll
    static void open() {
        backbone = Classifier.model("resnet20_cifar").head(10).untrained();
    }

    @AfterAll
    static void close() {
        backbone.close();
    }

    /** Noise of 32 levels around a colour. */
    private static Image noise(int colour, int seed) {
        Randomness randomness = Randomness.of(seed).split("noise");
        byte[] samples = new byte[32 * 32 * 3];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) ((colour >> 8 * (2 - i % 3) & 255) + randomness.nextInt(64) - 32);
        }
        return Image.of(32, 32, 3, samples);
    }

    private static DataSet pictures(int each, int seed) {
        List<Sample> samples = new ArrayList<>();
        for (int c = 0; c < CLASSES.length; c++) {
            for (int i = 0; i < each; i++) {
                samples.add(new Sample(CLASSES[c] + i, ImageSource.of(noise(COLOURS[c], seed + 100 * c + i)), c));
            }
        }
        return DataSet.of(List.of(CLASSES), samples);
    }

    private static DataSet of(int colour, int each, int seed) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            samples.add(new Sample("a" + i, ImageSource.of(noise(colour, seed + i)), 0));
        }
        return DataSet.of(List.of("any"), samples);
    }

    @ParameterizedTest
    @ValueSource(strings = {"onnxruntime", "pytorch"})
    void logitsAreCosinesToTheMeans(String engine) {
        DataSet known = pictures(4, 0);
        DataSet asked = pictures(2, 1000);
        NearestMean direct = NearestMean.of(backbone.features(known), known.labels(), 3);
        double[][] distances = direct.distances(backbone.features(asked));

        try (Classifier gallery = Gallery.of(backbone.network())
                .engine(engine)
                .temperature(0.5)
                .add(known)
                .open()) {
            assertThat(gallery.labels()).containsExactly(CLASSES);
            for (int i = 0; i < asked.size(); i++) {
                float[] logits = gallery.logits(asked.sample(i).source());
                for (int c = 0; c < 3; c++) {
                    // |a - b|^2 = 2 - 2 cos
                    double cosine = 1 - distances[i][c] * distances[i][c] / 2;
                    assertThat(logits[c] * 0.5).isCloseTo(cosine, within(1e-4));
                }
            }
            assertThat(gallery.evaluate(asked).accuracy()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"onnxruntime, 1", "onnxruntime, 5", "pytorch, 5", "onnxruntime, 50"})
    void probabilitiesAreTheNeighboursVotes(String engine, int k) {
        DataSet known = pictures(4, 0);
        DataSet asked = pictures(2, 1000);
        double[][] votes = new NeighbourVotes(k, 0.07)
                .votes(backbone.features(asked), backbone.features(known), known.labels(), 3);

        try (Classifier gallery = Gallery.of(backbone.network())
                .engine(engine)
                .byNeighbours(k)
                .add(known)
                .open()) {
            for (int i = 0; i < asked.size(); i++) {
                // exp(similarity / t) is a class's votes, so the softmax of the logits is their share.
                Prediction said = gallery.classify(asked.sample(i).source());
                double all = Arrays.stream(votes[i]).sum();
                for (int c = 0; c < 3; c++) {
                    assertThat(said.probabilities()[c]).isCloseTo((float) (votes[i][c] / all), within(2e-3f));
                }
            }
        }
    }

    @Test
    void classesComeAndGoWithoutTraining() {
        Gallery three = Gallery.of(backbone.network()).add(pictures(3, 0));
        Gallery four = three.add("yellow", of(0xc0c040, 2, 300)).add("yellow", of(0xc0c040, 1, 310));
        Gallery again = four.remove("green");

        assertThat(four.pictures().toString()).isEqualTo("{red=3, green=3, blue=3, yellow=3}");
        assertThat(again.labels()).containsExactly("red", "blue", "yellow");
        assertThat(three.labels()).as("a value").containsExactly(CLASSES);
        try (Classifier classifier = again.open()) {
            assertThat(classifier.classify(noise(0xc0c040, 999)).label()).isEqualTo("yellow");
            assertThat(classifier.classify(noise(0x4040c0, 999)).label()).isEqualTo("blue");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void strangersAreRefusedByWhatTheClassesAreToEachOther(int k) {
        Gallery all = Gallery.of(backbone.network()).add(pictures(4, 0));
        Gallery gallery = (k == 0 ? all : all.byNeighbours(k)).falseAcceptance(0);
        GalleryFigures figures = gallery.figures();

        assertThat(figures.falseAcceptance()).isZero();
        assertThat(figures.accuracy()).isEqualTo(1 - figures.falseRejection());
        try (Classifier classifier = gallery.open()) {
            Prediction known = classifier.classify(noise(COLOURS[0], 77));
            assertThat(known.decision().labels()).containsExactly("red");
        }
        for (String label : CLASSES) {
            // The gallery of the others with the same similarity refuses all pictures of the class.
            DataSet pictures = pictures(4, 0);
            try (Classifier others = gallery.remove(label).open()) {
                for (int i = 0; i < pictures.size(); i++) {
                    if (pictures.sample(i).name().startsWith(label)) {
                        assertThat(others.classify(pictures.sample(i).source())
                                        .decision()
                                        .isRefusal())
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void halfOfTheStrangersAreAcceptedWhereThatIsWanted() {
        Gallery gallery = Gallery.of(backbone.network()).add(pictures(4, 0)).falseAcceptance(0.5);
        assertThat(gallery.figures().falseAcceptance()).isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void itIsSavedAndGoesOn(int k) {
        Gallery begun = Gallery.of(backbone.network()).add(pictures(3, 0));
        Gallery gallery =
                (k == 0 ? begun : begun.byNeighbours(k)).temperature(0.2).accepting(0.5);
        gallery.save(folder);
        Gallery back = Gallery.load(folder);

        assertThat(back.toString())
                .startsWith(gallery.toString().substring(0, gallery.toString().indexOf("0.5")));
        Gallery grown = back.add("yellow", of(0xc0c040, 2, 300));
        Gallery direct = gallery.add("yellow", of(0xc0c040, 2, 300));
        Image asked = noise(0xc0c040, 999);
        try (Classifier loaded = Classifier.load(folder);
                Classifier opened = gallery.open();
                Classifier one = grown.open();
                Classifier other = direct.open()) {
            assertThat(loaded.logits(asked)).containsExactly(opened.logits(asked));
            assertThat(one.logits(asked)).containsExactly(other.logits(asked), within(1e-4f));
            assertThat(one.labels()).hasSize(4);
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        Gallery empty = Gallery.of(backbone.network());
        assertThatThrownBy(empty::open).hasMessageContaining("this one is empty: add(label, pictures)");
        assertThatThrownBy(() -> empty.remove("wasp")).hasMessageContaining("[], received 'wasp'");
        assertThatThrownBy(() -> empty.add("one", of(0, 1, 0)).falseAcceptance(0.1))
                .hasMessageContaining("accepting(0.7)");
        assertThatThrownBy(() -> empty.falseAcceptance(1)).hasMessageContaining("received 1.0");
        assertThatThrownBy(() -> empty.byNeighbours(0)).hasMessageContaining("received 0");
        backbone.save(folder);
        assertThatThrownBy(() -> Gallery.load(folder))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("resnet20_cifar");
    }
}
