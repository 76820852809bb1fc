package io.ocelli.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.Classifier;
import io.ocelli.HeadSpec;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Mix;
import io.ocelli.data.Sample;
import io.ocelli.engine.Optimizer;
import io.ocelli.image.Image;
import io.ocelli.image.Intensities;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Randomness;
import io.ocelli.training.History;
import io.ocelli.training.Loss;
import io.ocelli.training.Objective;
import io.ocelli.training.Training;
import io.ocelli.transforms.RandomHorizontalFlip;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A U-Net that learns masks and classes of made pictures: bright discs or squares in noise, the class is which. */
class SegmentationTrainingTest {
    private static final int SIDE = 16;
    private static final Unet UNET = Unet.of(2).widths(16, 8);
    private static final List<Float> HALF = List.of(0.5f, 0.5f, 0.5f);

    /** Every third has no mask, every sixth no class. */
    private static DataSet pictures(int count, long seed) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Randomness random = Randomness.of(seed).split(i);
            int radius = 3 + random.nextInt(3);
            int y = radius + random.nextInt(SIDE - 2 * radius);
            int x = radius + random.nextInt(SIDE - 2 * radius);
            Image image = Image.black(SIDE, SIDE, 3);
            Image mask = Image.black(SIDE, SIDE, 1);
            for (int p = 0; p < SIDE * SIDE; p++) {
                int dy = p / SIDE - y;
                int dx = p % SIDE - x;
                boolean inside = i % 2 == 0
                        ? dy * dy + dx * dx < radius * radius
                        : Math.max(Math.abs(dy), Math.abs(dx)) < radius;
                mask.samples()[p] = (byte) (inside ? 1 : 0);
                for (int c = 0; c < 3; c++) {
                    image.samples()[3 * p + c] = (byte) (random.nextInt(100) + (inside ? 90 : 0));
                }
            }
            Sample sample = new Sample("picture " + i, ImageSource.of(image), i % 6 == 3 ? -1 : i % 2);
            samples.add((i % 3 == 2 ? sample : sample.with("mask", Datum.mask(mask)))
                    .with(Sample.GROUP, Datum.text("patient " + seed + "." + i / 2)));
        }
        return DataSet.of(List.of("disc", "square"), samples);
    }

    private static HeadSpec spec() {
        return Classifier.model("simple_cnn")
                .preprocessing(new Preprocessing(0, SIDE, SIDE, Interpolation.BILINEAR, HALF, HALF))
                .head("disc", "square")
                .then(UNET);
    }

    private static Training recipe(Objective objective, int epochs) {
        return Training.defaults()
                .epochs(epochs)
                .batchSize(16)
                .optimizer(Optimizer.adamW(3e-3))
                .augmentation(new RandomHorizontalFlip(0.5))
                .objective(objective);
    }

    private static MaskEvaluation evaluate(Classifier classifier, DataSet pictures) {
        MaskEvaluation.Accumulator counts = MaskEvaluation.accumulator(List.of("background", "thing"));
        try (Segmenter segmenter = Segmenter.open(classifier.network())) {
            for (int i = 0; i < pictures.size(); i++) {
                Sample sample = pictures.sample(i);
                Datum mask = sample.values().get("mask");
                if (mask instanceof Datum.Mask) {
                    Image truth = ((Datum.Mask) mask).source().read();
                    counts.add(segmenter.segment(sample.source().read()).mask(), truth, sample.group());
                }
            }
        }
        return counts.evaluation();
    }

    @Test
    void itLearnsFromMasksAndClassesWhereTheyAre(@TempDir Path folder) {
        DataSet training = pictures(96, 1);
        DataSet validation = pictures(32, 2);
        Objective both = Objective.labels(Loss.crossEntropy())
                .plus(UNET.objective("mask", MaskLoss.dice().plus(MaskLoss.crossEntropy())));
        double before;
        try (Classifier untrained = spec().untrained()) {
            before = evaluate(untrained, validation).value(MaskFigure.DICE, 1);
        }
        try (Classifier classifier = spec().fit(training, validation, recipe(both, 8))) {
            MaskEvaluation evaluation = evaluate(classifier, validation);
            double after = evaluation.value(MaskFigure.DICE, 1);
            assertThat(before).isLessThan(0.6);
            assertThat(after).isGreaterThan(0.8);
            assertThat(evaluation
                            .bootstrap(200, 0, each -> each.value(MaskFigure.DICE, 1))
                            .interval(0.95)
                            .contains(after))
                    .isTrue();

            classifier.save(folder.resolve("unet"));
            Image picture = validation.sample(0).source().read();
            try (Classifier loaded = Classifier.load(folder.resolve("unet"));
                    Segmenter again = Segmenter.open(loaded.network())) {
                assertThat(loaded.classify(picture).label())
                        .isEqualTo(classifier.classify(picture).label());
                again.segment(picture).writePng(folder.resolve("mask.png"));
                assertThat(evaluate(loaded, validation).confusion()).isDeepEqualTo(evaluation.confusion());
            }
        }
    }

    @Test
    void masksAloneAreEnough() {
        List<Sample> samples = new ArrayList<>();
        DataSet labelled = pictures(24, 3);
        for (int i = 0; i < labelled.size(); i++) {
            samples.add(labelled.sample(i).withLabel(Sample.UNLABELLED));
        }
        DataSet unlabelled = DataSet.of(labelled.classes(), samples);
        Objective masks = UNET.objective("mask", MaskLoss.tversky(0.3, 0.7));
        try (Classifier classifier = spec().fit(unlabelled, pictures(8, 5), recipe(masks, 3))) {
            List<History.Epoch> epochs = classifier.history().epochs();
            assertThat(epochs.get(2).trainingLoss()).isLessThan(epochs.get(0).trainingLoss());
            assertThat(epochs.get(2).validationLoss()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void aPictureOfWhichNothingIsKnownIsRefused() {
        List<Sample> samples = new ArrayList<>();
        DataSet pictures = pictures(6, 3);
        for (int i = 0; i < pictures.size(); i++) {
            samples.add(i == 5 ? pictures.sample(i).withLabel(Sample.UNLABELLED) : pictures.sample(i));
        }
        Objective both = Objective.labels(Loss.crossEntropy()).plus(UNET.objective("mask", MaskLoss.dice()));
        DataSet training = DataSet.of(pictures.classes(), samples);
        assertThatThrownBy(() -> spec().fit(training, pictures(8, 5), recipe(both, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Pictures to learn from have a class, and 1 of 6 have none: picture 5. Label them, or leave"
                        + " them out.");
    }

    @Test
    void masksAreNotMixed() {
        Objective masks = UNET.objective("mask", MaskLoss.dice());
        Training mixed = recipe(masks, 1).mix(Mix.mixUp(0.2));
        assertThatThrownBy(() -> spec().fit(pictures(8, 1), pictures(8, 2), mixed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A mix is of pictures and their classes, and the objective looks at 'mask', a mask, which stays"
                                + " that of one picture. Leave out " + Mix.mixUp(0.2) + ".");
    }

    @Test
    void aSegmenterOfSixteenBitsTakesThemWhole() {
        Preprocessing sixteen = new Preprocessing(0, SIDE, SIDE, Interpolation.BILINEAR, HALF, HALF)
                .withIntensities(Intensities.window(1000, 1020));
        try (Classifier untrained = Classifier.model("simple_cnn")
                        .preprocessing(sixteen)
                        .head("disc", "square")
                        .then(UNET)
                        .untrained();
                Segmenter segmenter = Segmenter.open(untrained.network())) {
            Image low = Image.black(SIDE, SIDE, 1, Image.Depth.UINT16);
            Image high = Image.black(SIDE, SIDE, 1, Image.Depth.UINT16);
            Arrays.fill(low.words(), (short) 1005);
            Arrays.fill(high.words(), (short) 1015);
            assertThat(segmenter.segment(low).probabilities().toFloats())
                    .isNotEqualTo(segmenter.segment(high).probabilities().toFloats());
            assertThatThrownBy(() -> segmenter.segment(Image.black(SIDE, SIDE, 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("takes pictures of 16 bits, received Image 16 x 16 x 3 of 8");
        }
    }
}
