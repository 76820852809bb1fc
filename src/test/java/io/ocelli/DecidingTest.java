package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.decisions.Calibration;
import io.ocelli.decisions.ClassThresholds;
import io.ocelli.decisions.Conformal;
import io.ocelli.decisions.FeatureOutliers;
import io.ocelli.decisions.FeatureScore;
import io.ocelli.decisions.Fit;
import io.ocelli.decisions.LabelledScores;
import io.ocelli.decisions.Mahalanobis;
import io.ocelli.decisions.NearestNeighbours;
import io.ocelli.decisions.OutlierScore;
import io.ocelli.decisions.RiskCoverage;
import io.ocelli.decisions.Threshold;
import io.ocelli.image.Image;
import io.ocelli.model.Scoring;
import io.ocelli.serving.Decision;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Temperature;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is decided about what a classifier says, as users do it: a network that guesses, as it begins. */
class DecidingTest {
    private static final DataSet PICTURES = RenderedPictures.of(3, 20, 5);
    private static final Image PICTURE = Rendered.image(3);

    @TempDir
    private Path folder;

    private static Classifier plain;

    @BeforeAll
    static void open() {
        plain = Classifier.lenet5()
                .head(RenderedPictures.CLASSES.toArray(new String[0]))
                .untrained();
    }

    @AfterAll
    static void close() {
        plain.close();
    }

