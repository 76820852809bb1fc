package io.ocelli.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.Cost;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Of every family of the zoo, the pruned network says what the masked original says, on both engines. */
class PrunedFamiliesTest {
    private static final Map<String, Integer> QUICK = ImmutableMap.of(
            "resnet20_cifar",
            32,
            "shufflenet_v2_x0_5",
            64,
            "vit(image 32, patch 8, layers 2, heads 3, width 48, mlp 96)",
            32);

    @TestFactory
    Stream<DynamicTest> quick() {
        return tests(QUICK);
    }

    @TestFactory
    @Tag("proof")
    Stream<DynamicTest> all() {
        Map<String, Integer> all = new LinkedHashMap<>();
        for (String name : List.of(
                "resnet18",
                "resnext50_32x4d",
                "mobilenet_v2",
                "mobilenet_v3_small",
                "efficientnet_b0",
                "efficientnet_lite0",
                "densenet121",
                "squeezenet1_1",
                "googlenet",
                "regnet_x_400mf",
                "regnet_y_400mf",
                "mnasnet0_5",
                "convnext_tiny",
                "swin_t",
                "swin_v2_t",
                "alexnet",
                "vgg11",
                "vgg11_bn")) {
            all.put(name, 64);
        }
        all.put("lenet5", 32);
        all.put("simple_cnn", 32);
        all.put("resnet56_cifar", 32);
        all.put("inception_v3", 96);
        all.put("maxvit_t", 224);
        all.put("vit_b_32", 64);
        return tests(all);
    }

    private static Stream<DynamicTest> tests(Map<String, Integer> models) {
        return models.entrySet().stream()
                .map(each -> dynamicTest(each.getKey(), () -> check(each.getKey(), each.getValue())));
    }

    private static void check(String name, int side) {
        Architecture architecture = GoldenPruning.built(name, name.equals("lenet5") ? 1 : 3, side);
        Network network = GoldenPruning.filled(architecture, 1.2, "");
        Shape shape = architecture.input().shape();
        Tensor input = Golden.tensor("input", shape.with(0, 2), -2, 2);
        for (double ratio : new double[] {0.25, 0.5}) {
            Choice choice = Pruning.of(ratio).choose(network);
            assertThat(choice.axes().stops()).isEmpty();
            Network pruned = choice.pruned();
            long before = cost(architecture).products();
            long after = cost(pruned.architecture()).products();
            System.out.printf(
                    "%s: %.0f %% of channels, %.3f of the products%n", name, 100 * ratio, 1.0 * after / before);
            assertThat((double) after / before).isLessThan(ratio == 0.25 ? 0.9 : 0.8);
            double[] masked = GoldenPruning.logits(MaskedNetwork.of(network, choice), input, "onnxruntime");
            for (String engine : List.of("onnxruntime", "pytorch")) {
                Close.assertClose(GoldenPruning.logits(pruned, input, engine), masked, 1e-4, engine + " at " + ratio);
            }
        }
    }

    private static Cost cost(Architecture architecture) {
        return Cost.of(
                architecture.graph(),
                ImmutableMap.of(Architecture.INPUT, architecture.input().shape()));
    }
}
