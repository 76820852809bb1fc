package io.ocelli.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.Classifier;
import io.ocelli.HeadSpec;
import io.ocelli.data.DataSet;
import io.ocelli.engine.Optimizer;
import io.ocelli.image.Image;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Randomness;
import io.ocelli.training.Loss;
import io.ocelli.training.Objective;
import io.ocelli.training.Schedule;
import io.ocelli.training.Training;
import io.ocelli.weights.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads of details, each in a line, on both engines that train. Their formulas are compared with golden values in the api. */
class FineGrainedTest {
    @TempDir
    Path folder;

    /** Noise that is brighter on the left or on the right. */
    private static DataSet sides() {
        List<Image> pictures = new ArrayList<>();
        String[] labels = new String[24];
        for (int i = 0; i < labels.length; i++) {
            Randomness randomness = Randomness.of(i).split("side");
            labels[i] = i % 2 == 0 ? "red" : "blue";
            byte[] samples = new byte[32 * 32 * 3];
            for (int p = 0; p < samples.length; p++) {
                samples[p] = (byte) (randomness.nextInt(90) + (p % 3 == i % 2 * 2 ? 150 : 0));
            }
            pictures.add(Image.of(32, 32, 3, samples));
        }
        return DataSet.of(pictures, labels);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gem", "bilinear", "reduced", "attention", "arcFace", "cosFace"})
    void aHeadInALineLearnsAndIsSaved(String kind) {
        learnsAndIsSaved("onnxruntime", kind);
    }

    @Tag("proof")
    @ParameterizedTest
    @ValueSource(strings = {"gem", "bilinear", "reduced", "attention", "arcFace", "cosFace"})
    void soItDoesOnPyTorch(String kind) {
        learnsAndIsSaved("pytorch", kind);
    }

    private void learnsAndIsSaved(String engine, String kind) {
        CosineHead cosine = CosineHead.of(8);
        HeadSpec head = Classifier.model("resnet20_cifar")
                .engine(engine)
                .freezeBackbone()
                .head("red", "blue");
        Objective objective = Objective.labels(Loss.crossEntropy());
        HeadSpec asked;
        switch (kind) {
            case "gem" -> asked = head.then(FineGrained.gem());
            case "bilinear" -> asked = head.then(FineGrained.bilinear());
            case "reduced" -> asked = head.then(FineGrained.bilinear(6));
            case "attention" -> asked = head.then(FineGrained.attention(4));
            default -> {
                asked = head.then(FineGrained.gem()).then(cosine);
                objective = kind.equals("arcFace") ? cosine.arcFace(0.3) : cosine.cosFace(0.2);
            }
        }
        Training recipe = Training.defaults()
                .epochs(12)
                .batchSize(8)
                .optimizer(Optimizer.adamW(2e-2))
                .schedule(Schedule.constant())
                .augmentation(Pipeline.empty())
                .objective(objective);
        DataSet pictures = sides();
        Weights begun;
        try (Classifier untrained = asked.untrained()) {
            begun = untrained.weights();
        }
        try (Classifier classifier = asked.fit(pictures, pictures, recipe)) {
            assertThat(classifier.evaluate(pictures).accuracy()).isGreaterThan(0.9);
            classifier.save(folder);
            try (Classifier loaded = Classifier.load(folder)) {
                Image picture = pictures.sample(0).source().read();
                assertThat(loaded.logits(picture)).containsExactly(classifier.logits(picture), within(1e-4f));
                assertThat(loaded.labels()).containsExactly("red", "blue");
            }
            for (String name : classifier.weights().names()) {
                if (name.startsWith(FineGrained.PREFIX)) {
                    assertThat(classifier.weights().get(name).toFloats())
                            .as(name)
                            .isNotEqualTo(begun.get(name).toFloats());
                }
            }
        }
    }

    @Test
    void logitsAreScaledCosines() {
        try (Classifier classifier = Classifier.model("resnet20_cifar")
                .head(3)
                .then(CosineHead.of(5))
                .untrained()) {
            Image picture = sides().sample(0).source().read();
            float[] features = classifier.features(picture);
            float[] weights = classifier.weights().get("linear.weight").toFloats();
            float[] logits = classifier.logits(picture);
            for (int c = 0; c < 3; c++) {
                double dot = 0;
                double length = 0;
                double other = 0;
                for (int d = 0; d < features.length; d++) {
                    double weight = weights[c * features.length + d];
                    dot += weight * features[d];
                    length += weight * weight;
                    other += features[d] * features[d];
                }
                assertThat((double) logits[c]).isCloseTo(5 * dot / Math.sqrt(length * other), within(1e-4));
            }
        }
    }

    @Test
    void theLeastScaleIsSureOfAClass() {
        // The own cosine 1, the others -1 / (K - 1): a softmax at that scale says p.
        double scale = CosineHead.scale(10, 0.9);
        double own = Math.exp(scale);
        assertThat(own / (own + 9 * Math.exp(-scale / 9))).isCloseTo(0.9, within(1e-9));
        assertThatThrownBy(() -> CosineHead.scale(10, 0.1)).hasMessageContaining("received 10 and 0.1");
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> FineGrained.bilinear(0)).hasMessageContaining("received 0");
        assertThatThrownBy(() -> CosineHead.of(0)).hasMessageContaining("received 0.0");
        assertThatThrownBy(() -> CosineHead.of(1).arcFace(2)).hasMessageContaining("received 2.0");
        HeadSpec head = Classifier.model("resnet20_cifar").head(2).then(FineGrained.attention(7));
        assertThatThrownBy(head::untrained).hasMessageContaining("received 7");
        HeadSpec twice = Classifier.model("resnet20_cifar")
                .head(2)
                .then(CosineHead.of(5))
                .then(CosineHead.of(5));
        assertThatThrownBy(twice::untrained).hasMessageContaining("a linear head that gives the logits");
    }
}
