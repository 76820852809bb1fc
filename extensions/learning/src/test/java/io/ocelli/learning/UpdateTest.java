package io.ocelli.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.Floats;
import io.ocelli.Classifier;
import io.ocelli.Successor;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.Sample;
import io.ocelli.data.Split;
import io.ocelli.engine.Optimizer;
import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.training.Training;
import io.ocelli.weights.Weights;
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

    /** A classifier that knows red and blue, and a memory of both. */
    private static Classifier remembered(Update update) {
        Classifier classifier = redAndBlue();
        update.remember(classifier, pictures(10, "red", "blue"));
        return classifier;
    }

    private static Updated taught(Update update, Classifier classifier, DataSet more) {
        update.remember(classifier, pictures(10, "red", "blue"));
        return update.teach(classifier, more);
    }

    private static float[] said(DataSet remembered, int place) {
        return Floats.toArray(((Datum.Row) remembered.sample(place).values().get(PictureMemory.SAID)).values());
    }

    /** The paper's logits are those of the moment at which a picture was put in. */
    @Test
    void whatWasSaidIsKeptAsItWasSaid() {
        try (Classifier early = redAndBlue();
                Classifier late = Successor.of(early)
                        .classes(List.of("red", "blue", "green"))
                        .fit(pictures(10, "green", "red"), pictures(2, "green", "red"), RECIPE.epochs(2))) {
            PictureMemory.in(folder, 4).with(pictures(1, "red", "blue"), early);
            PictureMemory both = PictureMemory.in(folder, 4).with(pictures(1, "green"), late);
            PictureMemory.in(folder, 4).with(pictures(1, "red"));
            PictureMemory read = PictureMemory.in(folder, 4);
            float[] then = early.logits(both.pictures().sample(0).source());
            float[] since = late.logits(both.pictures().sample(0).source());

            assertThat(said(read.pictures(late.labels()), 0)).containsExactly(then[0], then[1], Float.NaN);
            assertThat(then[0]).isNotEqualTo(since[0]);
            assertThat(said(read.pictures(late.labels()), 2))
                    .containsExactly(late.logits(both.pictures().sample(2).source()));
            assertThat(said(read.pictures(late.labels()), 3)).containsOnly(Float.NaN);
            assertThatThrownBy(() -> read.pictures(List.of("blue", "green", "red")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "Logits in a memory are of one line of classifiers, whose new classes stand behind the old"
                                    + " ones: those in " + folder
                                    + " are of [red, blue, green], and what is to learn has [blue,"
                                    + " green, red]. Go on with the classifier that was taught last, or begin another memory.");
            assertThatThrownBy(() -> read.with(pictures(1, "red"), early))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("and what is asked has [red, blue].");
        }
    }

    /** New pictures are learnt beside what will be kept, so that batches of memory hold old and new ones. */
    @Test
    void whatComesIsLearntBesideWhatWillBeKept() throws IOException {
        List<String> labels = List.of("red", "blue", "green");
        DataSet coming = pictures(8, "green", "blue");
        try (Classifier classifier = redAndBlue()) {
            PictureMemory memory = PictureMemory.in(folder, 6).with(pictures(5, "red", "blue"), classifier);
            DataSet beside = memory.pictures(labels, coming);
            assertThat(PictureMemory.in(folder, 6).seen())
                    .as("nothing is written")
                    .isEqualTo(10);

            List<float[]> before = new ArrayList<>();
            for (int i = 0; i < memory.size(); i++) {
                before.add(said(memory.pictures(labels), i));
            }
            DataSet kept = memory.with(coming).pictures(labels);
            assertThat(beside.size()).isEqualTo(kept.size()).isEqualTo(6);
            int fresh = 0;
            for (int i = 0; i < kept.size(); i++) {
                assertThat(beside.sample(i).label()).isEqualTo(kept.sample(i).label());
                assertThat(beside.sample(i).source().read())
                        .isEqualTo(kept.sample(i).source().read());
                float[] row = said(beside, i);
                if (Float.isNaN(row[0])) {
                    fresh++;
                } else {
                    assertThat(row).containsExactly(before.get(i));
                }
            }
            assertThat(fresh).isBetween(1, 5);
            Sample unlabelled = coming.sample(0).withLabel(Sample.UNLABELLED);
            assertThatThrownBy(() -> memory.pictures(labels, DataSet.of(labels, List.of(unlabelled))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("What is remembered has a class, and ");
        }
    }

    @Test
    void theDiskIsCountedWithTheLogits() throws IOException {
        PictureMemory plain = PictureMemory.in(folder.resolve("plain"), 4).with(pictures(2, "red"));
        try (Classifier classifier = redAndBlue()) {
            PictureMemory said = PictureMemory.in(folder.resolve("said"), 4).with(pictures(2, "red"), classifier);
            long all = 0;
            try (Stream<Path> files = Files.list(folder.resolve("said"))) {
                for (Path file : files.toList()) {
                    all += Files.size(file);
                }
            }
            assertThat(said.bytes()).isEqualTo(all).isGreaterThan(plain.bytes() + 2 * 2 * Float.BYTES);
        }
    }

    /** Which of them stay, hangs on chance alone, and what comes later has its fair place. */
    @Test
    void aMemoryTakesNoMoreOfTheDiskThanItMay() throws IOException {
        PictureMemory all = PictureMemory.in(folder, 40).with(pictures(20, "red", "blue"));
        long half = all.bytes() / 2;
        PictureMemory within = all.within(half);
        PictureMemory read = PictureMemory.in(folder, 40);

        assertThat(within.bytes()).isLessThanOrEqualTo(half).isGreaterThan(half - half / 8);
        assertThat(read.size()).isEqualTo(within.size()).isBetween(15, 20);
        assertThat(read.bytes()).isEqualTo(within.bytes());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(read.size() + 1);
        }
        PictureMemory after = read.with(pictures(20, "green"));
        assertThat(after.size()).isEqualTo(within.size());
        assertThat(after.seen()).isEqualTo(60);
        assertThat(after.pictures().classes()).contains("green", "red", "blue");
        assertThat(after.within(Long.MAX_VALUE)).isSameAs(after);
        assertThatThrownBy(() -> after.within(50))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A memory has room for a picture or more, and in " + folder
                        + " there is none for one in 50 bytes. Allow more.");
        assertThat(PictureMemory.in(folder, 40).size()).isEqualTo(after.size());
    }

    @Test
    void anUpdateKeepsToItsBytes() {
        Update update = Update.with(folder).capacity(40).bytes(20_000);
        try (Classifier classifier = redAndBlue()) {
            update.remember(classifier, pictures(30, "red", "blue"));
        }

        assertThat(update.learnt().bytes() + update.held().bytes()).isLessThanOrEqualTo(20_000);
        assertThat(update.learnt().size()).isBetween(2, 39);
        assertThat(update.held().size()).isPositive();
        assertThatThrownBy(() -> update.bytes(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A memory has bytes on the disk, received 0");
    }

    @Test
    void aNewClassIsLearntBesideTheOldOnes() {
        Update update = Update.with(folder).capacity(20).wholeNetwork().recipe(RECIPE.epochs(40));
        try (Classifier classifier = remembered(update);
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

    /** The backbone stays bit for bit, its running statistics too, and so what was known of old pictures does not drift. */
    @Test
    void theHeadLearnsAloneByDefault() {
        Update update = Update.with(folder).capacity(20).forgetting(0);
        try (Classifier classifier = Classifier.simpleCnn()
                        .freezeBackbone()
                        .head("red", "blue")
                        .fit(pictures(10, "red", "blue"), pictures(2, "red", "blue"), Training.defaults());
                Updated updated = taught(update, classifier, pictures(10, "green"))) {
            Weights before = classifier.network().weights();
            Weights after = updated.classifier().network().weights();

            assertThat(updated.reason()).isEqualTo("of the old pictures 100.00 % were right and 100.00 % are now");
            assertThat(updated.accepted()).isTrue();
            assertThat(updated.learnt()).isEqualTo(1);
            String head = classifier.architecture().classifiers().get(0) + ".";
            for (String name : before.names()) {
                if (!name.startsWith(head)) {
                    assertThat(after.get(name).toFloats())
                            .as(name)
                            .isEqualTo(before.get(name).toFloats());
                }
            }
            assertThat(after.get(head + "weight").shape().get(0)).isEqualTo(3);
        }
    }

    /** Three of sixty are five points, whatever binary makes of them. */
    @Test
    void whatMayJustBeForgottenIsAccepted() {
        Update update = Update.with(folder).forgetting(0.05);
        try (Classifier any = Classifier.lenet5().head("red", "blue").untrained()) {
            Split none = pictures(2, "red").split(0.5, 0);
            assertThat(new Updated(update, none, any, 58 / 60.0, 55 / 60.0, 1).accepted())
                    .isTrue();
            assertThat(new Updated(update, none, any, 58 / 60.0, 54 / 60.0, 1).accepted())
                    .isFalse();
        }
    }

    @Test
    void whatForgetsTooMuchIsRefused() {
        Update update = Update.with(folder)
                .capacity(20)
                .alpha(0)
                .forgetting(0.1)
                .wholeNetwork()
                .recipe(RECIPE.epochs(3));
        // Red pictures that are said to be blue spoil what was known of red.
        DataSet lies = DataSet.of(
                List.of("blue"),
                Stream.iterate(0, i -> i + 1)
                        .limit(40)
                        .map(i -> pictures(10, "red").sample(i % 10))
                        .toList());
        try (Classifier classifier = remembered(update);
                Updated updated = update.teach(classifier, lies)) {
            assertThat(updated.after()).isLessThan(0.9);
            assertThat(updated.accepted()).isFalse();
            assertThat(updated.reason())
                    .contains(
                            "which is more than the 10.0 points that may be forgotten; give the memory more pictures, teach the"
                                    + " head alone, learn fewer");
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
    void picturesThatLieInNoFileKeepAllTheirBits() {
        Image gray = Image.of(1, 2, 1, new short[] {1000, (short) 65535}, Image.Depth.UINT16);
        Image colour = Image.of(1, 1, 3, new byte[] {1, 2, (byte) 200});
        DataSet pictures = DataSet.of(List.of(gray, colour), "made", "made");
        PictureMemory.in(folder, 5).with(pictures);
        DataSet kept = PictureMemory.in(folder, 5).pictures();
        assertThat(List.of(kept.sample(0), kept.sample(1)))
                .extracting(sample -> sample.source().readWhole())
                .containsExactly(gray, colour);
        DataSet signed = DataSet.of(List.of(Image.of(1, 1, 1, new short[] {-5}, Image.Depth.INT16)), "made");
        assertThatThrownBy(() -> PictureMemory.in(folder, 5).with(signed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has signed ones of 16 bits. Give its file, or add 32768 to them.");
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
                            + folder + " has none. Say remember(classifier, pictures) first.");
        }
        assertThatThrownBy(() -> Update.with(folder).capacity(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A memory keeps 2 pictures or more, an accuracy may fall by 0 to 1, and what was said counts 0 or"
                                + " more, received 1, 0.05 and 0.2");
    }
}
