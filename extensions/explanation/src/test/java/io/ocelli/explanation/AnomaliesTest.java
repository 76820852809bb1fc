package io.ocelli.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.Classifier;
import io.ocelli.Prediction;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import io.ocelli.model.InputSize;
import io.ocelli.model.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From normal pictures to a classifier of two classes. */
class AnomaliesTest {
    private static final Network BACKBONE = GoldenNetwork.network("resnet20_cifar", new InputSize(3, 32, 32), "", 1.2);

    /** Gray noise; with a bright square where something is wrong. */
    private static Image picture(int seed, boolean wrong) {
        Image picture = Image.black(32, 32, 3);
        Randomness random = Randomness.of(seed);
        for (int i = 0; i < picture.samples().length; i++) {
            picture.samples()[i] = (byte) (100 + random.nextInt(20));
        }
        for (int y = 20; wrong && y < 26; y++) {
            for (int x = 4; x < 10; x++) {
                picture.samples()[(y * 32 + x) * 3] = (byte) 250;
            }
        }
        return picture;
    }

    private static DataSet pictures(int from, int count) {
        List<Sample> samples = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            samples.add(new Sample(Integer.toString(i), ImageSource.of(picture(i, false)), 0));
        }
        return DataSet.of(List.of("good"), samples);
    }

    @ParameterizedTest
    @ValueSource(strings = {"patchcore", "padim", "nearest"})
    void whatIsUnlikeNormalPicturesIsFoundAndShown(String method, @TempDir Path folder) {
        AnomalyMethod by = method.equals("patchcore")
                ? AnomalyMethod.patchCore()
                : method.equals("padim") ? AnomalyMethod.padim() : AnomalyMethod.nearestPictures();
        AnomalyDetector fitted =
                Anomalies.of(BACKBONE, by).stages("layer1", "layer2").fit(pictures(0, 12), pictures(50, 8));
        fitted.save(folder);

        try (Classifier inspector = Classifier.load(folder)) {
            assertThat(inspector.labels()).containsExactly("normal", "anomalous");
            Prediction bad = inspector.classify(picture(99, true));
            assertThat(bad.label()).isEqualTo("anomalous");
            assertThat(Method.of(inspector.network())).hasToString("anomaly");
            HeatMap map = Explain.by(Method.anomaly(), inspector).of(picture(99, true));
            assertThat(map.label()).isEqualTo("anomalous");
            assertThat(map.height()).isEqualTo(32);
            assertThat(map.peak()[0]).isBetween(18.0, 28.0);
            assertThat(map.peak()[1]).isBetween(2.0, 12.0);
        }
    }

    @Test
    void theThresholdLetsTheWantedShareOfNormalPicturesThrough() {
        DataSet others = pictures(50, 10);
        AnomalyDetector none = Anomalies.patchCore(BACKBONE).falseAlarms(0).fit(pictures(0, 6), others);
        AnomalyDetector third = Anomalies.patchCore(BACKBONE).falseAlarms(0.3).fit(pictures(0, 6), others);

        assertThat(alarms(none, others)).isZero();
        assertThat(alarms(third, others)).isEqualTo(3);
    }

    private static long alarms(AnomalyDetector detector, DataSet pictures) {
        return Arrays.stream(detector.scores(pictures))
                .filter(score -> score > detector.threshold())
                .count();
    }

    @Test
    void theStagesInTheMiddleAreLookedAt() {
        assertThat(Anomalies.patchCore(BACKBONE).stages()).containsExactly("layer3");
        assertThat(Anomalies.patchCore(GoldenNetwork.network("resnet18", new InputSize(3, 64, 64), "", 1))
                        .stages())
                .containsExactly("layer2", "layer3");
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> Anomalies.patchCore(BACKBONE).stages("layer9"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Anomalies are looked for in at least one of the stages ")
                .hasMessageContaining("received [layer9]");
        assertThatThrownBy(() -> Anomalies.patchCore(BACKBONE).falseAlarms(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A wanted share of false alarms is 0 or more and below 1, received 1.0");
        assertThatThrownBy(() -> Anomalies.patchCore(BACKBONE).fit(pictures(0, 1), pictures(1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Anomalies are told from at least 2 normal pictures, and the threshold from at least 1 more,"
                                + " received 1 and 1");
        assertThatThrownBy(() -> Explain.by(Method.anomaly(), BACKBONE).open())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A map of anomalies is in the network of an AnomalyDetector, and resnet20_cifar has none. Fit one"
                                + " by Anomalies, or take another method, such as Method.gradCam().");
        assertThatThrownBy(() -> AnomalyMethod.patchCore(0, 10, 9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The share of places that is kept is above 0 and at most 1, received 0.0");
    }
}
