package io.ocelli.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.model.Models;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models by name, and the names that published files give to parameters. */
class NamesTest {
    @Test
    void findsByTimmsNameToo() {
        assertThat(Models.find("tf_efficientnet_lite0").name()).isEqualTo("efficientnet_lite0");
    }

    @Test
    void aWrongNameListsTheNearest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Models.find("resnet81"))
                .withMessageStartingWith("No model is named 'resnet81'; near it are resnet18, ")
                .withMessageEndingWith(", and Classifier.models() lists all");
    }

    @ParameterizedTest
    @CsvSource({
        "densenet121, features.denseblock1.denselayer2.norm.1.weight, features.denseblock1.denselayer2.norm1.weight",
        "densenet121, features.denseblock1.denselayer2.conv.2.weight, features.denseblock1.denselayer2.conv2.weight",
        "densenet121, features.norm0.weight, features.norm0.weight",
        "densenet121, features.denseblock1.denselayer2.norm1.weight, features.denseblock1.denselayer2.norm1.weight",
        "vit_b_16, encoder.layers.encoder_layer_0.mlp.linear_1.weight, encoder.layers.encoder_layer_0.mlp.0.weight",
        "vit_b_16, encoder.layers.encoder_layer_0.mlp.linear_2.bias, encoder.layers.encoder_layer_0.mlp.3.bias",
        "efficientnet_lite0, _conv_stem.weight, conv_stem.weight",
        "efficientnet_lite0, _blocks.0._depthwise_conv.weight, blocks.0.0.conv_dw.weight",
        "resnet50, layer1.0.conv1.weight, layer1.0.conv1.weight",
    })
    void makesOldNamesOurs(String model, String old, String ours) {
        assertThat(Models.find(model).renaming().apply(old)).isEqualTo(ours);
    }

    @Test
    void headAndStagesAreWhereTransferLearningLooks() {
        Architecture resnet = Models.find("resnet50").build();

        assertThat(resnet.stages().keySet()).containsExactly("layer1", "layer2", "layer3", "layer4");
        assertThat(resnet.classifiers()).containsExactly("fc");
        assertThat(resnet.graph().node("fc").data()).containsExactly(resnet.features());
    }

    @Test
    void auxiliaryHeadsComeBehindTheMainOne() {
        Architecture googlenet = Models.find("googlenet").build();

        assertThat(googlenet.classifiers()).containsExactly("fc", "aux1.fc2", "aux2.fc2");
        assertThat(googlenet.graph().outputs().keySet()).containsExactly("logits", "aux1", "aux2");
    }

    @Test
    void aWrongInputNamesTheNode() {
        Architecture resnet = Models.find("resnet18").build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> resnet.graph().shapes(Map.of("input", io.ocelli.tensor.Shape.of(1, 4, 224, 224))))
                .withMessage("Node 'conv1' (Conv2d): Dimension 1 of the input is 3, received [1, 4, 224, 224]");
    }

    @Test
    void patchesAreWhole() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Models.find("vit_b_16").build(new InputSize(3, 230, 224)))
                .withMessage("A vision transformer takes whole patches of 16 pixels, received 3 x 230 x 224");
    }

    @Test
    void maxVitTakesWholeWindows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Models.find("maxvit_t").build(new InputSize(3, 256, 256)))
                .withMessage("MaxViT's maps are so many times 7 pixels at every stage, received one of 64 x 64; "
                        + "take inputs of a multiple of 224 pixels");
    }
}
