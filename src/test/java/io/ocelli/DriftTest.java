package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.decisions.FeatureDrift;
import io.ocelli.image.Image;
import io.ocelli.serving.Tta;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether pictures are still those of the training, and where the time of an answer goes. */
class DriftTest {
    private static final List<Image> TRAINING = rendered(0, 40);

    @TempDir
    private Path folder;

    private static Classifier plain;

    @BeforeAll
    static void open() {
        plain = Classifier.lenet5().head(3).untrained();
    }

    @AfterAll
    static void close() {
        plain.close();
    }

    private static List<Image> rendered(int from, int count) {
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            images.add(Rendered.image(from + i));
        }
        return images;
    }

    private static float[][] features(List<Image> images) {
        return images.stream().map(plain::features).toArray(float[][]::new);
    }

    /** As the definition says it, in one pass over all numbers. */
    private static double distance(float[][] training, float[][] seen) {
        double away = 0;
        double spread = 0;
        for (int j = 0; j < training[0].length; j++) {
            int column = j;
            double mean = Arrays.stream(training)
                    .mapToDouble(row -> row[column])
                    .average()
                    .orElseThrow();
            double other = Arrays.stream(seen)
                    .mapToDouble(row -> row[column])
                    .average()
                    .orElseThrow();
            away += Math.pow(other - mean, 2);
            spread += Arrays.stream(training)
                    .mapToDouble(row -> Math.pow(row[column] - mean, 2))
                    .average()
                    .orElseThrow();
        }
        return Math.sqrt(away / spread);
    }

    @Test
    void theDistanceIsThatOfTheMeansInUnitsOfTheSpread() {
        FeatureDrift drift = FeatureDrift.from(features(TRAINING)).every(1).window(10);
        assertThat(drift.distance()).isNaN();
        try (Classifier watched = plain.with(drift)) {
            List<Image> others = rendered(100, 25);
            watched.classifyImages(others.subList(0, 4));
            assertThat(drift.distance())
                    .isEqualTo(distance(features(TRAINING), features(others.subList(0, 4))), within(1e-6));
            assertThat(drift.expected()).isEqualTo(1 / Math.sqrt(4));

            others.subList(4, 25).forEach(watched::classify);
            assertThat(drift.seen()).isEqualTo(25);
            assertThat(drift.distance())
                    .as("of the last ten")
                    .isEqualTo(distance(features(TRAINING), features(others.subList(15, 25))), within(1e-6));
        }
    }

    @Test
    void picturesOfAnotherKindAreFartherThanChanceExplains() {
        FeatureDrift drift = FeatureDrift.from(features(TRAINING)).every(1).window(40);
        try (Classifier watched = plain.with(drift)) {
            watched.classifyImages(TRAINING);
            assertThat(drift.distance()).isLessThan(1e-5);

            watched.classifyImages(java.util.Collections.nCopies(40, Image.black(32, 32, 3)));
            assertThat(drift.distance()).isGreaterThan(3 * drift.expected());
        }
    }

    @Test
    void itLooksAtOnePictureInTen() {
        FeatureDrift drift = FeatureDrift.from(features(TRAINING));
        try (Classifier watched = plain.with(drift)) {
            TRAINING.subList(0, 11).forEach(watched::classify);
            assertThat(drift.seen()).isEqualTo(2);
        }
    }

    @Test
    void whatIsSaidStaysAndTheWatchIsSavedWithTheClassifier() {
        FeatureDrift drift = FeatureDrift.from(features(TRAINING)).every(1);
        try (Classifier watched = plain.with(drift)) {
            watched.save(folder);
            try (Classifier opened = Classifier.load(folder)) {
                assertThat(opened.decorators()).isEqualTo(List.of(drift));
                Image picture = TRAINING.get(3);
                assertThat(opened.classify(picture).probabilities())
                        .isEqualTo(plain.classify(picture).probabilities());
                FeatureDrift read = (FeatureDrift) opened.decorators().get(0);
                assertThat(read.seen()).isEqualTo(1);
                assertThat(drift.seen()).isZero();
            }
        }
    }

    @Test
    void whatCannotBeComparedWithIsRefused() {
        assertThatThrownBy(() -> FeatureDrift.from(new float[][] {{1, 2}, {1, 2}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The spread of features is finite and above 0, received 0.0: it is that of at least 2 pictures"
                                + " that differ");
        FeatureDrift drift = FeatureDrift.from(new float[][] {{1, 2}, {3, 2}});
        assertThatThrownBy(() -> drift.every(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> drift.window(0)).isInstanceOf(IllegalArgumentException.class);
        try (Classifier watched = plain.with(drift)) {
            assertThatThrownBy(() -> watched.classify(TRAINING.get(0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("Features are 2 numbers");
        }
    }

    @Test
    void theTimeOfADecoratedAnswerIsOfTheSameStages() {
        try (Classifier cropped = plain.with(Tta.tenCrop())) {
            Timings timings = cropped.timed(Image.black(1500, 1500, 3)).timings();

            assertThat(timings.transform()).isPositive();
            assertThat(timings.network()).isPositive();
            assertThat(timings.decorators()).isNotNegative();
            assertThat(timings.total())
                    .isEqualTo(timings.decode() + timings.transform() + timings.network() + timings.decorators());
        }
    }
}
