package io.ocelli.zoo;

import com.google.common.collect.ImmutableMap;
import io.ocelli.model.TimmLayout;
import io.ocelli.tensor.Shape;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * timm's names for the parameters of families that torchvision names differently. Families that are not here have the same
 * names in both (ResNet, DenseNet, EfficientNet-Lite), or no network in timm that computes the same: MobileNetV3 and
 * EfficientNet from B5 on have batch norms with another eps there, EfficientNetV2 pads differently, Swin V2 keeps parts of a
 * bias apart.
 */
final class TimmNames {
    /** timm's hidden linear layers are convolutions: the first over 7 x 7 pixels, the second over 1. */
    static final TimmLayout VGG = TimmLayout.of(name -> name.replaceFirst("^classifier\\.0\\.", "pre_logits.fc1.")
                    .replaceFirst("^classifier\\.3\\.", "pre_logits.fc2.")
                    .replaceFirst("^classifier\\.6", "head.fc"))
            .shaped(own -> {
                switch (own.name()) {
                    case "classifier.0.weight":
                        return Shape.of(own.shape().get(0), own.shape().get(1) / 49, 7, 7);
                    case "classifier.3.weight":
                        return Shape.of(own.shape().get(0), own.shape().get(1), 1, 1);
                    default:
                        return own.shape();
                }
            });

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

