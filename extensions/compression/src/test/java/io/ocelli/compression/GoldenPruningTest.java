package io.ocelli.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Cost;
import io.ocelli.graph.LayerNorm;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Node;
import io.ocelli.graph.Parameter;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What torch-pruning makes of seventeen networks: channels, shapes and logits. */
class GoldenPruningTest {
    private static final Set<String> SLOW =
            Set.of("vgg11_bn", "resnet50", "vit_b_16", "convnext_tiny", "resnext50_32x4d", "densenet121");

    @TestFactory
    Stream<DynamicTest> quick() {
        return cases(false);
    }

    @TestFactory
    @Tag("proof")
    Stream<DynamicTest> slow() {
        return cases(true);
    }

    private static Stream<DynamicTest> cases(boolean slow) {
        return GoldenPruning.networks().entrySet().stream()
                .filter(each -> each.getValue().has("groups"))
                .filter(each -> slow == SLOW.contains(each.getKey()))
                .map(each -> dynamicTest(each.getKey(), () -> check(each.getValue())));
    }

    private static void check(JsonObject golden) {
        Network network = GoldenPruning.network(golden);
        for (JsonElement each : golden.getAsJsonArray("cases")) {
            check(golden, network, each.getAsJsonObject());
        }
    }

    private static Pruning pruning(JsonObject golden, JsonObject wanted) {
        JsonElement multiple = golden.get("round_to");
        Pruning pruning = pruning(wanted).roundTo(multiple.isJsonNull() ? 1 : multiple.getAsInt());
        if (golden.has("kept_whole")) {
            for (JsonElement layer : golden.getAsJsonArray("kept_whole")) {
                pruning = pruning.whole(layer.getAsString());
            }
        }
        String name = golden.get("network").getAsString();
        if (name.startsWith("shufflenet")) {
            // the groups written by hand leave the first convolution alone
            return pruning.whole("conv1.0");
        }
        for (int i = 0; name.startsWith("vit") && i < (name.contains("layers 2") ? 2 : 12); i++) {
            pruning = pruning.whole("encoder.layers.encoder_layer_" + i + ".self_attention.in_proj");
        }
        return pruning;
    }

    private static Pruning pruning(JsonObject wanted) {
        return Pruning.of(wanted.get("ratio").getAsDouble())
                .importance(wanted.get("p").getAsInt() == 1 ? Importance.l1() : Importance.l2());
    }

    private static void check(JsonObject golden, Network network, JsonObject wanted) {
        Choice choice = pruning(golden, wanted).choose(network);
        JsonObject layers = wanted.getAsJsonObject("layers");
        // of groups written by hand only the layers that make the channels are listed
        boolean all = golden.has("kept_whole");
        for (Node node : network.architecture().graph().nodes()) {
            boolean layer = node.operation() instanceof Conv2d || node.operation() instanceof Linear;
            boolean norm = node.operation() instanceof BatchNorm2d || node.operation() instanceof LayerNorm;
            if ((layer || norm) && (all || layers.has(node.name()))) {
                String weight = node.parameter("weight");
                checkAxis(layers, node.name(), "out", choice.kept(weight, 0), network, weight, 0);
                if (layer && all) {
                    checkAxis(layers, node.name(), "in", choice.kept(weight, 1), network, weight, 1);
                }
            }
        }
        if (wanted.has("importance")) {
            wanted.getAsJsonObject("importance")
                    .asMap()
                    .forEach((root, scores) -> scores(
                            choice.scores(network.architecture().graph().node(root)), Close.numbers(scores), root));
        }
        Network pruned = choice.pruned();
        if (wanted.has("state")) {
            shapes(golden, network, pruned, wanted);
        }
        Tensor input = Golden.input(golden.getAsJsonObject("input"));
        double[] logits = GoldenPruning.logits(pruned, input, "onnxruntime");
        Close.assertClose(
                GoldenPruning.firstTen(logits, input.shape().at(0)),
                Close.numbers(wanted.get("logits")),
                1e-4,
                "logits at " + wanted.get("ratio"));
    }

