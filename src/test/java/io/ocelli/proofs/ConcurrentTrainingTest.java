package io.ocelli.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.image.Image;
import io.ocelli.training.Training;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two classifiers trained at once in one JVM are those that each becomes alone. */
@Tag("proof")
class ConcurrentTrainingTest {
    private static DataSet stripes() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            Image image = Image.black(32, 32, 3);
            for (int j = 0; j < image.samples().length; j++) {
                int place = i % 2 == 0 ? j / 3 % 32 : j / 96;
                image.samples()[j] = (byte) (place / 4 % 2 == 0 ? 40 + i : 200);
            }
            samples.add(new Sample("stripes " + i, ImageSource.of(image), i % 2));
        }
        return DataSet.of(List.of("columns", "rows"), samples);
    }

    private static Weights trained(long seed) {
        try (Classifier classifier = Classifier.resnet20Cifar()
                .head(2)
                .fit(
                        stripes(),
                        stripes(),
                        Training.defaults().epochs(3).batchSize(8).seed(seed))) {
            return classifier.weights();
        }
    }

    @Test
    void twoTrainingsAtOnceGiveWhatEachGivesAlone() {
        List<Weights> alone = List.of(trained(1), trained(2));
        CompletableFuture<Weights> first = CompletableFuture.supplyAsync(() -> trained(1));
        CompletableFuture<Weights> second = CompletableFuture.supplyAsync(() -> trained(2));
        List<Weights> together = List.of(first.join(), second.join());
        for (int i = 0; i < 2; i++) {
            for (String name : alone.get(i).names()) {
                assertThat(together.get(i).get(name).bytes())
                        .as(name)
                        .isEqualTo(alone.get(i).get(name).bytes());
            }
        }
        assertThat(alone.get(0).get("linear.weight").bytes())
                .isNotEqualTo(alone.get(1).get("linear.weight").bytes());
    }
}
