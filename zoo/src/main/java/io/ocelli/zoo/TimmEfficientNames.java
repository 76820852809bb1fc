package io.ocelli.zoo;

import static io.ocelli.zoo.TimmRules.inOrder;
import static io.ocelli.zoo.TimmRules.number;
import static io.ocelli.zoo.TimmRules.rule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.model.TimmLayout;
import io.ocelli.tensor.Shape;
import io.ocelli.zoo.TimmRules.Rule;
import java.util.Map;

/**
 * timm's names for the families that it builds as EfficientNets: {@code blocks.STAGE.BLOCK}, whose layers are called by what
 * they do. Its constructors take the batch norms' eps and momentum.
 */
final class TimmEfficientNames {
    /** PyTorch's. */
    private static final double EPS = 1e-5;

    /** timm's own names; these are models that TensorFlow trained, with TensorFlow's eps. */
    static final TimmLayout LITE = TimmLayout.SAME.withBatchNorms(1e-3);

    private static final Map<String, String> SQUEEZED = ImmutableMap.<String, String>builder()
            .put("0.0", "conv_pw")
            .put("0.1", "bn1")
            .put("1.0", "conv_dw")
            .put("1.1", "bn2")
            .put("2.fc1", "se.conv_reduce")
            .put("2.fc2", "se.conv_expand")
            .put("3.0", "conv_pwl")
            .put("3.1", "bn3")
            .build();
    private static final Map<String, String> SQUEEZED_FIRST = ImmutableMap.<String, String>builder()
            .put("0.0", "conv_dw")
            .put("0.1", "bn1")
            .put("1.fc1", "se.conv_reduce")
            .put("1.fc2", "se.conv_expand")
            .put("2.0", "conv_pw")
            .put("2.1", "bn2")
            .build();

    static final TimmLayout EFFICIENT_NET = efficientNet(rule(
            "features\\.1\\.(\\d+)\\.block\\.(\\d\\.\\w+)",
            m -> "blocks.0." + m.group(1) + "." + SQUEEZED_FIRST.get(m.group(2))));

    private static final Map<String, String> FUSED =
            ImmutableMap.of("0.0", "conv_exp", "0.1", "bn1", "1.0", "conv_pwl", "1.1", "bn2");

    /** The first stage's blocks are a convolution alone; those of the next two are fused. */
    static final TimmLayout EFFICIENT_NET_V2 = efficientNet(
            rule(
                    "features\\.1\\.(\\d+)\\.block\\.0\\.([01])",
                    m -> "blocks.0." + m.group(1) + (m.group(2).equals("0") ? ".conv" : ".bn1")),
            rule(
                    "features\\.([23])\\.(\\d+)\\.block\\.([01]\\.[01])",
                    m -> "blocks." + (number(m, 1) - 1) + "." + m.group(2) + "." + FUSED.get(m.group(3))));

    private static final Map<String, String> INVERTED = ImmutableMap.of(
            "0.0", "conv_pw", "0.1", "bn1", "1.0", "conv_dw", "1.1", "bn2", "2", "conv_pwl", "3", "bn3");
    private static final Map<String, String> INVERTED_FIRST =
            ImmutableMap.of("0.0", "conv_dw", "0.1", "bn1", "1", "conv_pw", "2", "bn2");

    /** The module at which each stage of the table begins. */
    private static final int[] MOBILE_NET_STAGES = {1, 2, 4, 7, 11, 14, 17};

    static final TimmLayout MOBILE_NET_V2 = inOrder(
                    rule("features\\.0\\.0", m -> "conv_stem"),
                    rule("features\\.0\\.1", m -> "bn1"),
                    rule("features\\.18\\.0", m -> "conv_head"),
                    rule("features\\.18\\.1", m -> "bn2"),
                    rule("features\\.1\\.conv\\.(0\\.\\d|\\d)", m -> "blocks.0.0." + INVERTED_FIRST.get(m.group(1))),
                    rule(
                            "features\\.(\\d+)\\.conv\\.([01]\\.\\d|\\d)",
                            m -> block(MOBILE_NET_STAGES, number(m, 1)) + INVERTED.get(m.group(2))),
                    rule("classifier\\.1", m -> "classifier"))
            .withBatchNorms(EPS);