    private static void checkAxis(
            JsonObject layers, String node, String side, int[] kept, Network network, String weight, int axis) {
        int whole = network.weights().get(weight).shape().at(axis);
        JsonElement wanted = layers.has(node) ? layers.getAsJsonObject(node).get(side) : null;
        if (wanted == null) {
            assertThat(kept).as(node + " " + side).hasSize(whole);
            return;
        }
        assertThat(kept)
                .as(node + " " + side)
                .hasSize(wanted.getAsJsonArray().get(0).getAsInt());
        if (layers.getAsJsonObject(node).has("kept") && side.equals("out")) {
            int[] channels = Arrays.stream(
                            Close.numbers(layers.getAsJsonObject(node).get("kept")))
                    .mapToInt(each -> (int) each)
                    .toArray();
            assertThat(kept).as(node).containsExactly(channels);
        }
        assertThat(GoldenPruning.hash(kept))
                .as(node + " " + side)
                .isEqualTo(wanted.getAsJsonArray().get(1).getAsString());
    }

    /** Positions within the groups of a convolution have the mean of the groups' scores. */
    private static void scores(double[] ours, double[] channels, String root) {
        double[] wanted = new double[ours.length];
        for (int i = 0; i < channels.length; i++) {
            wanted[i % ours.length] += channels[i] * ours.length / channels.length;
        }
        for (int i = 0; i < ours.length; i++) {
            assertThat(ours[i]).as(root + " " + i).isCloseTo(wanted[i], within(1e-6));
        }
    }

    private static void shapes(JsonObject golden, Network network, Network pruned, JsonObject wanted) {
        for (Parameter parameter : pruned.architecture().graph().parameters()) {
            assertThat(parameter.shape())
                    .as(parameter.name())
                    .isEqualTo(Golden.shape(wanted.getAsJsonObject("state").get(parameter.name())))
                    .isEqualTo(pruned.weights().get(parameter.name()).shape());
        }
        Cost cost = Cost.of(
                pruned.architecture().graph(),
                ImmutableMap.of(
                        Architecture.INPUT, network.architecture().input().shape()));
        assertThat(cost.parameters()).isEqualTo(wanted.get("parameters").getAsLong());
        if (!golden.get("network").getAsString().startsWith("vit")) {
            // attention's products are not in the file's figures
            assertThat(cost.products()).isEqualTo(wanted.get("macs").getAsLong());
        }
    }

    @Test
    @Tag("proof")
    void headsOfAttentionGoAsWhole() {
        JsonObject golden = GoldenPruning.networks().get("vit_b_16 heads");
        Network network = GoldenPruning.network(golden);
        for (JsonElement each : golden.getAsJsonArray("cases")) {
            JsonObject wanted = each.getAsJsonObject();
            Pruning pruning = pruning(wanted).whole("conv_proj");
            for (int i = 0; i < 12; i++) {
                pruning = pruning.whole("encoder.layers.encoder_layer_" + i + ".mlp.0");
            }
            Choice choice = pruning.choose(network);
            for (Map.Entry<String, JsonElement> block :
                    wanted.getAsJsonObject("blocks").asMap().entrySet()) {
                double[] heads =
                        Close.numbers(block.getValue().getAsJsonObject().get("kept"));
                int[] rows = choice.kept(block.getKey() + ".in_proj_weight", 0);
                assertThat(rows).hasSize(3 * 64 * heads.length);
                for (int i = 0; i < rows.length; i++) {
                    assertThat(rows[i])
                            .isEqualTo(
                                    i / (64 * heads.length) * 768 + (int) heads[i / 64 % heads.length] * 64 + i % 64);
                }
            }
            Tensor input = Golden.input(golden.getAsJsonObject("input"));
            Close.assertClose(
                    GoldenPruning.firstTen(GoldenPruning.logits(choice.pruned(), input, "onnxruntime"), 2),
                    Close.numbers(wanted.get("logits")),
                    1e-4,
                    "logits");
        }
    }
}
