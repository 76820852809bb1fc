package io.ocelli.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.WeightsException;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.Initializer;
import io.ocelli.serving.Answering;
import io.ocelli.testing.JavaProcess;
import io.ocelli.weights.LoadReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration is never read with another's weights. */
class SavedPairTest {
    private static final int ROUNDS = 40;

    @TempDir
    private Path folder;

    /** Its first label says which seed its weights are of. */
    private static TrainedModel model(int seed) {
        Architecture tiny = TinyNetwork.ofClasses(3);
        return new TrainedModel(
                tiny,
                Initializer.weights(tiny.graph(), seed),
                Preprocessing.imagenet().withResize(9).withCrop(8, 8),
                List.of(Integer.toString(seed), "bee", "cat"),
                Answering.PLAIN,
                LoadReport.none());
    }

    private static void assertPair(TrainedModel loaded) {
        int seed = Integer.parseInt(loaded.labels().get(0));
        assertThat(loaded.weights().get("conv.weight").toFloats())
                .containsExactly(model(seed).weights().get("conv.weight").toFloats());
    }

    @Test
    void filesOfTwoSavesAreRefused() throws Exception {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        SavedModel.save(model(1), one);
        SavedModel.save(model(2), two);
        Files.copy(
                two.resolve(SavedModel.WEIGHTS), one.resolve(SavedModel.WEIGHTS), StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> SavedModel.load(one))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith("The two files of a saved classifier belong together, and in " + one)
                .hasMessageEndingWith(
                        "a save was cut off, or one of them was replaced. Save the classifier again, or bring the file that"
                                + " belongs to the other.");
    }

    /** Two processes save to one folder as fast as they can, while a third reads. */
    @Test
    void twoProcessesThatSaveAtOnceLeavePairs() throws Exception {
        Path shared = folder.resolve("shared");
        SavedModel.save(model(1), shared);
        Process first = JavaProcess.of(List.of(), Saving.class, "1", shared.toString())
                .inheritIO()
                .start();
        Process second = JavaProcess.of(List.of(), Saving.class, "2", shared.toString())
                .inheritIO()
                .start();
        int read = 0;
        while (first.isAlive() || second.isAlive()) {
            assertPair(SavedModel.load(shared));
            read++;
        }
        assertThat(first.waitFor()).isZero();
        assertThat(second.waitFor()).isZero();
        assertThat(read).isPositive();
        assertPair(SavedModel.load(shared));
    }

    /** Saves again and again. */
    static final class Saving {
        private Saving() {}

        public static void main(String[] args) {
            TrainedModel model = model(Integer.parseInt(args[0]));
            for (int i = 0; i < ROUNDS; i++) {
                SavedModel.save(model, Path.of(args[1]));
            }
        }
    }
}