    /** Where a block has no squeeze-excitation, the last convolution has its place. */
    private static final Map<String, String> V3 = ImmutableMap.<String, String>builder()
            .putAll(SQUEEZED)
            .put("2.0", "conv_pwl")
            .put("2.1", "bn3")
            .build();

    private static final Map<String, String> V3_FIRST = ImmutableMap.<String, String>builder()
            .putAll(SQUEEZED_FIRST)
            .put("1.0", "conv_pw")
            .put("1.1", "bn2")
            .build();

    static final TimmLayout MOBILE_NET_V3_LARGE = mobileNetV3(1, 2, 4, 7, 11, 13, 16);
    static final TimmLayout MOBILE_NET_V3_SMALL = mobileNetV3(1, 2, 4, 7, 9, 12);

    private static final Map<String, String> MNAS_BLOCK =
            ImmutableMap.of("0", "conv_pw", "1", "bn1", "3", "conv_dw", "4", "bn2", "6", "conv_pwl", "7", "bn3");
    private static final Map<String, String> MNAS_OUTER = ImmutableMap.<String, String>builder()
            .put("0", "conv_stem")
            .put("1", "bn1")
            .put("3", "blocks.0.0.conv_dw")
            .put("4", "blocks.0.0.bn1")
            .put("6", "blocks.0.0.conv_pw")
            .put("7", "blocks.0.0.bn2")
            .put("14", "conv_head")
            .put("15", "bn2")
            .build();

    static final TimmLayout MNAS_NET = inOrder(
                    rule(
                            "layers\\.(\\d+)\\.(\\d+)\\.layers\\.(\\d)",
                            m -> "blocks." + (number(m, 1) - 7) + "." + m.group(2) + "." + MNAS_BLOCK.get(m.group(3))),
                    rule("layers\\.(\\d+)", m -> MNAS_OUTER.getOrDefault(m.group(1), m.group())),
                    rule("classifier\\.1", m -> "classifier"))
            .withBatchNorms(EPS);

    private TimmEfficientNames() {}

    /** @param first the stages that begin the network with blocks of another kind */
    private static TimmLayout efficientNet(Rule... first) {
        return inOrder(ImmutableList.<Rule>builder()
                        .add(rule("features\\.0\\.0", m -> "conv_stem"), rule("features\\.0\\.1", m -> "bn1"))
                        .add(first)
                        .add(
                                rule(
                                        "features\\.(\\d)\\.(\\d+)\\.block\\.(\\d\\.\\w+)",
                                        m -> "blocks." + (number(m, 1) - 1) + "." + m.group(2) + "."
                                                + SQUEEZED.get(m.group(3))),
                                rule("features\\.\\d\\.0", m -> "conv_head"),
                                rule("features\\.\\d\\.1", m -> "bn2"),
                                rule("classifier\\.1", m -> "classifier"))
                        .build()
                        .toArray(new Rule[0]))
                .withBatchNorms(EPS);
    }

    /**
     * timm takes the last convolution for a stage, and makes one of the hidden linear layer.
     *
     * @param stages the module at which each stage of the table begins
     */
    private static TimmLayout mobileNetV3(int... stages) {
        return inOrder(
                        rule("features\\.0\\.0", m -> "conv_stem"),
                        rule("features\\.0\\.1", m -> "bn1"),
                        rule("features\\.1\\.block\\.(\\d\\.\\w+)", m -> "blocks.0.0." + V3_FIRST.get(m.group(1))),
                        rule(
                                "features\\.(\\d+)\\.block\\.(\\d\\.\\w+)",
                                m -> block(stages, number(m, 1)) + V3.get(m.group(2))),
                        rule("features\\.(\\d+)\\.0", m -> block(stages, number(m, 1)) + "conv"),
                        rule("features\\.(\\d+)\\.1", m -> block(stages, number(m, 1)) + "bn1"),
                        rule("classifier\\.0", m -> "conv_head"),
                        rule("classifier\\.3", m -> "classifier"))
                .shaped(own -> own.name().equals("classifier.0.weight")
                        ? Shape.of(own.shape().get(0), own.shape().get(1), 1, 1)
                        : own.shape())
                .withBatchNorms(EPS);
    }

    /** What a block is called that is a module of the sequence. */
    private static String block(int[] stages, int module) {
        int stage = stages.length - 1;
        while (stages[stage] > module) {
            stage--;
        }
        return "blocks." + stage + "." + (module - stages[stage]) + ".";
    }
}
