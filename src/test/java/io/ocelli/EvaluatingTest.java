package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.data.Batch;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.ImageSource;
import io.ocelli.data.OnBroken;
import io.ocelli.data.Sample;
import io.ocelli.decisions.OutputScoring;
import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.metrics.Evaluation;
import io.ocelli.metrics.Metric;
import io.ocelli.metrics.MultiLabelEvaluation;
import io.ocelli.model.Scoring;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Figures of one's own, and of pictures that are of any number of the classes. */
class EvaluatingTest {
    private static final List<String> LABELS = List.of("sand", "sea", "sky");
    private static Classifier classifier;

    @BeforeAll
    static void open() {
        try (Classifier untrained = Classifier.simpleCnn().head(LABELS).untrained()) {
            classifier = untrained.with(new OutputScoring(Scoring.SIGMOID));
        }
    }

    @AfterAll
    static void close() {
        classifier.close();
    }

    private static Image picture(int i) {
        byte[] samples = new byte[32 * 32 * 3];
        for (int p = 0; p < samples.length; p++) {
            samples[p] = (byte) (p * (i + 3) >> 2);
        }
        return Image.of(32, 32, 3, samples);
    }

    /** What the classifier knows, in another order and without one. */
    private static final List<String> THEIRS = List.of("sky", "sand");

    private static DataSet several(int... of) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < of.length; i++) {
            int[] labels = of[i] == 3 ? new int[] {0, 1} : of[i] == 0 ? new int[0] : new int[] {of[i] - 1};
            samples.add(new Sample("picture " + i, ImageSource.of(picture(i)), Sample.UNLABELLED)
                    .with(Batch.TARGETS, Datum.labels(2, labels)));
        }
        return DataSet.of(THEIRS, samples);
    }

    @Test
    void classesOfWhichAPictureHasSeveralAreMatchedByName() {
        int[] of = {0, 1, 2, 3, 1, 3, 0, 2};
        MultiLabelEvaluation.Accumulator expected = MultiLabelEvaluation.accumulator(LABELS);
        for (int i = 0; i < of.length; i++) {
            expected.add(classifier.classify(picture(i)).probabilities(), (of[i] & 2) != 0, false, (of[i] & 1) != 0);
        }

        MultiLabelEvaluation evaluation = classifier.evaluateLabels(several(of));

        assertThat(evaluation.classes()).isEqualTo(LABELS);
        assertThat(evaluation.count()).isEqualTo(8);
        assertThat(evaluation.meanAveragePrecision())
                .isCloseTo(expected.evaluation().meanAveragePrecision(), within(1e-6));
        assertThat(evaluation.averagePrecision(0)).isGreaterThan(0);
        assertThat(evaluation.averagePrecision(1)).isZero();
        assertThat(evaluation.at(0.5f).micro())
                .isEqualTo(expected.evaluation().at(0.5f).micro());
    }

    @Test
    void aPictureThatDoesNotSayOfWhichItIsIsNamed() {
        DataSet pictures = DataSet.of(LABELS, List.of(new Sample("a.png", ImageSource.of(picture(0)), 1)));

        assertThatThrownBy(() -> classifier.evaluateLabels(pictures))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Pictures to evaluate several classes with carry labels of 3 classes as 'targets', and a.png"
                                + " has none. ImageFolder.multiLabel and ImageTable.multiLabel give them.");
    }

    @Test
    void aClassThatOnlyTargetsHaveIsMatchedToo() {
        DataSet pictures = DataSet.of(
                List.of("sand", "snow"),
                List.of(new Sample("a.png", ImageSource.of(picture(0)), Sample.UNLABELLED)
                        .with(Batch.TARGETS, Datum.labels(2, 1))));

        assertThatThrownBy(() -> classifier.evaluateLabels(pictures))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'snow'")
                .hasMessageContaining("are not among the 3 classes");
    }

    @Test
    void figuresOfOnesOwnAreCountedBesideTheOthers() {
        DataSet pictures = DataSet.of(List.of(picture(0), picture(1), picture(2)), "sea", "sky", "sky");
        double own = 0;
        for (int i = 0; i < 3; i++) {
            own += classifier.classify(picture(i)).probabilities()[i == 0 ? 1 : 2] / 3;
        }

        Evaluation evaluation = classifier.evaluate(pictures, new OwnProbability());

        assertThat(evaluation.count()).isEqualTo(3);
        assertThat(evaluation.metrics()).containsOnlyKeys("own probability");
        assertThat(evaluation.metrics().get("own probability")).isCloseTo(own, within(1e-6));
    }

    @Test
    void aPictureThatCannotBeReadIsLeftOutIfWanted() {
        List<Sample> samples = new ArrayList<>();
        DataSet whole = several(1, 2);
        samples.add(whole.sample(0));
        samples.add(new Sample(
                        "broken.jpg",
                        () -> {
                            throw new ImageException("broken.jpg: it is cut off");
                        },
                        Sample.UNLABELLED)
                .with(Batch.TARGETS, Datum.labels(2)));
        samples.add(whole.sample(1));
        DataSet pictures = DataSet.of(THEIRS, samples);

        assertThat(classifier.evaluateLabels(pictures, OnBroken.SKIP).count()).isEqualTo(2);
        assertThatThrownBy(() -> classifier.evaluateLabels(pictures))
                .isInstanceOf(ImageException.class)
                .hasMessage("broken.jpg: it is cut off. Remove or replace the picture, or choose OnBroken.SKIP, which"
                        + " leaves it out.");
    }

    /** The mean probability of the true class. */
    private record OwnProbability() implements Metric {
        @Override
        public String name() {
            return "own probability";
        }

        @Override
        public Sum begin() {
            return new Mean();
        }
    }

    private static final class Mean implements Metric.Sum {
        private double sum;
        private long count;

        @Override
        public void add(float[] scores, int label) {
            sum += scores[label];
            count++;
        }

        @Override
        public void add(Metric.Sum other) {
            sum += ((Mean) other).sum;
            count += ((Mean) other).count;
        }

        @Override
        public double value() {
            return sum / count;
        }
    }
}
