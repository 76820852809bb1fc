package io.ocelli.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.model.Adaptation;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.model.Models;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Golden;
import io.ocelli.weights.Weights;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Weights of one input made to fit another; expected figures are torchvision's {@code interpolate_embeddings}. */
class AdaptationTest {
    private static final String EMBEDDING = "encoder.pos_embedding";
    private static final String VIT = "vit(image 32, patch 8, layers 1, heads 1, width 2, mlp 4)";
    private static final Weights TRAINED =
            Weights.of(Map.of(EMBEDDING, Golden.tensor(EMBEDDING, Shape.of(1, 17, 2), -1, 1)));

    @Test
    void interpolatesPositionsForALargerInput() {
        assertPositions(
                40,
                40,
                0.8676131,
                -0.3611284,
                0.7879794,
                0.4077108,
                0.3620757,
                -0.8013926,
                0.03831099,
                -0.1131448,
                0.2945183,
                0.6494417,
                0.9519585,
                -0.4208031,
                0.2630265,
                0.8008406,
                0.9250643,
                -0.4585608,
                0.03953225,
                -0.2297062,
                -0.7475398,
                0.5210835,
                0.09841375,
                0.2366178,
                -0.3996176,
                0.1277087,
                -0.04717932,
                -0.08229142,
                -0.04752211,
                0.4125471,
                0.02455233,
                0.7487733,
                0.5122609,
                0.2424974,
                -0.5907508,
                -0.588805,
                -0.8475658,
                0.2666028,
                0.09002508,
                0.8126229,
                0.95472,
                0.6375748,
                0.5617412,
                0.1460813,
                -0.2349567,
                -0.276709,
                0.03643902,
                0.5582998,
                0.5107851,
                0.2436923,
                0.207935,
                -0.1238008,
                -0.9724132,
                0.6124214);
    }

    @Test
    void interpolatesPositionsForASmallerInput() {
        assertPositions(
                24,
                24,
                0.8676131,
                -0.3611284,
                0.7879794,
                0.4077108,
                0.03831099,
                -0.1131448,
                0.9519585,
                -0.4208031,
                -0.3996176,
                0.1277087,
                -0.04752211,
                0.4125471,
                0.5122609,
                0.2424974,
                -0.2349567,
                -0.276709,
                0.5107851,
                0.2436923,
                -0.9724132,
                0.6124214);
    }

    @Test
    void interpolatesPositionsForAnOblongInput() {
        assertPositions(
                16,
                40,
                0.8676131,
                -0.3611284,
                0.7879794,
                0.4077108,
                0.3620757,
                -0.8013926,
                0.03831099,
                -0.1131448,
                0.2945183,
                0.6494417,
                0.9519585,
                -0.4208031,
                -0.2349567,
                -0.276709,
                0.03643902,
                0.5582998,
                0.5107851,
                0.2436923,
                0.207935,
                -0.1238008,
                -0.9724132,
                0.6124214);
    }

    @Test
    void leavesWhatFits() {
        Architecture same = Models.find(VIT).build();

        assertThat(Adaptation.toInput(TRAINED, same)).isSameAs(TRAINED);
    }

    @Test
    void sumsTheFirstConvolutionForGrayPictures() {
        float[] first = adapted(1).toFloats();
        float[] original = trainedConvolution().toFloats();

        assertThat(first).hasSize(64 * 49);
        assertThat(first[0]).isCloseTo(original[0] + original[49] + original[98], within(1e-6f));
    }

    @Test
    void repeatsTheFirstConvolutionForMoreChannels() {
        float[] first = adapted(4).toFloats();
        float[] original = trainedConvolution().toFloats();

        assertThat(first).hasSize(64 * 4 * 49);
        assertThat(first[0]).isCloseTo(original[0] * 0.75f, within(1e-6f));
        assertThat(first[3 * 49]).isCloseTo(original[0] * 0.75f, within(1e-6f));
    }

    private static Tensor trainedConvolution() {
        return Golden.tensor("conv1.weight", Shape.of(64, 3, 7, 7), -1, 1);
    }

    private static Tensor adapted(int channels) {
        Architecture architecture = Models.find("resnet18").build(new InputSize(channels, 224, 224));
        Weights trained = Weights.of(Map.of("conv1.weight", trainedConvolution()));
        return Adaptation.toInput(trained, architecture).get("conv1.weight");
    }

    private static void assertPositions(int height, int width, double... expected) {
        Architecture architecture = Models.find(VIT).build(new InputSize(3, height, width));
        double[] actual =
                Adaptation.toInput(TRAINED, architecture).get(EMBEDDING).toDoubles();

        assertThat(actual).hasSize(expected.length);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(1e-6));
        }
    }
}
