package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.error.WeightsException;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Node;
import io.ocelli.graph.Operation;
import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.Initializer;
import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.weights.Safetensors;
import io.ocelli.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders that others or earlier versions saved. */
class SavedFoldersTest {
    /** In the form in which timm 1.0.31 writes it, without the parts that say where weights were published. */
    private static final String TIMM = """
            {"architecture": "mnasnet_050", "num_classes": 3, "num_features": 1280, "global_pool": "avg",
             "model_args": {"num_classes": 3, "in_chans": 3, "global_pool": "avg"},
             "pretrained_cfg": {"input_size": [3, 224, 224], "fixed_input_size": false, "interpolation": "bicubic",
              "crop_pct": 0.875, "crop_mode": "center", "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225],
              "num_classes": 3, "pool_size": [7, 7], "first_conv": "conv_stem", "classifier": "classifier"}}""";

    @TempDir
    private Path folder;

    /** Whatever changes later: these folders open, and say the same. In the second are entries in parts. */
    @ParameterizedTest
    @ValueSource(strings = {"saved-format-1", "saved-format-2"})
    void opensTheFoldersOfEveryFormat(String name) throws Exception {
        Path saved = Path.of(SavedFoldersTest.class.getResource(name).toURI());
        float[] logits = floats(Files.readString(saved.resolve("logits.json")));

        try (Classifier classifier = Classifier.load(saved)) {
            assertThat(classifier.architecture().name()).isEqualTo("lenet5");
            assertThat(classifier.logits(picture())).containsExactly(logits, within(1e-5f));
        }
    }

    @Test
    void opensTimmsFolder() throws Exception {
        Weights weights = timmFolder(TIMM);

        try (Classifier classifier = Classifier.load(folder)) {
            assertThat(classifier.architecture().name()).isEqualTo("mnasnet0_5");
            assertThat(classifier.labels()).containsExactly("0", "1", "2");
            assertThat(classifier.preprocessing())
                    .isEqualTo(Preprocessing.imagenet().withInterpolation(Interpolation.BICUBIC));
            assertThat(classifier.weights().get("layers.8.1.layers.3.weight").toFloats())
                    .containsExactly(weights.get("blocks.1.1.conv_dw.weight").toFloats());
            assertThat(classifier.logits(picture())).hasSize(3);
        }
    }

    @Test
    void takesLabelsFromTimmsFolder() throws Exception {
        timmFolder(TIMM.replace("\"num_features\"", "\"label_names\": [\"ant\", \"bee\", \"cat\"], \"num_features\""));

        try (Classifier classifier = Classifier.load(folder)) {
            assertThat(classifier.labels()).containsExactly("ant", "bee", "cat");
        }
    }

    @Test
    void refusesArgumentsOfTimmsThatItDoesNotFollow() throws Exception {
        timmFolder(TIMM.replace("\"in_chans\": 3", "\"pad_type\": \"same\""));

        assertThatThrownBy(() -> Classifier.load(folder))
                .isInstanceOf(WeightsException.class)
                .hasMessage("The network in " + folder + " was made with timm's argument 'pad_type' = \"same\", and"
                        + " Ocelli follows [img_size, in_chans, num_classes, drop_rate, drop_path_rate, bn_eps,"
                        + " bn_momentum]. Save it from timm without, or as ONNX for Classifier.onnx(file).");
    }

    /** They got a centre crop, and nothing was said. */
    @Test
    void refusesPicturesThatAreCroppedInAnotherWay() throws Exception {
        timmFolder(TIMM.replace("\"crop_mode\": \"center\"", "\"crop_mode\": \"border\""));

        assertThatThrownBy(() -> Classifier.load(folder))
                .isInstanceOf(WeightsException.class)
                .hasMessage("The pictures of the network in " + folder + " are prepared with timm's crop_mode 'border',"
                        + " and Ocelli follows 'center', the shorter side is resized, the middle cut out, and 'squash',"
                        + " each side is resized by itself. Set it to one of these in config.json if that is meant, or"
                        + " export the network as ONNX for Classifier.onnx(file).");
    }

