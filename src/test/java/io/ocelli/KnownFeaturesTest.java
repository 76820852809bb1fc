package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.Sample;
import io.ocelli.metrics.Evaluation;
import io.ocelli.training.History;
import io.ocelli.training.Training;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A head is trained from features that were computed before, or elsewhere. */
class KnownFeaturesTest {
    private static final DataSet PICTURES = RenderedPictures.of(3, 8, 5);
    private static final Training RECIPE =
            Training.defaults().epochs(4).batchSize(8).seed(3);

    private static Classifier known;

    @BeforeAll
    static void open() {
        known = Classifier.model("resnet20_cifar").head("cat", "dog").untrained();
    }

    @AfterAll
    static void close() {
        known.close();
    }

    private static DataSet features(int numbers) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < PICTURES.size(); i++) {
            Sample sample = PICTURES.sample(i);
            float[] row = numbers == 0 ? known.features(sample.source()) : new float[numbers];
            samples.add(Sample.withoutPicture(sample.name(), Map.of(Sample.FEATURES, Datum.row(row)))
                    .withLabel(sample.label()));
        }
        return DataSet.of(PICTURES.classes(), samples);
    }

    private static Successor successor() {
        return Successor.of(known).freezeBackbone().head(PICTURES.classes());
    }

    @Test
    void aHeadLearnsFromFeaturesWhatItLearnsFromTheirPictures() {
        DataSet features = features(0);
        try (Classifier pictures = successor().fit(PICTURES, PICTURES, RECIPE);
                Classifier rows = successor().fit(features, features, RECIPE)) {
            assertThat(rows.labels()).isEqualTo(PICTURES.classes());
            assertThat(rows.history().cached()).isTrue();
            for (int i = 0; i < PICTURES.size(); i++) {
                float[] expected =
                        pictures.classify(PICTURES.sample(i).source()).probabilities();
                assertThat(rows.classify(PICTURES.sample(i).source()).probabilities())
                        .containsExactly(expected, within(1e-4f));
            }
            List<History.Epoch> epochs = rows.history().epochs();
            assertThat(epochs.get(3).trainingLoss()).isLessThan(epochs.get(0).trainingLoss());
        }
    }

    @Test
    void theBackboneIsThatOfTheClassifierBefore() {
        DataSet features = features(0);
        try (Classifier rows = successor().fit(features, features, RECIPE)) {
            assertThat(rows.features(PICTURES.sample(0).source()))
                    .isEqualTo(known.features(PICTURES.sample(0).source()));
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        DataSet short7 = features(7);
        assertThatThrownBy(() -> successor().fit(short7, short7, RECIPE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "What pictures carry as 'backbone features' is a row of the 64 numbers that the backbone makes"
                                + " of each, and " + short7.sample(0).name() + " has 7");
        DataSet features = features(0);
        assertThatThrownBy(() -> Successor.of(known).head(PICTURES.classes()).fit(features, features, RECIPE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Say freezeBackbone()");
        assertThatThrownBy(() -> Successor.of(known).head(List.of("ant", "ant")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A head has one class or more, each once, received [ant, ant]");
    }

    @Test
    void anEvaluationGoesToAnotherProcessAndIsAddedUp() throws IOException, ClassNotFoundException {
        Evaluation.Accumulator first = Evaluation.accumulator(List.of("a", "b"));
        first.add(new float[] {0.9f, 0.1f, 0.4f, 0.6f}, 0, 0);
        Evaluation.Accumulator second = Evaluation.accumulator(List.of("a", "b"));
        second.add(new float[] {0.2f, 0.8f}, 1);
        Evaluation.Accumulator whole = Evaluation.accumulator(List.of("a", "b"));
        whole.add(new float[] {0.9f, 0.1f, 0.4f, 0.6f, 0.2f, 0.8f}, 0, 0, 1);

        Evaluation sum = copied(first.evaluation()).plus(copied(second.evaluation()));
        assertThat(sum.toJson()).isEqualTo(whole.evaluation().toJson());
        assertThat(sum.rocAuc(1)).isEqualTo(whole.evaluation().rocAuc(1));
    }

    private static Evaluation copied(Evaluation evaluation) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(evaluation);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (Evaluation) in.readObject();
        }
    }
}