    static final TimmLayout EFFICIENT_NET = inOrder(
            rule("features\\.0\\.0", m -> "conv_stem"),
            rule("features\\.0\\.1", m -> "bn1"),
            rule("features\\.8\\.0", m -> "conv_head"),
            rule("features\\.8\\.1", m -> "bn2"),
            rule(
                    "features\\.1\\.(\\d+)\\.block\\.(\\d\\.\\w+)",
                    m -> "blocks.0." + m.group(1) + "." + SQUEEZED_FIRST.get(m.group(2))),
            rule(
                    "features\\.(\\d)\\.(\\d+)\\.block\\.(\\d\\.\\w+)",
                    m -> "blocks." + (number(m, 1) - 1) + "." + m.group(2) + "." + SQUEEZED.get(m.group(3))),
            rule("classifier\\.1", m -> "classifier"));

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
                    m -> mobileNetBlock(number(m, 1)) + INVERTED.get(m.group(2))),
            rule("classifier\\.1", m -> "classifier"));

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
            rule("classifier\\.1", m -> "classifier"));

    private static final Map<String, String> REG_NET_LAYERS = ImmutableMap.<String, String>builder()
            .put("proj.0", "downsample.conv")
            .put("proj.1", "downsample.bn")
            .put("f.a.0", "conv1.conv")
            .put("f.a.1", "conv1.bn")
            .put("f.b.0", "conv2.conv")
            .put("f.b.1", "conv2.bn")
            .put("f.se.fc1", "se.fc1")
            .put("f.se.fc2", "se.fc2")
            .put("f.c.0", "conv3.conv")
            .put("f.c.1", "conv3.bn")
            .build();

    static final TimmLayout REG_NET = inOrder(
            rule("stem\\.0", m -> "stem.conv"),
            rule("stem\\.1", m -> "stem.bn"),
            rule(
                    "trunk_output\\.block\\d\\.block(\\d)-(\\d+)\\.(proj\\.\\d|f\\.\\w+\\.\\w+)",
                    m -> "s" + m.group(1) + ".b" + (number(m, 2) + 1) + "." + REG_NET_LAYERS.get(m.group(3))),
            rule("fc", m -> "head.fc"));

    private static final Map<String, String> CONV_NEXT_BLOCK = ImmutableMap.of(
            "layer_scale",
            "gamma",
            "block.0",
            "conv_dw",
            "block.2",
            "norm",
            "block.3",
            "mlp.fc1",
            "block.5",
            "mlp.fc2");

    /** timm's layer scales are vectors. */
    static final TimmLayout CONV_NEXT = inOrder(
                    rule("features\\.0\\.(\\d)", m -> "stem." + m.group(1)),
                    rule("features\\.([246])\\.(\\d)", m -> "stages." + number(m, 1) / 2 + ".downsample." + m.group(2)),
                    rule(
                            "features\\.([1357])\\.(\\d+)\\.(layer_scale|block\\.\\d)",
                            m -> "stages." + number(m, 1) / 2 + ".blocks." + m.group(2) + "."
                                    + CONV_NEXT_BLOCK.get(m.group(3))),
                    rule("classifier\\.0", m -> "head.norm"),
                    rule("classifier\\.2", m -> "head.fc"))
            .shaped(own ->
                    own.name().endsWith("layer_scale") ? Shape.of(own.shape().get(0)) : own.shape());

    private static final Map<String, String> ENCODER_LAYER = ImmutableMap.<String, String>builder()
            .put("ln_1", "norm1")
            .put("ln_2", "norm2")
            .put("self_attention.in_proj_weight", "attn.qkv.weight")
            .put("self_attention.in_proj_bias", "attn.qkv.bias")
            .put("self_attention.out_proj", "attn.proj")
            .put("mlp.0", "mlp.fc1")
            .put("mlp.3", "mlp.fc2")
            .build();

    static final TimmLayout VISION_TRANSFORMER = inOrder(
            rule("class_token", m -> "cls_token"),
            rule("conv_proj", m -> "patch_embed.proj"),
            rule("encoder\\.pos_embedding", m -> "pos_embed"),
            rule("encoder\\.ln", m -> "norm"),
            rule("heads\\.head", m -> "head"),
            rule(
                    "encoder\\.layers\\.encoder_layer_(\\d+)\\.(ln_\\d|self_attention\\.\\w+|mlp\\.\\d)",
                    m -> "blocks." + m.group(1) + "." + ENCODER_LAYER.get(m.group(2))));

    /** timm halves a map at the beginning of a stage, as we do, but counts it to the stage. */
    static final TimmLayout SWIN = inOrder(
            rule("features\\.0\\.0", m -> "patch_embed.proj"),
            rule("features\\.0\\.2", m -> "patch_embed.norm"),
            rule(
                    "features\\.([246])\\.(norm|reduction)",
                    m -> "layers." + number(m, 1) / 2 + ".downsample." + m.group(2)),
            rule(
                    "features\\.([1357])\\.(\\d+)\\.mlp\\.([03])",
                    m -> "layers." + number(m, 1) / 2 + ".blocks." + m.group(2) + ".mlp."
                            + (m.group(3).equals("0") ? "fc1" : "fc2")),
            rule("features\\.([1357])\\.(\\d+)", m -> "layers." + number(m, 1) / 2 + ".blocks." + m.group(2)),
            rule("head", m -> "head.fc"));

    private TimmNames() {}

    /** What a name begins with, up to a dot or its end, and what stands there in timm. */
    private record Rule(Pattern pattern, Function<MatchResult, String> name) {}

    private static Rule rule(String pattern, Function<MatchResult, String> name) {
        return new Rule(Pattern.compile("(?:" + pattern + ")(?=\\.|$)"), name);
    }

    /** The first rule that matches counts; a name that none matches stays. */
    private static TimmLayout inOrder(Rule... rules) {
        return TimmLayout.of(own -> {
            for (Rule rule : rules) {
                Matcher matcher = rule.pattern().matcher(own);
                if (matcher.lookingAt()) {
                    return rule.name().apply(matcher) + own.substring(matcher.end());
                }
            }
            return own;
        });
    }

    private static int number(MatchResult match, int group) {
        return Integer.parseInt(match.group(group));
    }

    private static String mobileNetBlock(int module) {
        int stage = MOBILE_NET_STAGES.length - 1;
        while (MOBILE_NET_STAGES[stage] > module) {
            stage--;
        }
        return "blocks." + stage + "." + (module - MOBILE_NET_STAGES[stage]) + ".";
    }
}
