package io.ocelli.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Node;
import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import io.ocelli.model.Network;
import io.ocelli.model.Pass;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes int8 lose less, and weights alone of 8 bits. */
class QuantizationRepairsTest {
    private static final DataSet PICTURES = pictures(6);

    private static Classifier original;

    @BeforeAll
    static void open() {
        original = Classifier.model("resnet20_cifar").head("a", "b", "c").untrained();
    }

    @AfterAll
    static void close() {
        original.close();
    }

    private static DataSet pictures(int count) {
        Randomness randomness = Randomness.of(7);
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Image image = Image.black(32, 32, 3);
            for (int p = 0; p < image.samples().length; p++) {
                image.samples()[p] = (byte) randomness.nextInt(256);
            }
            images.add(image);
        }
        String[] labels = new String[count];
        Arrays.setAll(labels, i -> List.of("a", "b", "c").get(i % 3));
        return DataSet.of(images, labels);
    }

    /** The same function with channels of very different sizes inside each block. */
    private static Network badlyScaled() {
        Network folded = Pass.foldBatchNorms().apply(original.network());
        Map<String, Tensor> tensors = new LinkedHashMap<>(folded.weights().toMap());
        for (Node node : folded.architecture().graph().nodes()) {
            if (!node.name().endsWith(".conv1")) {
                continue;
            }
            String second = node.name().replace("conv1", "conv2") + ".weight";
            int channels = ((Conv2d) node.operation()).out();
            for (int channel = 0; channel < channels; channel++) {
                float scale = channel % 4 == 0 ? 64 : 1;
                scaled(tensors, node.name() + ".weight", channels, 0, channel, scale);
                scaled(tensors, node.name() + ".bias", channels, 0, channel, scale);
                scaled(tensors, second, channels, 1, channel, 1 / scale);
            }
        }
        return new Network(folded.architecture(), Weights.of(tensors), folded.preprocessing());
    }

    private static void scaled(
            Map<String, Tensor> tensors, String name, int channels, int dimension, int channel, float scale) {
        Tensor tensor = tensors.get(name);
        float[] values = tensor.toFloats();
        int inner = dimension == 0
                ? values.length / channels
                : tensor.shape().at(2) * tensor.shape().at(3);
        for (int i = 0; i < values.length; i++) {
            values[i] *= i / inner % channels == channel ? scale : 1;
        }
        tensors.put(name, Tensor.of(tensor.shape(), values));
    }

    private static double decibels(Network network, Pass quantization) {
        // Nodes change their sizes where layers are equalised; logits do not.
        return QuantizationReport.of(network, quantization.apply(network), PICTURES)
                .decibels();
    }

    @Test
    void equalisationChangesNothingOfWhatIsComputed() {
        Network bad = badlyScaled();
        Network even = new Equalization().apply(bad);
        assertThat(even.weights().get("layer1.0.conv1.weight").toFloats())
                .isNotEqualTo(bad.weights().get("layer1.0.conv1.weight").toFloats());
        assertThat(decibels(bad, new Equalization())).isGreaterThan(90);
    }

    @Test
    void equalisationGivesChannelsTheirLevelsBack() {
        Network bad = badlyScaled();
        double plain = decibels(bad, Quantization.of(PICTURES));
        double equalized = decibels(bad, Quantization.of(PICTURES).equalized(true));
        assertThat(equalized).isGreaterThan(plain + 6);
    }

    @Test
    void correctedBiasesLowerTheErrorOfTheMean() {
        Quantization coarse = Quantization.of(PICTURES).activations(new Levels(0, 31, false));
        Network folded = Pass.foldBatchNorms().apply(original.network());
        double plain = meanError(folded, coarse.apply(folded));
        double corrected = meanError(folded, coarse.corrected(true).apply(folded));
        assertThat(corrected).isLessThan(plain / 3);
        assertThat(decibels(folded, coarse.corrected(true))).isGreaterThan(decibels(folded, coarse));
    }

    /** How far the mean logits are from what they were, over the classes. */
    private static double meanError(Network network, Network quantized) {
        double[] means = new double[3];
        try (Classifier floats = original.apply(each -> network);
                Classifier whole = original.apply(each -> quantized)) {
            for (int i = 0; i < PICTURES.size(); i++) {
                ImageSource picture = PICTURES.sample(i).source();
                float[] is = floats.logits(picture);
                float[] became = whole.logits(picture);
                for (int k = 0; k < means.length; k++) {
                    means[k] += (double) became[k] - is[k];
                }
            }
        }
        return Arrays.stream(means).map(Math::abs).sum();
    }

    @Test
    void aTrainingLearnsWhatRepairsAreFor() {
        assertThatThrownBy(() -> QuantizationAwareTraining.of(
                        original.network(), Quantization.of(PICTURES).equalized(true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A training learns what equalisation and correction are for, received Quantization by minmax"
                                + " over 6 pictures, equalized. Leave equalized(true) and corrected(true) out.");
    }

    @Test
    void weightsAloneAreAQuarterAndSayNearlyTheSame(@TempDir Path folder) throws IOException {
        original.save(folder.resolve("float"));
        try (Classifier small = original.apply(WeightQuantization.allLayers())) {
            small.save(folder.resolve("whole"));
            assertThat(small.weights().get("layer1.0.conv1.weight").type()).isEqualTo(DType.INT8);
            assertThat(small.weights().get("layer1.0.conv1.bias").type()).isEqualTo(DType.FLOAT32);
        }
        double share = (double) Files.size(folder.resolve("whole/model.safetensors"))
                / Files.size(folder.resolve("float/model.safetensors"));
        assertThat(share).isBetween(0.24, 0.31);
        assertThat(decibels(original.network(), WeightQuantization.allLayers())).isGreaterThan(34);
        for (String engine : List.of("pytorch", "onnxruntime")) {
            try (Classifier loaded =
                    Classifier.saved(folder.resolve("whole")).engine(engine).open()) {
                for (int i = 0; i < PICTURES.size(); i++) {
                    float[] is = original.logits(PICTURES.sample(i).source());
                    float[] became = loaded.logits(PICTURES.sample(i).source());
                    double size = 0;
                    double error = 0;
                    for (int k = 0; k < is.length; k++) {
                        size = Math.max(size, Math.abs(is[k]));
                        error = Math.max(error, Math.abs(is[k] - became[k]));
                    }
                    assertThat(error).as(engine).isLessThan(0.02 * size);
                }
            }
        }
    }

    @Test
    void layersThatAreToStayStayFloat() {
        Network small =
                WeightQuantization.allLayers().floating("linear", "conv1").apply(original.network());
        assertThat(small.weights().get("linear.weight").type()).isEqualTo(DType.FLOAT32);
        assertThat(small.weights().get("layer1.0.conv1.weight").type()).isEqualTo(DType.INT8);
        assertThatThrownBy(() -> WeightQuantization.allLayers()
                        .apply(WeightQuantization.allLayers().apply(small)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has none that is not floating or int8 already");
    }

    @Test
    void weightsOfFourBitsHaveFifteenLevels() {
        Network four = Quantization.of(PICTURES)
                .weights(new Levels(-7, 7, true))
                .activations(new Levels(0, 15, false))
                .apply(original.network());
        for (double level : four.weights().get("layer2.0.conv1.weight").toDoubles()) {
            assertThat(level).isBetween(-7.0, 7.0);
        }
        assertThat(Arrays.stream(four.weights().get("layer2.0.conv1.weight").toDoubles())
                        .map(Math::abs)
                        .max())
                .hasValue(7);
        double simulated = decibels(original.network(), network -> four);
        assertThat(simulated).isBetween(1.0, 20.0);
        assertThatThrownBy(() -> Quantization.of(PICTURES).weights(Levels.UINT8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Weights have as many levels below 0 as above, 127 at most, received ");
    }
}
