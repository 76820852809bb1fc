package io.ocelli.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.image.Image;
import io.ocelli.model.InputSize;
import io.ocelli.model.Network;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application asks, beside the methods' numbers. */
class ExplainTest {
    private static final Network NETWORK = GoldenNetwork.network("resnet20_cifar", new InputSize(3, 32, 32), "", 1.2);

    private static Image picture(int height, int width) {
        Image picture = Image.black(height, width, 3);
        for (int i = 0; i < picture.samples().length; i++) {
            picture.samples()[i] = (byte) (i * i);
        }
        return picture;
    }

    @Test
    void aPictureIsSeenAsInEvaluation() {
        Image picture = picture(32, 32);
        float[] normalised = new float[3 * 32 * 32];
        for (int i = 0; i < normalised.length; i++) {
            normalised[i % 3 * 1024 + i / 3] = ((picture.samples()[i] & 255) / 255f - 0.5f) / 0.5f;
        }
        try (Explainer explainer = Explain.by(Method.gradCam(), NETWORK).open()) {
            Close.assertClose(
                    explainer.input(picture).toDoubles(),
                    Tensor.of(NETWORK.architecture().input().shape(), normalised)
                            .toDoubles(),
                    1e-6,
                    "input");
            HeatMap map = explainer.of(picture, 4);
            assertThat(map.label()).isEqualTo("4");
            assertThat(map.height()).isEqualTo(8);
            assertThat(map.width()).isEqualTo(8);
            assertThat(map.place().area()).isEqualTo(32 * 32);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"grad-cam", "eigen-cam", "saliency", "occlusion"})
    void withoutALabelTheClassOfTheLargestLogitIsExplained(String method) {
        Image picture = picture(32, 32);
        try (Explainer explainer = Explain.by(Method.named(method), NETWORK).open();
                Logits logits = new Logits(Explain.by(Method.named(method), NETWORK))) {
            HeatMap best = explainer.of(picture);
            int label = Logits.chosen(logits.of(explainer.input(picture)), Maps.BEST)[0];
            assertThat(best.label()).isEqualTo(Integer.toString(label));
            assertThat(best.values())
                    .containsExactly(explainer.of(picture, label).values(), within(1e-4f));
        }
    }

    @Test
    void aLabelIsAskedForByItsName() {
        List<String> names = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
        Explanation asked = Explain.by(Method.gradCam(), NETWORK, names);
        Image picture = picture(32, 32);

        assertThat(asked.of(picture, "c").values())
                .isEqualTo(asked.of(picture, 2).values());
        assertThatThrownBy(() -> asked.of(picture, "z"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A label is one of the classes [a, b, c, d, e, f, g, h, i, j], received 'z'");
        assertThatThrownBy(() -> asked.of(picture, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A label is the index of one of the network's 10 classes, received 10");
    }

    @Test
    void theMapOfAPartOfAPictureLiesOverThatPart() {
        HeatMap map = Explain.by(Method.gradCam(), NETWORK).of(picture(48, 64), 4);

        assertThat(map.place().x()).isEqualTo(16);
        assertThat(map.place().y()).isEqualTo(8);
        assertThat(map.overlay(picture(48, 64)).sample(0, 0, 1))
                .isEqualTo(picture(48, 64).sample(0, 0, 1));
    }

    @Test
    void smoothGradWithoutNoiseIsSaliencyAndWithNoiseItsSeedDecides() {
        Image picture = picture(32, 32);
        float[] saliency = Explain.by(Method.saliency(), NETWORK).of(picture, 4).values();
        float[] quiet =
                Explain.by(Method.smoothGrad(2, 0, 1), NETWORK).of(picture, 4).values();
        float[] noisy =
                Explain.by(Method.smoothGrad(2, 0.2, 1), NETWORK).of(picture, 4).values();
        float[] again =
                Explain.by(Method.smoothGrad(2, 0.2, 1), NETWORK).of(picture, 4).values();

        assertThat(quiet).containsExactly(saliency, within(1e-5f));
        assertThat(noisy).containsExactly(again, within(1e-5f)).isNotEqualTo(saliency);
    }

    @Test
    void riseOfOneShownMaskIsTheProbabilityEverywhere() {
        Image picture = picture(32, 32);
        try (Explainer explainer = Explain.by(Method.rise(3, 4, 1, 0), NETWORK).open();
                Logits logits = new Logits(Explain.by(Method.gradCam(), NETWORK))) {
            double probability = Softmax.of(logits.of(explainer.input(picture))[0], 4);
            for (float each : explainer.of(picture, 4).values()) {
                assertThat(each).isCloseTo((float) probability, within(1e-5f));
            }
        }
    }

    @Test
    void methodsHaveNamesAndOthersAreListed() {
        assertThat(Method.named("Grad-CAM++")).hasToString("Grad-CAM++");
        assertThatThrownBy(() -> Method.named("lime"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A method of explanation is one of [grad-cam, grad-cam++, hires-cam, layer-cam, eigen-cam,"
                        + " score-cam, ablation-cam, saliency, input-x-gradient, smooth-grad, integrated-gradients,"
                        + " occlusion, rise, attention-rollout, anomaly], received 'lime'");
    }

    @Test
    void whatIsNoMapsIsRefused() {
        Explanation cam =
                Explain.by(Method.gradCam(), GoldenNetwork.network("simple_cnn", new InputSize(3, 32, 32), "", 1));

        assertThatThrownBy(() -> cam.stage("layer9"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The stages of simple_cnn are [conv1, conv2], received 'layer9'");
        assertThatThrownBy(() -> cam.node("fc1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A map is made of feature maps N C H W or of the tokens N T C of a stage's patches, and 'fc1'"
                                + " of simple_cnn is [1, 128]. Name another node, or one of the stages [conv1, conv2].");
    }

    @Test
    void whatDoesNotFitTheMethodIsRefused() {
        assertThatThrownBy(() -> Explain.by(Method.saliency(), NETWORK).stage("layer2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A stage is looked at by class activation maps, and saliency looks at the whole network. Leave"
                                + " stage(...) and node(...) out, or take Method.gradCam().");
        assertThatThrownBy(() -> Explain.by(Method.attentionRollout(), NETWORK).open())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Attention is rolled out in networks whose class token attends to all patches (vit_b_16 and its"
                                + " kin), and resnet20_cifar has none. Take a class activation map, such as Method.gradCam().");
        assertThatThrownBy(() -> Method.occlusion(8, 9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Occlusion's stride is 1 to its window of 8 pixels, so that each pixel is covered, received 9");
        assertThatThrownBy(() -> Method.rise(0, 7, 0.5, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("RISE's masks are at least 1, received 0");
    }

    @Test
    void anEngineThatDoesNotDifferentiateThePictureSaysSo() {
        assertThatThrownBy(() -> Explain.by(Method.saliency(), NETWORK)
                        .engine("onnxruntime")
                        .open())
                .isInstanceOf(io.ocelli.error.EngineException.class)
                .hasMessageContaining("onnxruntime");
    }
}
