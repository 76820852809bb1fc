package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transforms;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Merging;
import io.ocelli.serving.Scores;
import io.ocelli.serving.Temperature;
import io.ocelli.serving.Tta;
import io.ocelli.serving.Uncertainty;
import io.ocelli.serving.View;
import io.ocelli.transforms.Crop;
import io.ocelli.transforms.Resize;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Test-time augmentation and ensembles, as users have them. */
class AugmentedClassifierTest {
    /** Upright, and of odd extents. */
    private static final Image PICTURE =
            Resize.to(333, 251, Interpolation.BILINEAR).apply(Rendered.image(3));

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

    /** What is said of a picture that has the network's size. */
    private static float[] prepared(Image image) {
        Decorator shown = inner -> inner.over(view -> List.of(View.prepared(image)), Scores::mean);
        return probabilities(shown);
    }

    private static float[] probabilities(Decorator decorator) {
        try (Classifier decorated = plain.with(decorator)) {
            return decorated.classify(PICTURE).probabilities();
        }
    }

    @Test
    void itIsSavedWithTheClassifier() {
        Tta tta = Tta.tenCrop().by(Merging.logits());
        try (Classifier steady = plain.with(tta)) {
            steady.save(folder);
            try (Classifier loaded = Classifier.load(folder)) {
                assertThat(loaded.decorators()).containsExactly(tta);
                assertThat(loaded.classify(PICTURE).probabilities())
                        .containsExactly(steady.classify(PICTURE).probabilities(), within(1e-5f));
            }
        }
    }

    @Test
    void theFifthCropIsTheCentreThatIsScoredOtherwise() {
        assertThat(probabilities(Tta.fiveCrop().by(Merging.logits().withWeights(0, 0, 0, 0, 1))))
                .containsExactly(plain.classify(PICTURE).probabilities(), within(1e-5f));
    }

    @Test
    void cropsAreTakenOfTheResizedPicture() {
        Preprocessing pixels = plain.preprocessing();
        Image whole = Resize.shorter(pixels.resize(), pixels.interpolation()).apply(PICTURE);
        int bottom = whole.height() - pixels.cropHeight();
        int right = whole.width() - pixels.cropWidth();

        assertThat(probabilities(Tta.fiveCrop().by(Merging.logits().withWeights(0, 0, 0, 1, 0))))
                .containsExactly(
                        prepared(new Crop(bottom, right, pixels.cropHeight(), pixels.cropWidth()).apply(whole)),
                        within(1e-5f));
    }

    @Test
    void scalesResizeThePictureBeforeTheCentreIsCutOut() {
        Preprocessing pixels = plain.preprocessing();
        Image large = Transforms.evaluation(pixels.withResize(Math.round(pixels.resize() * 1.25f)))
                .apply(PICTURE);

        assertThat(probabilities(Tta.scales(1.25))).containsExactly(prepared(large), within(1e-5f));
        assertThat(probabilities(Tta.scales(1)))
                .containsExactly(plain.classify(PICTURE).probabilities(), within(1e-5f));
    }

    @Test
    void theViewsAreAnsweredEachAlone() {
        List<float[]> views = plain.classifyViews(PICTURE, Tta.flip()).stream()
                .map(Prediction::probabilities)
                .toList();
        float[] mean = new float[views.get(0).length];
        double entropy = 0;
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (views.get(0)[i] + views.get(1)[i]) / 2;
            entropy -= mean[i] * Math.log(mean[i]);
        }

        assertThat(views.get(0)).containsExactly(plain.classify(PICTURE).probabilities(), within(1e-5f));
        assertThat(probabilities(Tta.flip())).containsExactly(mean, within(1e-5f));
        assertThat(Uncertainty.of(views).predictiveEntropy()).isEqualTo(entropy, within(1e-4));
        assertThat(Uncertainty.of(views).mutualInformation()).isBetween(1e-9, entropy);
    }

    @Test
    void classifiersAnswerTogether() {
        try (Classifier unsure = plain.with(new Temperature(3));
                Classifier both = Classifier.ensemble(plain, unsure)) {
            float[] expected = plain.classify(PICTURE).probabilities();
            float[] others = unsure.classify(PICTURE).probabilities();
            for (int i = 0; i < expected.length; i++) {
                expected[i] = (expected[i] + others[i]) / 2;
            }
            assertThat(both.labels()).isEqualTo(plain.labels());
            assertThat(both.classify(PICTURE).probabilities()).containsExactly(expected, within(1e-5f));
            assertThat(both.classifyImages(List.of(PICTURE)).get(0).probabilities())
                    .containsExactly(expected, within(1e-5f));
        }
    }

    @Test
    void anEnsembleIsSavedAndExportedByItsMembers() {
        String wayOut = ", and this one is the ensemble of efficientnet_lite0, efficientnet_lite0; its members can be,"
                + " each alone, and Classifier.ensemble puts them together again";
        try (Classifier both = Classifier.ensemble(plain, plain);
                Classifier flipped = both.with(Tta.flip())) {
            assertThatThrownBy(() -> flipped.save(folder))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("A classifier whose network is known can be saved" + wayOut);
            assertThatThrownBy(() -> both.exportOnnx(folder.resolve("both.onnx")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("A classifier whose network is known can be exported" + wayOut);
            assertThatThrownBy(both::weights)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("A classifier whose network is known can be asked for its weights" + wayOut);
            assertThatThrownBy(() -> both.features(PICTURE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("A network has features, and an ensemble several of them; ask its members");
            assertThat(flipped.decorators()).containsExactly(Tta.flip());
            assertThat(flipped.classify(PICTURE).probabilities()).hasSize(1000);
        }
    }
}
