package io.ocelli.zoo;

import static io.ocelli.zoo.TimmRules.inOrder;
import static io.ocelli.zoo.TimmRules.number;
import static io.ocelli.zoo.TimmRules.rule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.Parameter;
import io.ocelli.model.InputSize;
import io.ocelli.model.TimmLayout;
import io.ocelli.tensor.Shape;
import java.util.List;
import java.util.Map;

/**
 * timm's names for the parameters of families that torchvision names differently; those that timm builds as EfficientNets are
 * in {@link TimmEfficientNames}. Families that are not there have the same names in both (ResNet, DenseNet, Inception,
 * EfficientNet-Lite), or no network in timm that computes the same: AlexNet, GoogLeNet, SqueezeNet, ShuffleNet, LeNet and the
 * CIFAR ResNets are not in timm at all, MNASNet not at a width of 1.3, and no MaxViT of timm's averages the padding in when it
 * halves a shortcut, divides products by the root of the whole width, or ends in logits without a bias.
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
                    rule("head", m -> "head.fc"))
            .within(input -> tiled(input, 7));

    /** As timm's older Swin, but that keys have no bias, so that it has one each for queries and for values. */
    static final TimmLayout SWIN_V2 = SWIN.divided(TimmNames::queriesAndValues).within(input -> tiled(input, 8));

    private TimmNames() {}

    /**
     * Whether windows of so many pixels tile every map. Where they do not, timm shifts before it pads, torchvision afterwards;
     * and over maps of less than a window, timm makes it smaller.
     */
    private static boolean tiled(InputSize input, int side) {
        return input.height() / 4 % (8 * side) == 0 && input.width() / 4 % (8 * side) == 0;
    }

    private static List<TimmLayout.Part> queriesAndValues(Parameter own) {
        if (!own.name().endsWith("attn.qkv.bias")) {
            return ImmutableList.of();
        }
        String name = SWIN.name(own.name());
        String attention = name.substring(0, name.length() - "qkv.bias".length());
        long width = own.shape().get(0) / 3;
        return ImmutableList.of(
                new TimmLayout.Part(attention + "q_bias", Shape.of(width), 0),
                new TimmLayout.Part(attention + "v_bias", Shape.of(width), 2 * width));
    }
}
