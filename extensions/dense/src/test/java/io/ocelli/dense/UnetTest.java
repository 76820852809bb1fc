package io.ocelli.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Node;
import io.ocelli.graph.Padding;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.model.Models;
import io.ocelli.model.Network;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.weights.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** U-Nets on both engines, against {@code dense/unet_*.json}. */
class UnetTest {
    private static final String[] EFFICIENT = {"features.1", "features.2", "features.3", "features.5", "features.7"};

    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "resnet34"})
    void overAResNetItsStateIsTheReferences(String name) {
        GoldenDense golden = GoldenDense.of("unet_" + name);
        Graph graph = Unet.of(2)
                .classes(3)
                .apply(GoldenDense.untrained(Models.find(name).build(golden.size())))
                .architecture()
                .graph();
        assertThat(GoldenDense.state(graph)).containsExactlyInAnyOrderElementsOf(golden.state());
    }

    @TestFactory
    Stream<DynamicTest> theySayWhatTheReferencesDo() {
        return Stream.of("resnet18", "resnet34", "efficientnet-b0", "timm-efficientnet_b0")
                .flatMap(name -> Stream.of("pytorch", "onnxruntime")
                        .map(engine -> dynamicTest(name + " on " + engine, () -> check(name, engine))));
    }

    private static void check(String name, String engine) {
        GoldenDense golden = GoldenDense.of("unet_" + name);
        boolean timm = name.startsWith("timm");
        boolean google = name.startsWith("efficientnet");
        Architecture backbone =
                Models.find(timm || google ? "efficientnet_b0" : name).build(golden.size());
        Unet unet = Unet.of(2).classes(3);
        Architecture encoder = google ? backbone.with(tensorFlows(backbone.graph())) : backbone;
        String[] skips = EFFICIENT.clone();
        if (google) { // smp's own encoder takes the stem's map, and of a stage the first block's
            skips[0] = "features.0";
            skips[3] = "features.5.0.block.3.1";
        }
        Network network = (timm || google ? unet.skips(skips) : unet).apply(GoldenDense.untrained(encoder));
        Architecture architecture = network.architecture();
        Weights weights = timm || google ? efficient(golden.weights(), google, encoder) : golden.weights();

        Map<String, String> nodes = new LinkedHashMap<>();
        nodes.put("classes", architecture.graph().output(Architecture.LOGITS));
        nodes.put("mask", architecture.graph().output(Unet.MASK));
        nodes.put("decoder", architecture.graph().node(nodes.get("mask")).data().get(0));
        List<Levels.Level> levels = timm || google ? Levels.named(encoder, List.of(skips)) : Levels.withStem(encoder);
        for (int i = 0; i < levels.size(); i++) {
            nodes.put("level " + i, "encoder." + levels.get(i).node());
        }
        Map<String, Tensor> found = golden.run(engine, architecture.graph(), weights, nodes);

        JsonObject json = golden.json();
        Close.assertClose(found.get("classes").toDoubles(), Close.numbers(json.get("classes")), 1e-4, "classes");
        JsonArray encoded = json.getAsJsonArray("encoder");
        for (int i = 0; i < encoded.size(); i++) {
            GoldenDense.checkSummary(encoded.get(i), found.get("level " + i), "level " + i);
        }
        GoldenDense.checkSummary(json.get("decoder"), found.get("decoder"), "the decoder");
        JsonObject mask = json.getAsJsonObject("mask");
        GoldenDense.checkSummary(mask, found.get("mask"), "the mask");
        Close.assertClose(
                Arrays.copyOf(found.get("mask").toDoubles(), 32),
                Close.numbers(mask.get("first_32")),
                1e-4,
                "its beginning");
        Close.assertClose(
                GoldenDense.means(found.get("mask")), Close.numbers(mask.get("block_mean_8x8")), 1e-4, "blocks");
    }

    /** As Google published it: what TensorFlow pads where it halves, and its batch norms' eps. */
    private static Graph tensorFlows(Graph graph) {
        return graph.map(node -> {
            if (node.operation() instanceof Conv2d) {
                Conv2d conv = (Conv2d) node.operation();
                return conv.padding().height() == 0
                        ? node
                        : new Node(node.name(), conv.padding(Padding.SAME), node.inputs());
            }
            return node.operation() instanceof BatchNorm2d
                    ? new Node(node.name(), ((BatchNorm2d) node.operation()).eps(1e-3), node.inputs())
                    : node;
        });
    }

    /** The reference's weights by the names that ours have. */
    private static Weights efficient(Weights weights, boolean google, Architecture encoder) {
        String prefix = google ? "encoder." : "encoder.model.";
        Map<String, Tensor> own = new LinkedHashMap<>();
        Map<String, Tensor> rest = new LinkedHashMap<>();
        weights.toMap().forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                String bare = name.substring(prefix.length());
                own.put(google ? timms(bare) : bare, tensor);
            } else {
                rest.put(name, tensor);
            }
        });
        Weights read = Models.find("efficientnet_b0").timm().read(Weights.of(own), encoder.graph());
        read.toMap().forEach((name, tensor) -> rest.put("encoder." + name, tensor));
        return Weights.of(rest);
    }

    private static final int[] BLOCKS = {1, 2, 2, 3, 3, 4, 1};

    /** timm's name for one of lukemelas's. */
    private static String timms(String name) {
        Matcher block = Pattern.compile("_blocks\\.(\\d+)\\.(_\\w+)\\.(.+)").matcher(name);
        if (!block.matches()) {
            return name.replace("_conv_stem", "conv_stem")
                    .replace("_bn0", "bn1")
                    .replace("_conv_head", "conv_head")
                    .replace("_bn1", "bn2");
        }
        int stage = 0;
        int at = Integer.parseInt(block.group(1));
        while (at >= BLOCKS[stage]) {
            at -= BLOCKS[stage++];
        }
        Map<String, String> layers = stage == 0
                ? Map.of("_bn1", "bn1", "_bn2", "bn2", "_project_conv", "conv_pw")
                : Map.of(
                        "_bn0",
                        "bn1",
                        "_bn1",
                        "bn2",
                        "_bn2",
                        "bn3",
                        "_expand_conv",
                        "conv_pw",
                        "_project_conv",
                        "conv_pwl");
        Map<String, String> alike =
                Map.of("_depthwise_conv", "conv_dw", "_se_reduce", "se.conv_reduce", "_se_expand", "se.conv_expand");
        String layer = layers.getOrDefault(block.group(2), alike.getOrDefault(block.group(2), block.group(2)));
        return "blocks." + stage + "." + at + "." + layer + "." + block.group(3);
    }

    /** One of each family that ends stages in maps. */
    @ParameterizedTest
    @CsvSource({
        "resnet18, 5",
        "densenet121, 5",
        "mobilenet_v2, 5",
        "mobilenet_v3_small, 5",
        "efficientnet_lite0, 5",
        "convnext_tiny, 4",
        "regnet_y_400mf, 5",
        "shufflenet_v2_x0_5, 4",
        "mnasnet0_5, 5",
        "resnet20_cifar, 2"
    })
    void anyBackboneThatMakesMapsSmallerHasAUnet(String name, int blocks) {
        Architecture backbone = Models.find(name).build(new InputSize(3, 64, 96));
        Architecture unet =
                Unet.of(2).classes(3).apply(GoldenDense.untrained(backbone)).architecture();
        Map<String, Shape> shapes =
                unet.graph().shapes(Map.of(Architecture.INPUT, backbone.input().shape()));
        assertThat(shapes.get(unet.graph().output(Unet.MASK))).isEqualTo(Shape.of(1, 2, 64, 96));
        assertThat(unet.classes()).isEqualTo(3);
        assertThat(unet.graph().nodes().stream()
                        .map(Node::name)
                        .filter(node -> node.matches("decoder\\.blocks\\.\\d+\\.conv1\\.0")))
                .hasSize(blocks);
    }

    /** 33 pixels are halved to 17, 9, 5, 3 and 2, which no doubling gives back. */
    @Test
    void anOddSizeIsReachedTooAndTheBackboneKeepsWhatItLearnt() {
        Architecture backbone = Models.find("resnet18").build(new InputSize(3, 33, 47));
        Network before = GoldenDense.untrained(backbone);
        Network unet = Unet.of(1).apply(before);
        assertThat(unet.architecture()
                        .graph()
                        .shapes(Map.of(Architecture.INPUT, backbone.input().shape()))
                        .get(unet.architecture().graph().output(Unet.MASK)))
                .isEqualTo(Shape.of(1, 1, 33, 47));
        assertThat(unet.weights().get("encoder.layer3.0.conv1.weight"))
                .isSameAs(before.weights().get("layer3.0.conv1.weight"));
        assertThat(unet.architecture().stages())
                .containsEntry("layer4", "encoder." + backbone.stages().get("layer4"));
        assertThat(unet.weights().find("encoder.fc.weight")).isNull();
    }

    @Test
    void aTransformerWithoutMapsIsRefused() {
        Network vit = GoldenDense.untrained(Models.find("vit_b_32").build(new InputSize(3, 64, 64)));
        assertThatThrownBy(() -> Unet.of(1).apply(vit))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A dense network is built over maps N C H W of two sizes or more, and vit_b_32 at 3 x 64 x 64"
                                + " has 1. Take a backbone that makes its maps smaller stage by stage, such as resnet18,"
                                + " or larger pictures.");
    }

    @Test
    void stagesThatAreNotThereAreRefused() {
        Network resnet = GoldenDense.untrained(Models.find("resnet18").build(new InputSize(3, 64, 64)));
        assertThatThrownBy(() -> Unet.of(1).skips("layer1", "layer5").apply(resnet))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Maps are named by a stage or a node of resnet18, whose stages are [layer1, layer2, layer3,"
                        + " layer4], received 'layer5'");
        assertThatThrownBy(() -> Unet.of(1).widths(32, 16).apply(resnet))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A U-Net has a width for each of its 5 blocks, received [32, 16]. Say widths(...), or"
                        + " skips(...) of fewer maps.");
    }
}
