package io.ocelli.medical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.Backbone;
import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.Sample;
import io.ocelli.engine.Optimizer;
import io.ocelli.image.Image;
import io.ocelli.image.Images;
import io.ocelli.image.Intensities;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Preprocessing;
import io.ocelli.training.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of 16 bits go to the network as they are: it sees a lesion that is not there in 8 bits. */
class SixteenBitsTest {
    private static final int SIDE = 32;
    private static final int LESION = 4;

    @TempDir
    static Path folder;

    private static DataSet pictures;

    /** A bright edge, so that the range is wide, and tissue at 1000 that is 4 brighter where it is ill. */
    private static byte[] file(int seed, boolean ill) {
        Random random = new Random(seed);
        int[] pixels = new int[SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            boolean edge = i / SIDE < 4;
            boolean lesion = ill && i / SIDE >= 10 && i / SIDE < 26;
            pixels[i] = edge ? 4000 : 1000 + (lesion ? LESION : 0) + random.nextInt(2);
        }
        return DicomBytes.picture(SIDE, SIDE, false, new DicomBytes(), pixels)
                .file()
                .data()
                .bytes()
                .array;
    }

    @BeforeAll
    static void write() throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Path file = Files.write(folder.resolve(i + ".dcm"), file(i, i % 2 == 1));
            samples.add(Sample.of(file, i % 2));
        }
        pictures = DataSet.of(List.of("well", "ill"), samples);
    }

    private static Preprocessing preprocessing(Intensities intensities) {
        return new Preprocessing(
                        SIDE,
                        SIDE,
                        SIDE,
                        Interpolation.BILINEAR,
                        Collections.singletonList(0.5f),
                        Collections.singletonList(0.25f))
                .withIntensities(intensities);
    }

    private static Backbone gray(Preprocessing preprocessing) {
        return Classifier.model("resnet20_cifar")
                .inputChannels(1)
                .preprocessing(preprocessing)
                .freezeBackbone();
    }

    private static Classifier trained(Preprocessing preprocessing) {
        return gray(preprocessing)
                .head("well", "ill")
                .fit(
                        pictures,
                        pictures,
                        Training.defaults().batchSize(8).epochs(60).optimizer(Optimizer.adam(0.3)));
    }

    @Test
    void aLesionThatEightBitsCannotSeeIsLearnt() {
        Image well = Images.read(pictures.sample(0).source().file());
        Image ill = Images.read(pictures.sample(1).source().file());
        assertThat(well.samples()).as("in 8 bits both are the same").isEqualTo(ill.samples());

        try (Classifier classifier = trained(preprocessing(Intensities.window(995, 1010)))) {
            assertThat(classifier.evaluate(pictures).accuracy()).isEqualTo(1);
        }
    }

    @Test
    void whatIsSavedTakesSixteenBitsAgain() throws IOException {
        Path saved = folder.resolve("saved");
        Path picture = pictures.sample(1).source().file();
        float[] before;
        try (Classifier classifier = gray(preprocessing(Intensities.percentiles(1, 80)))
                .head("well", "ill")
                .untrained()) {
            before = classifier.classify(picture).probabilities();
            classifier.save(saved);
        }
        try (Classifier again = Classifier.load(saved)) {
            assertThat(again.preprocessing().intensities()).isEqualTo(Intensities.percentiles(1, 80));
            assertThat(again.classify(picture).probabilities()).containsExactly(before);
            assertThat(again.classify(Images.readWhole(picture)).probabilities())
                    .containsExactly(before);
            assertThat(again.classify(Files.readAllBytes(picture)).probabilities())
                    .containsExactly(before);
        }
    }

    @Test
    void aPictureOfEightBitsIsRefusedByANetworkOfSixteen() {
        try (Classifier classifier =
                gray(preprocessing(Intensities.zScore())).head("well", "ill").untrained()) {
            assertThatThrownBy(() -> classifier.classify(Image.black(SIDE, SIDE, 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(
                            "A network of Intensities[kind=Z_SCORE, low=0.0, high=0.0] takes pictures of 16"
                                    + " bits, received Image 32 x 32 x 1 of 8.");
        }
    }

    @Test
    void anOnnxFileSaysTheSameOfADicomFile() {
        Path file = folder.resolve("model.onnx");
        Path picture = pictures.sample(1).source().file();
        for (Intensities intensities :
                List.of(Intensities.window(995, 1010), Intensities.percentiles(1, 80), Intensities.zScore())) {
            try (Classifier classifier =
                    gray(preprocessing(intensities)).head("well", "ill").untrained()) {
                classifier.exportOnnx(file);
                try (Classifier read = Classifier.onnx(file).open()) {
                    assertThat(read.logits(picture)).containsExactly(classifier.logits(picture), within(1e-4f));
                }
            }
        }
    }
}
