package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.data.ImageSource;
import io.ocelli.image.Image;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Initializer;
import io.ocelli.model.Models;
import io.ocelli.weights.Safetensors;
import io.ocelli.weights.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Choices that contradict each other, or would be taken for others, are told where they are made. */
class ChoicesTest {
    @TempDir
    private Path folder;

    @Test
    void aFileOfAsManyClassesAsImageNetIsNotImageNet() {
        try (Classifier own =
                Classifier.mnasnet0_5().weights(weights("mnasnet0_5")).open()) {
            assertThat(own.labels()).hasSize(1000).startsWith("0", "1", "2");
        }
    }

    @Test
    void aFileTakesItsOwnNames() {
        List<String> names = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
        Backbone backbone = Classifier.model("resnet20_cifar").weights(weights("resnet20_cifar"));

        try (Classifier own = backbone.labels(names).open()) {
            assertThat(own.labels()).isEqualTo(names);
        }
        assertThatThrownBy(() -> backbone.labels(List.of("a", "b")).open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("There is a label for each of the 10 classes of ")
                .hasMessageEndingWith(", and labels(names) gave 2");
    }

    @Test
    void theCropOfAPreprocessingIsTheSizeOfTheNetwork() {
        Preprocessing small = Preprocessing.imagenet().withResize(48).withCrop(40, 40);

        try (Classifier own = Classifier.model("resnet20_cifar")
                .weights(weights("resnet20_cifar"))
                .preprocessing(small)
                .open()) {
            assertThat(own.preprocessing()).isEqualTo(small);
            assertThat(own.stages(Image.black(50, 60, 3)).get("layer1").shape().at(2))
                    .isEqualTo(40);
        }
        assertThatThrownBy(() -> Classifier.model("resnet20_cifar")
                        .weights(weights("resnet20_cifar"))
                        .preprocessing(small)
                        .inputSize(32, 32)
                        .open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "A preprocessing gives pictures of the network's size, and this one's are 40 x 40 x 3,"
                                + " the network's 32 x 32 x 3.");
    }

    @Test
    void whatIsFrozenIsSaidOnce() {
        assertThatThrownBy(() -> Classifier.resnet18().freezeUntil("layer1").freezeBackbone())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "What is frozen is said once, and freezeBackbone() came after the network was frozen up"
                                + " to '")
                .hasMessageEndingWith("'. Say one of them.");
    }

    @Test
    @Timeout(20)
    void aHeadThatNoTensorHoldsIsRefusedAtOnce() {
        assertThatThrownBy(() -> Classifier.resnet18().head(1_000_000_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The head's weights are one tensor of at most 2 GiB, so that of resnet18 has at most 1048575"
                                + " classes, received 1000000000");
    }

    @Test
    void aHeadThatHasLearntNothingSaysSo() {
        HeadSpec spec = Classifier.model("resnet20_cifar").head("ant", "bee");

        assertThatThrownBy(spec::open)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Say fit(training, validation), or untrained() to open it as it begins.");
        try (Classifier untrained = spec.untrained()) {
            assertThat(untrained.classify(Image.black(32, 32, 3)).confidence()).isBetween(0f, 1f);
        }
    }

    @Test
    void everyQuestionTakesWhatClassifyTakes() throws Exception {
        Path file = Rendered.file(folder, 1);
        byte[] bytes = java.nio.file.Files.readAllBytes(file);
        try (Classifier untrained = Classifier.model("resnet20_cifar").head(2).untrained()) {
            float[] logits = untrained.logits(Rendered.image(1));
            float[] features = untrained.features(Rendered.image(1));

            assertThat(untrained.logits(file)).containsExactly(logits);
            assertThat(untrained.logits(bytes)).containsExactly(logits);
            assertThat(untrained.logits(ImageSource.of(file))).containsExactly(logits);
            assertThat(untrained.features(file)).containsExactly(features);
            assertThat(untrained.timed(Rendered.image(1)).prediction().probabilities())
                    .containsExactly(untrained.classify(file).probabilities());
        }
    }

    @Test
    void aSavedClassifierOpensWhereItIsTold() {
        try (Classifier untrained =
                Classifier.model("resnet20_cifar").head("ant", "\uD83D\uDC1D").untrained()) {
            untrained.save(folder);
        }
        Path exported = folder.resolve("bees.onnx");
        for (String engine : new String[] {"pytorch", "onnxruntime"}) {
            try (Classifier saved =
                    Classifier.saved(folder).engine(engine).device("cpu").open()) {
                assertThat(saved.engine()).isEqualTo(engine);
                saved.exportOnnx(exported);
            }
        }
        try (Classifier file = Classifier.onnx(exported).open()) {
            assertThat(file.labels()).containsExactly("ant", "\uD83D\uDC1D");
        }
    }

    private Path weights(String model) {
        Path file = folder.resolve("weights.safetensors");
        Weights weights = Initializer.weights(Models.find(model).build().graph(), 3);
        Safetensors.write(file, weights, Map.of());
        return file;
    }
}