    @Test
    void squashesPicturesWhereTimmDoes() throws Exception {
        timmFolder(TIMM.replace("\"crop_mode\": \"center\"", "\"crop_mode\": \"squash\""));
        Path again = folder.resolve("again");

        try (Classifier classifier = Classifier.load(folder)) {
            classifier.save(again);
        }
        assertThat(config(again).toString())
                .contains("{\"name\":\"Resize\",\"height\":256,\"width\":256,\"interpolation\":\"bicubic\"}")
                .contains("{\"name\":\"CenterCrop\",\"height\":224,\"width\":224}");
    }

    @Test
    void followsTheBatchNormsThatTimmWasTold() throws Exception {
        timmFolder(TIMM.replace("\"in_chans\": 3", "\"bn_eps\": 0.001, \"bn_momentum\": null"));
        Path again = folder.resolve("again");

        try (Classifier classifier = Classifier.load(folder)) {
            assertThat(batchNorms(classifier.architecture().graph()))
                    .containsOnly(BatchNorm2d.of(1).eps(0.001));
            classifier.save(again);
        }
        assertThat(config(again).get("architecture").getAsString()).isEqualTo("mnasnet_050");
        assertThat(config(again).getAsJsonObject("model_args")).hasToString("{\"bn_eps\":0.001}");
    }

    /** timm's own are PyTorch's, where torchvision's are not. */
    @Test
    void opensTimmsFolderWithTimmsBatchNorms() throws Exception {
        timmFolder(TIMM.replace("mnasnet_050", "mobilenetv3_small_100"));

        try (Classifier classifier = Classifier.load(folder)) {
            assertThat(batchNorms(classifier.architecture().graph())).containsOnly(BatchNorm2d.of(1));
        }
    }

    @Test
    void opensTimmsInceptionWithoutItsAuxiliaryHead() throws Exception {
        timmFolder(TIMM.replace("mnasnet_050", "inception_v3").replace("224", "299"));
        Path again = folder.resolve("again");

        try (Classifier classifier = Classifier.load(folder)) {
            assertThat(classifier.architecture().graph().outputs()).containsOnlyKeys("logits");
            assertThat(classifier.loadReport().isComplete()).isTrue();
            classifier.save(again);
        }
        assertThat(config(again).get("architecture").getAsString()).isEqualTo("inception_v3");
        assertThat(config(again).getAsJsonObject("pretrained_cfg").has("tag")).isFalse();
    }

    @Test
    void opensTimmsInceptionWithItsAuxiliaryHead() throws Exception {
        timmFolder(TIMM.replace("mnasnet_050", "inception_v3")
                .replace("224", "299")
                .replace("\"in_chans\": 3", "\"aux_logits\": true"));
        Path again = folder.resolve("again");

        try (Classifier classifier = Classifier.load(folder)) {
            assertThat(classifier.architecture().graph().outputs()).containsOnlyKeys("logits", "aux");
            classifier.save(again);
        }
        try (Classifier own = Classifier.load(again)) {
            assertThat(own.architecture().auxiliary()).isEqualTo(Map.of("aux", 0.4));
        }
        // timm's mark of a file in which it is to leave out what it has no place for
        assertThat(config(again).getAsJsonObject("pretrained_cfg").get("tag").getAsString())
                .isEqualTo("tv_in1k");
    }

    @Test
    void opensWhatTimmSavedByPickle() throws Exception {
        timmFolder(TIMM);
        Files.move(folder.resolve("model.safetensors"), folder.resolve("pytorch_model.bin"));

        try (Classifier classifier = Classifier.load(folder)) {
            assertThat(classifier.architecture().name()).isEqualTo("mnasnet0_5");
        }
    }