    /** Half of the pictures as the classifier says, the others as they are: neither all right nor all wrong. */
    private static DataSet validation() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < PICTURES.size(); i++) {
            Sample sample = PICTURES.sample(i);
            int said = plain.classify(sample.source()).index();
            samples.add(new Sample(sample.name(), sample.source(), i % 2 == 0 ? said : sample.label()));
        }
        return DataSet.of(RenderedPictures.CLASSES, samples);
    }

    static List<Function<Classifier, Classifier>> verbs() {
        DataSet pictures = validation();
        List<Fit> fits = List.of(
                Calibration.vector(),
                Calibration.isotonic(),
                Calibration.platt(),
                Threshold.accuracy(0.3),
                ClassThresholds.precision(0.4));
        List<Function<Classifier, Classifier>> verbs = new ArrayList<>();
        fits.forEach(fit -> verbs.add(c -> c.with(pictures, fit)));
        verbs.add(c -> c.calibrated(pictures));
        verbs.add(c -> then(c.calibrated(pictures), calibrated -> calibrated.withThreshold(0.4)));
        verbs.add(c -> c.withThresholds(Map.of("disk", 0.3, "stripes", 0.4, "triangle", 0.5)));
        verbs.add(c -> c.withThresholds(pictures, ClassThresholds.precision(0.4)));
        verbs.add(c -> c.withCosts(new double[][] {{0, 1, 2}, {3, 0, 4}, {5, 6, 0}}));
        verbs.add(c -> c.withTopK(2));
        verbs.add(c -> c.withConformalSets(pictures, Conformal.lac(0.9)));
        verbs.add(c -> c.withConformalSets(pictures, Conformal.raps(0.8, 0.1, 1).withoutEmptySets()));
        verbs.add(c -> c.withConformalSets(pictures, Conformal.mondrian(0.95)));
        verbs.add(c -> c.withOutlierScore(pictures, OutlierScore.energy(1), 0.95));
        verbs.add(c -> c.withOutlierScore(pictures, OutlierScore.gen(), 0.95));
        verbs.add(c -> c.withOutlierScore(pictures, NearestNeighbours.fit(c.features(pictures), 3), 0.95));
        verbs.add(c -> c.withOutlierScore(pictures, mahalanobis(c.features(pictures)), 0.95));
        verbs.add(c -> then(c.withScoring(Scoring.SIGMOID), sigmoid -> sigmoid.withThreshold(0.5)));
        return verbs;
    }

    /** Of more pictures than there are features, each a little beside one of these. */
    private static Mahalanobis mahalanobis(float[][] features) {
        Random random = new Random(1);
        float[][] many = new float[300][];
        int[] labels = new int[many.length];
        for (int i = 0; i < many.length; i++) {
            many[i] = features[i % features.length].clone();
            for (int j = 0; j < many[i].length; j++) {
                many[i][j] += (float) (0.01 * random.nextGaussian());
            }
            labels[i] = 2 * (i % 2); // no picture is of the class between
        }
        return Mahalanobis.fit(many, labels);
    }

    private static Classifier then(Classifier first, Function<Classifier, Classifier> verb) {
        try (first) {
            return verb.apply(first);
        }
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void whatIsDecidedIsSavedAndLoaded(Function<Classifier, Classifier> verb) {
        try (Classifier deciding = verb.apply(plain)) {
            deciding.save(folder);
            try (Classifier loaded = Classifier.load(folder)) {
                Prediction before = deciding.classify(PICTURE);
                Prediction after = loaded.classify(PICTURE);

                assertThat(loaded.decorators()).isEqualTo(deciding.decorators());
                assertThat(after.probabilities()).containsExactly(before.probabilities(), within(1e-6f));
                assertThat(after.decisions())
                        .extracting(Decision::by, Decision::labels)
                        .isEqualTo(before.decisions().stream()
                                .map(each -> tuple(each.by(), each.labels()))
                                .toList());
            }
        }
    }

    @Test
    void aTemperatureHasTheLeastLossOfTheValidation() {
        DataSet pictures = validation();
        try (Classifier calibrated = plain.calibrated(pictures)) {
            double least = calibrated.scores(pictures).negativeLogLikelihood();
            double temperature = ((Temperature) calibrated.decorators().get(0)).temperature();

            for (double other : new double[] {0.9 * temperature, 1.1 * temperature}) {
                try (Classifier near = plain.with(new Temperature(other))) {
                    assertThat(near.scores(pictures).negativeLogLikelihood()).isGreaterThan(least);
                }
            }
        }
    }

    @Test
    void setsCoverTheValidationAsWanted() {
        DataSet pictures = validation();
        try (Classifier covering = plain.withConformalSets(pictures, Conformal.lac(0.9))) {
            int covered = 0;
            for (int i = 0; i < pictures.size(); i++) {
                Decision decision =
                        covering.classify(pictures.sample(i).source()).decision();
                covered += decision.labels()
                                .contains(pictures.classes()
                                        .get(pictures.sample(i).label()))
                        ? 1
                        : 0;
            }
            assertThat(covered / (double) pictures.size()).isBetween(0.9, 0.94);
        }
    }

    @Test
    void scoresAreInTheOrderOfThePictures() {
        DataSet pictures = validation();

        LabelledScores scores = plain.scores(pictures);

        assertThat(RiskCoverage.of(scores).riskAt(1))
                .isCloseTo(1 - plain.evaluate(pictures).accuracy(), within(1e-12));
        for (int i = 0; i < pictures.size(); i++) {
            assertThat(scores.label(i)).isEqualTo(pictures.sample(i).label());
            assertThat((float) scores.logits(i)[0])
                    .isCloseTo(plain.logits(pictures.sample(i).source())[0], within(1e-5f));
        }
    }

    @Test
    void classesAreMatchedByName() {
        DataSet one = DataSet.of(List.of(PICTURE), "triangle");

        assertThat(plain.scores(one).label(0)).isEqualTo(plain.labels().indexOf("triangle"));
    }

    @Test
    void featuresTellWhatIsUnlikeThePictures() {
        float[][] features = plain.features(PICTURES);
        NearestNeighbours known = NearestNeighbours.fit(features, 1);

        assertThat(features).hasNumberOfRows(PICTURES.size());
        assertThat(features[7])
                .containsExactly(plain.features(PICTURES.sample(7).source()), within(1e-5f));
        assertThat(known.of(features[7])).isCloseTo(0, within(1e-3));
        assertThat(known.of(plain.features(Image.black(32, 32, 3)))).isLessThan(-1e-3);
    }

    @Test
    void picturesUnlikeThoseByTheirFeaturesAreRefused() {
        NearestNeighbours known = NearestNeighbours.fit(plain.features(PICTURES), 2);
        try (Classifier deciding = plain.withOutlierScore(PICTURES, known, 1)) {
            for (int i = 0; i < PICTURES.size(); i++) {
                assertThat(deciding.classify(PICTURES.sample(i).source())
                                .decision()
                                .isRefusal())
                        .isFalse();
            }
            Decision refusal = deciding.classify(Image.black(32, 32, 3)).decision();
            assertThat(refusal.isRefusal()).isTrue();
            assertThat(refusal.score()).isCloseTo(known.of(plain.features(Image.black(32, 32, 3))), within(1e-6));
            assertThat(refusal.reason())
                    .startsWith("NearestNeighbours[k=2, pictures=60] -")
                    .contains(" is below ");
        }
    }

    @Test
    void aScoreOfOnesOwnServesAndIsNotSaved() {
        FeatureScore first = features -> features[0];
        try (Classifier deciding = plain.with(new FeatureOutliers(first, -1e9))) {
            assertThat(deciding.classify(PICTURE).decision().isRefusal()).isFalse();
            assertThatThrownBy(() -> deciding.save(folder))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith(
                            "A score of features that is saved is Mahalanobis or NearestNeighbours; io.ocelli.DecidingTest")
                    .hasMessageEndingWith(" is not. Save classifier.undecorated(), and put it around again.");
        }
    }

    @Test
    void anEnsembleHasNoFeaturesToRefuseBy() {
        NearestNeighbours known = NearestNeighbours.fit(plain.features(PICTURES), 2);
        try (Classifier ensemble = Classifier.ensemble(plain, plain);
                Classifier deciding = ensemble.with(new FeatureOutliers(known, -1))) {
            assertThatThrownBy(() -> deciding.classify(PICTURE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("A network has features, and an ensemble several of them; ask its members");
        }
    }

    @Test
    void aPictureWithoutAClassFitsNothing() {
        DataSet unknown = DataSet.of(
                RenderedPictures.CLASSES, List.of(new Sample("one", ImageSource.of(PICTURE), Sample.UNLABELLED)));

        assertThatThrownBy(() -> plain.calibrated(unknown))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A label is 0 to 2, received -1 at index 0. Leave pictures out whose class is not known.");
    }

    @Test
    void whereEachClassStandsByItselfNothingIsFitted() {
        try (Classifier sigmoid = plain.withScoring(Scoring.SIGMOID)) {
            assertThatThrownBy(() -> sigmoid.calibrated(PICTURES))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "What is fitted is fitted on pictures that show one class, and this classifier says of each"
                                    + " class by itself whether a picture shows it. Choose thresholds yourself:"
                                    + " withThreshold(least), withThresholds(leastByLabel).");
            assertThatThrownBy(() -> sigmoid.withCosts(new double[3][3]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("An expected cost is of probabilities that are 1 together");
        }
    }

    @Test
    void thresholdsAreByLabel() {
        for (Map<String, Double> wrong :
                List.of(Map.of("disk", 0.5), Map.of("disk", 0.5, "stripes", 0.5, "triangle", 0.5, "square", 0.5))) {
            assertThatThrownBy(() -> plain.withThresholds(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(
                            "There is a threshold for each of the labels [disk, stripes, triangle] and for"
                                    + " nothing else, received ");
        }
    }

    @Test
    void whatAFileCannotHoldIsNotExported() {
        Decorator decorator = new Threshold(0.5);
        try (Classifier deciding = plain.with(decorator)) {
            assertThatThrownBy(() -> deciding.exportOnnx(folder.resolve("deciding.onnx")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("around this one is also Threshold[least=0.5]");
        }
    }
}
