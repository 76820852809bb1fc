package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.data.DataSet;
import io.ocelli.data.ImageFolder;
import io.ocelli.data.OnBroken;
import io.ocelli.data.SkippedPicture;
import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.metrics.Evaluation;
import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job as a user does it, on EfficientNet-Lite0's embedded weights and rendered pictures. */
class EndToEndTest {
    private static final DataSet TRAIN = RenderedPictures.of(3, 10, 1);
    private static final DataSet VALIDATION = RenderedPictures.of(3, 5, 2);
    private static final Training SHORT = Training.defaults().epochs(10).batchSize(16);

    @TempDir
    Path folder;

    /** Small, so that the tests are quick. */
    private static Backbone frozen() {
        return Classifier.efficientnetLite0().pretrained().inputSize(96, 96).freezeBackbone();
    }

    @Test
    void aSavedClassifierGivesTheSameLogitsBitForBit() {
        Image picture = VALIDATION.sample(0).source().read();
        try (Classifier trained = frozen().head(3).fit(TRAIN, VALIDATION, SHORT)) {
            Evaluation evaluation = trained.evaluate(VALIDATION);
            assertThat(evaluation.accuracy()).isGreaterThan(0.8);
            assertThat(trained.labels()).isEqualTo(RenderedPictures.CLASSES);
            assertThat(trained.history().cached()).isTrue();
            assertThat(trained.history().epochs()).hasSize(10);
            trained.save(folder.resolve("saved"));
            try (Classifier loaded = Classifier.load(folder.resolve("saved"))) {
                assertThat(loaded.logits(picture)).isEqualTo(trained.logits(picture));
                assertThat(loaded.labels()).isEqualTo(trained.labels());
                assertThat(loaded.preprocessing()).isEqualTo(trained.preprocessing());
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameWeights() {
        Training recipe = SHORT.epochs(2).seed(5);
        try (Classifier first = frozen().head(3).fit(TRAIN, VALIDATION, recipe);
                Classifier second = frozen().head(3).fit(TRAIN, VALIDATION, recipe)) {
            assertThat(first.weights().get("classifier.weight").toFloats())
                    .isEqualTo(second.weights().get("classifier.weight").toFloats());
        }
    }

    @Test
    void validationPicturesAreMatchedByTheNameOfTheirClass() {
        // The same pictures with their classes in another order, so with other indexes.
        DataSet reordered = VALIDATION.relabel(List.of("triangle", "stripes", "disk"));
        try (Classifier trained = frozen().head(3).fit(TRAIN, reordered, SHORT)) {
            assertThat(trained.history().best().validationAccuracy())
                    .isEqualTo(trained.evaluate(VALIDATION).accuracy());
        }
    }

    @Test
    void aHeadForAnotherNumberOfClassesThanTheFoldersIsAnErrorThatListsThem() {
        assertThatThrownBy(() -> frozen().head(2).fit(TRAIN, VALIDATION))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The head has 2 classes, and the training pictures have 3: [disk, stripes, triangle]."
                        + " Say head(3).");
    }

    @Test
    void aClosedClassifierSaysSo() {
        Classifier classifier = frozen().open();
        classifier.close();
        assertThatThrownBy(
                        () -> classifier.classify(VALIDATION.sample(0).source().read()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A classifier answers until it is closed, and this one was closed; load or open another");
    }

    @Test
    void aTrainingThatAnotherThreadStopsKeepsItsHistory() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            try {
                begun.await();
                stop.set(true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        other.start();
        Training recipe = SHORT.epochs(100_000).stopWhen(stop::get).listener((event, session) -> {
            if (event instanceof TrainingEvent.EpochEnded) {
                begun.countDown();
            }
        });
        try (Classifier trained = frozen().head(3).fit(TRAIN, VALIDATION, recipe)) {
            assertThat(trained.history().epochs()).isNotEmpty().hasSizeLessThan(100_000);
        }
        other.join();
    }

    @Test
    void aBrokenPictureEndsTheTrainingAndIsNamed() throws Exception {
        Path broken = withBrokenPicture();
        assertThatThrownBy(() -> frozen().head(2).fit(ImageFolder.of(folder), ImageFolder.of(folder), SHORT.epochs(1)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(broken.toString());
    }

    @Test
    void aBrokenPictureIsSkippedAndListedWhereChosen() throws Exception {
        Path broken = withBrokenPicture();
        Training recipe = SHORT.epochs(1).onBroken(OnBroken.SKIP);
        ImageFolder pictures = ImageFolder.of(folder);
        try (Classifier trained = frozen().head(2).fit(pictures, pictures, recipe)) {
            assertThat(trained.skipped())
                    .allSatisfy(skipped -> assertThat(skipped.name()).isEqualTo(broken.toString()))
                    .extracting(SkippedPicture::set)
                    .containsExactly("training", "validation");
            assertThat(trained.evaluate(pictures, OnBroken.SKIP).count()).isEqualTo(pictures.size() - 1);
            assertThatThrownBy(() -> trained.evaluate(pictures))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining(broken.toString())
                    .hasMessageEndingWith(
                            "Remove or replace the picture, or choose OnBroken.SKIP, which leaves it out.");
            List<Path> files =
                    new ArrayList<>(List.of(Path.of(pictures.sample(0).name())));
            files.add(null);
            assertThatThrownBy(() -> trained.classify(files))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("Something stands at each place, and at 1, counted from 0, is null");
        }
    }

    @Test
    void everyRegisteredModelHasItsMethod() {
        List<String> methods = Arrays.stream(Architectures.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getParameterCount() == 0)
                .filter(method -> method.getReturnType() == Backbone.class)
                .map(Method::getName)
                .toList();
        assertThat(methods)
                .containsExactlyInAnyOrderElementsOf(Models.all().stream()
                        .map(Model::name)
                        .map(EndToEndTest::camelCase)
                        .toList());
    }

    /** As {@link Architectures} says: an underscore between two digits stays. */
    private static String camelCase(String name) {
        StringBuilder camel = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean digits = c == '_' && Character.isDigit(name.charAt(i - 1)) && Character.isDigit(name.charAt(i + 1));
            if (c != '_' || digits) {
                boolean begins = i > 0 && name.charAt(i - 1) == '_';
                camel.append(begins ? Character.toUpperCase(c) : c);
            }
        }
        return camel.toString();
    }

    private Path withBrokenPicture() throws Exception {
        RenderedPictures.folder(folder, 2, 3, 3);
        return Files.writeString(folder.resolve("disk").resolve("broken.png"), "no picture");
    }
}
