package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.data.DataSet;
import io.ocelli.error.EngineException;
import io.ocelli.image.Image;
import io.ocelli.model.Initializer;
import io.ocelli.model.Models;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Training;
import io.ocelli.weights.Safetensors;
import io.ocelli.weights.Weights;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What transfer learning takes from a network. */
class TransferTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void givesTheFeatureMapsOfEachStage(String engine) {
        try (Classifier classifier = Classifier.model("resnet20_cifar")
                .weights(weights())
                .engine(engine)
                .open()) {
            Map<String, Tensor> stages = classifier.stages(picture(3));

            assertThat(stages.keySet()).containsExactly("layer1", "layer2", "layer3");
            assertThat(stages.get("layer1").shape()).isEqualTo(Shape.of(1, 16, 32, 32));
            assertThat(stages.get("layer2").shape()).isEqualTo(Shape.of(1, 32, 16, 16));
            assertThat(stages.get("layer3").shape()).isEqualTo(Shape.of(1, 64, 8, 8));
            assertThat(means(stages.get("layer3"))).containsExactly(classifier.features(picture(3)), within(1e-5f));
        }
    }

    @Test
    void refusesStagesOnceClosed() {
        Classifier classifier =
                Classifier.model("resnet20_cifar").weights(weights()).open();
        classifier.close();

        assertThatThrownBy(() -> classifier.stages(picture(3))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void takesGrayPictures() {
        Backbone backbone =
                Classifier.model("resnet20_cifar").weights(weights()).inputChannels(1);
        try (Classifier gray = backbone.open()) {
            Tensor first = gray.weights().get("conv1.weight");

            assertThat(first.shape()).isEqualTo(Shape.of(16, 1, 3, 3));
            assertThat(gray.preprocessing().channels()).isEqualTo(1);
            assertThat(gray.logits(picture(1))).hasSize(10);
        }
    }

    /** A gray picture in equal channels, normalised alike, is what the sum of the channels' weights sees. */
    @Test
    void saysOfGrayWhatItSaidOfThreeEqualChannels() {
        Backbone colour = Classifier.model("resnet20_cifar").weights(weights());
        try (Classifier three = colour.preprocessing(Preprocessings.plain(colour.size()))
                        .open();
                Classifier one = colour.inputChannels(1)
                        .preprocessing(
                                Preprocessings.plain(colour.inputChannels(1).size()))
                        .open()) {
            assertThat(one.logits(picture(1))).containsExactly(three.logits(picture(1)), within(1e-4f));
        }
    }

    @Test
    void refusesNoChannels() {
        assertThatThrownBy(() -> Classifier.model("resnet18").inputChannels(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A picture has at least 1 channel, received 0");
    }

    @Test
    void theEnginesTrainTheSameHead() {
        try (Classifier one = headTrainedOn("pytorch");
                Classifier other = headTrainedOn("onnxruntime")) {
            Weights expected = one.weights();
            for (String name : new String[] {"linear.weight", "linear.bias"}) {
                assertThat(other.weights().get(name).toFloats())
                        .containsExactly(expected.get(name).toFloats(), within(1e-4f));
            }
        }
    }

    @Test
    void anEngineThatIsNamedSaysWhatItDoesNotTrain() {
        DataSet pictures = RenderedPictures.of(2, 4, 1);
        HeadSpec whole = Classifier.model("resnet20_cifar")
                .weights(weights())
                .engine("onnxruntime")
                .head(2);

        assertThatThrownBy(() -> whole.fit(pictures, pictures))
                .isInstanceOf(EngineException.class)
                .hasMessage("Training needs an engine on the class path, and none of these will do:\n"
                        + "onnxruntime: it trains heads on what is frozen, and the batch norm 'bn1' is not"
                        + "\nName another engine, or leave the choice open.");
    }

    private Classifier headTrainedOn(String engine) {
        DataSet pictures = RenderedPictures.of(3, 8, 1);
        return Classifier.model("resnet20_cifar")
                .weights(weights())
                .engine(engine)
                .freezeBackbone()
                .head(3)
                .fit(
                        pictures,
                        pictures,
                        Training.defaults().epochs(3).batchSize(4).clip(1));
    }

    private Path weights() {
        Path file = folder.resolve("weights.safetensors");
        Weights weights =
                Initializer.weights(Models.find("resnet20_cifar").build().graph(), 3);
        Safetensors.write(file, weights, Map.of());
        return file;
    }

    private static Image picture(int channels) {
        byte[] samples = new byte[32 * 32 * channels];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (i * 37 % 241);
        }
        return Image.of(32, 32, channels, samples);
    }

    private static float[] means(Tensor maps) {
        float[] values = maps.toFloats();
        float[] means = new float[maps.shape().at(1)];
        int pixels = values.length / means.length;
        for (int i = 0; i < values.length; i++) {
            means[i / pixels] += values[i] / pixels;
        }
        return means;
    }
}
