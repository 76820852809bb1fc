package io.ocelli.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.Classifier;
import io.ocelli.data.ImageFolder;
import io.ocelli.training.Training;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PyTorch's transfer-learning tutorial, with the embedded backbone. */
@Tag("proof")
class AntsBeesTest {
    private static final int SEEDS = 5;

    @Test
    void aFrozenBackboneTellsAntsFromBees() {
        Path folder = SharedData.unpacked("ants-bees");
        ImageFolder training = ImageFolder.of(folder.resolve("train"));
        ImageFolder validation = ImageFolder.of(folder.resolve("val"));
        assertThat(training.size()).isEqualTo(244);
        assertThat(validation.size()).isEqualTo(153);
        double sum = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            try (Classifier insects = Classifier.efficientnetLite0()
                    .pretrained()
                    .freezeBackbone()
                    .head(2)
                    .fit(training, validation, Training.defaults().seed(seed))) {
                double accuracy = insects.evaluate(validation).accuracy();
                System.out.printf("seed %d: accuracy %.4f%n", seed, accuracy);
                sum += accuracy;
            }
        }
        System.out.printf("mean of %d seeds: %.4f%n", SEEDS, sum / SEEDS);
        assertThat(sum / SEEDS).isGreaterThanOrEqualTo(0.945);
    }
}