    @Test
    void savesABiasInPartsWhereTimmHasThem() throws Exception {
        timmFolder(TIMM.replace("mnasnet_050", "swinv2_tiny_window8_256").replace("224", "256"));
        Path again = folder.resolve("again");

        try (Classifier classifier = Classifier.load(folder)) {
            classifier.save(again);
        }
        // its layers read weights that other nodes make, which format 2 has not
        assertThat(config(again).getAsJsonObject("ocelli").get("format").getAsInt())
                .isEqualTo(3);
        assertThat(Safetensors.read(again.resolve("model.safetensors")).names())
                .contains("layers.0.blocks.0.attn.q_bias", "layers.0.blocks.0.attn.v_bias")
                .doesNotContain("layers.0.blocks.0.attn.qkv.bias");
        try (Classifier own = Classifier.load(again)) {
            assertThat(own.loadReport().isComplete()).isTrue();
        }
    }

    @Test
    void savesInTimmsLayout() throws Exception {
        Weights weights = timmFolder(TIMM);
        Path again = folder.resolve("again");
        try (Classifier classifier = Classifier.load(folder)) {
            classifier.save(again);
        }

        assertThat(Safetensors.read(again.resolve("model.safetensors")).names())
                .containsExactlyInAnyOrderElementsOf(weights.names());
        JsonObject config = config(again);
        assertThat(config.get("architecture").getAsString()).isEqualTo("mnasnet_050");
        assertThat(config.getAsJsonObject("pretrained_cfg").get("classifier").getAsString())
                .isEqualTo("classifier");
        try (Classifier own = Classifier.load(again);
                Classifier timms = Classifier.load(folder)) {
            assertThat(own.logits(picture())).containsExactly(timms.logits(picture()));
        }
    }

    @Test
    void refusesTimmsWindowsThatDoNotTileTheMaps() throws Exception {
        timmFolder(TIMM.replace("mnasnet_050", "swinv2_tiny_window8_256"));

        assertThatThrownBy(() -> Classifier.load(folder))
                .isInstanceOf(WeightsException.class)
                .hasMessage(
                        "timm's swinv2_tiny_window8_256 in " + folder + " is made for 224 x 224 pixels, for which it"
                                + " computes something else than swin_v2_t. Save it from timm for 256 x 256, or as ONNX for"
                                + " Classifier.onnx(file).");
    }

    private static JsonObject config(Path folder) throws IOException {
        return JsonParser.parseString(Files.readString(folder.resolve("config.json")))
                .getAsJsonObject();
    }

    /** All as if of one channel. */
    private static List<Operation> batchNorms(Graph graph) {
        return graph.nodes().stream()
                .map(Node::operation)
                .filter(BatchNorm2d.class::isInstance)
                .map(BatchNorm2d.class::cast)
                .<Operation>map(norm -> new BatchNorm2d(1, norm.eps(), norm.momentum()))
                .toList();
    }

    private Weights timmFolder(String config) throws Exception {
        Model model = Models.find(JsonParser.parseString(config)
                .getAsJsonObject()
                .get("architecture")
                .getAsString());
        Graph graph = model.build().classes(3).graph();
        if (!config.contains("aux_logits")) {
            graph = graph.only(Architecture.LOGITS);
        }
        Weights weights = model.timm().write(Initializer.weights(graph, 1), graph);
        Safetensors.write(folder.resolve("model.safetensors"), weights, Map.of("format", "pt"));
        Files.writeString(folder.resolve("config.json"), config);
        return weights;
    }

    private static Image picture() {
        byte[] samples = new byte[40 * 50 * 3];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (i * 31 % 251);
        }
        return Image.of(40, 50, 3, samples);
    }

    private static float[] floats(String json) {
        List<com.google.gson.JsonElement> values =
                JsonParser.parseString(json).getAsJsonArray().asList();
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).getAsFloat();
        }
        return floats;
    }
}
