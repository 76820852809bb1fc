package io.ocelli.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageFolder;
import io.ocelli.decisions.LabelledScores;
import io.ocelli.metrics.LabelErrors;
import io.ocelli.metrics.Ranked;
import io.ocelli.serving.Tta;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How well wrong labels are found: a hundred of CIFAR-10's test pictures get another label than their own. */
@Tag("proof")
class LabelErrorsTest {
    private static final int SEEDS = 10;
    private static final int SWAPPED = 100;

    @Test
    void swappedLabelsAreFound() {
        DataSet test = ImageFolder.of(SharedData.unpacked("cifar10").resolve("test"));
        try (Classifier network = Classifier.model("resnet56_cifar")
                        .weights(SharedData.weights("resnet56-4bfd9763.th"))
                        .labels(test.classes())
                        .open();
                Classifier mirrored = network.withTestTimeAugmentation(Tta.flip())) {
            LabelledScores scores = mirrored.scores(test);
            int k = test.classes().size();
            double[] probabilities = new double[test.size() * k];
            for (int i = 0; i < test.size(); i++) {
                System.arraycopy(scores.probabilities(i), 0, probabilities, i * k, k);
            }
            Tensor rows = Tensor.of(Shape.of(test.size(), k), probabilities);
            double area = 0;
            double precision = 0;
            for (int seed = 0; seed < SEEDS; seed++) {
                int[] labels = test.labels();
                boolean[] swapped = new boolean[labels.length];
                Random random = new Random(seed);
                for (int count = 0; count < SWAPPED; ) {
                    int picture = random.nextInt(labels.length);
                    if (!swapped[picture]) {
                        swapped[picture] = true;
                        labels[picture] = (labels[picture] + 1 + random.nextInt(k - 1)) % k;
                        count++;
                    }
                }
                double[][] beliefs = LabelErrors.of(rows, labels).beliefs();
                float[] doubts = new float[labels.length];
                for (int i = 0; i < doubts.length; i++) {
                    doubts[i] = (float) -Math.log(beliefs[i][labels[i]]);
                }
                Ranked ranked = Ranked.of(doubts, swapped);
                System.out.printf(
                        "seed %d: area under ROC %.4f, average precision %.4f%n",
                        seed, ranked.rocAuc().value(), ranked.averagePrecision().value());
                area += ranked.rocAuc().value() / SEEDS;
                precision += ranked.averagePrecision().value() / SEEDS;
            }
            System.out.printf("mean: area under ROC %.4f, average precision %.4f%n", area, precision);
            assertThat(area).isGreaterThanOrEqualTo(0.985);
            assertThat(precision).isGreaterThanOrEqualTo(0.70);
        }
    }
}
