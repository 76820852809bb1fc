package io.ocelli.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.engine.Optimizer;
import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.training.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A classifier in use that is taught more, with its memory on disk. */
class UpdateTest {
    private static final Training RECIPE =
            Training.defaults().batchSize(4).optimizer(Optimizer.adamW(2e-3)).workers(1);

    @TempDir
    Path folder;

    /** Plain pictures of a channel each, by which they are called. */
    private static DataSet pictures(int each, String... names) {
        List<Image> images = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        List<String> channels = List.of("red", "green", "blue");
        for (String name : names) {
            for (int i = 0; i < each; i++) {
                Image image = Image.black(32, 32, 3);
                for (int p = channels.indexOf(name); p < image.samples().length; p += 3) {
                    image.samples()[p] = (byte) (200 + i);
                }
                images.add(image);
                labels.add(name);
            }
        }
        return DataSet.of(images, labels.toArray(new String[0]));
    }

    private static Classifier redAndBlue() {
        return Classifier.lenet5()
                .head("red", "blue")
                .fit(pictures(10, "red", "blue"), pictures(2, "red", "blue"), RECIPE.epochs(8));
    }

    @Test
    void aNewClassIsLearntBesideTheOldOnes() {
        Update update = Update.with(folder).capacity(20).recipe(RECIPE.epochs(40));
        update.remember(pictures(10, "red", "blue"));
        try (Classifier classifier = redAndBlue();
                Updated updated = update.teach(classifier, pictures(10, "green"))) {
            assertThat(updated.reason()).startsWith("of the old pictures 100.00 % were right and ");
            assertThat(updated.accepted()).as(updated.reason()).isTrue();
            assertThat(updated.classifier().labels()).containsExactly("red", "blue", "green");
            assertThat(updated.learnt()).isEqualTo(1);
            assertThat(update.learnt().pictures().classes()).containsExactly("blue", "red");
            updated.remember();
            assertThat(update.learnt().seen()).isEqualTo(24);
            assertThat(update.learnt().size()).isEqualTo(20);
        }
    }

    @Test
    void whatForgetsTooMuchIsRefused() {
        Update update =
                Update.with(folder).capacity(20).alpha(0).forgetting(0.1).recipe(RECIPE.epochs(3));
        // Red pictures that are said to be blue spoil what was known of red.
        update.remember(pictures(10, "red", "blue"));
        DataSet lies = DataSet.of(
                List.of("blue"),
                Stream.iterate(0, i -> i + 1)
                        .limit(40)
                        .map(i -> pictures(10, "red").sample(i % 10))
                        .toList());
        try (Classifier classifier = redAndBlue();
                Updated updated = update.teach(classifier, lies)) {
            assertThat(updated.after()).isLessThan(0.9);
            assertThat(updated.accepted()).isFalse();
            assertThat(updated.reason())
                    .contains(
                            "which is more than the 10.0 points that may be forgotten; give the memory more pictures");
            assertThatThrownBy(updated::remember)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("What was refused is not remembered: of the old pictures ");
            assertThat(update.learnt().seen()).isEqualTo(16);
        }
    }

    @Test
    void memoryIsReadAsItWasWrittenAndKeepsToItsRoom() throws IOException {
        PictureMemory memory = PictureMemory.in(folder, 5).with(pictures(8, "red"));
        PictureMemory again = PictureMemory.in(folder, 5).with(pictures(8, "blue"));

        assertThat(memory.size()).isEqualTo(5);
        assertThat(again.seen()).isEqualTo(16);
        assertThat(PictureMemory.in(folder, 5).pictures().labels()).hasSize(5);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(6);
        }
        for (int i = 0; i < 5; i++) {
            assertThat(again.pictures().sample(i).source().read().width()).isEqualTo(32);
        }
    }

    @Test
    void aFolderOfSomethingElseIsToldSo() throws IOException {
        Files.writeString(folder.resolve("memory.json"), "[]");

        assertThatThrownBy(() -> PictureMemory.in(folder, 5))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("A memory is a folder that Ocelli wrote, and " + folder.resolve("memory.json")
                        + " cannot be read: ");
    }

    @Test
    void thereIsSomethingToKeep() {
        try (Classifier classifier = Classifier.lenet5().head("red", "blue").untrained()) {
            assertThatThrownBy(() -> Update.with(folder).teach(classifier, pictures(4, "green")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("What a classifier knows is kept by pictures that it learnt from, and the memory in "
                            + folder + " has none. Say remember(pictures) first.");
        }
        assertThatThrownBy(() -> Update.with(folder).capacity(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A memory keeps 2 pictures or more, an accuracy may fall by 0 to 1, and what was said counts 0 or"
                                + " more, received 1, 0.05 and 0.2");
    }
}
