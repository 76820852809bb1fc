package io.ocelli.zoo;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that lukemelas's EfficientNet-PyTorch gives to parameters, and the files derived from it, as timm's: blocks are
 * counted through, and each calls its layers by what they do.
 */
final class LukemelasNames implements UnaryOperator<String> {
    private static final Pattern BLOCK = Pattern.compile("_blocks\\.([0-9]+)\\.(_[a-z0-9_]+)\\.(.+)");
    private static final Pattern OUTER = Pattern.compile("(_conv_stem|_bn0|_conv_head|_bn1|_fc)\\.(.+)");
    private static final Map<String, String> NAMES = ImmutableMap.of(
            "_conv_stem", "conv_stem", "_bn0", "bn1", "_conv_head", "conv_head", "_bn1", "bn2", "_fc", "classifier");
    private static final Map<String, String> EXPANDING = ImmutableMap.of(
            "_expand_conv",
            "conv_pw",
            "_bn0",
            "bn1",
            "_depthwise_conv",
            "conv_dw",
            "_bn1",
            "bn2",
            "_project_conv",
            "conv_pwl");
    private static final Map<String, String> FIRST =
            ImmutableMap.of("_depthwise_conv", "conv_dw", "_bn1", "bn1", "_project_conv", "conv_pw", "_bn2", "bn2");

    private final int[] layers;

    /** For a network with so many blocks in each stage. */
    LukemelasNames(int[] layers) {
        this.layers = layers.clone();
    }

    @Override
    public String apply(String name) {
        Matcher block = BLOCK.matcher(name);
        if (block.matches()) {
            return block(Integer.parseInt(block.group(1)), block.group(2), block.group(3));
        }
        Matcher outer = OUTER.matcher(name);
        return outer.matches() ? NAMES.get(outer.group(1)) + "." + outer.group(2) : name;
    }

    private String block(int number, String layer, String rest) {
        int stage = 0;
        int inStage = number;
        while (stage < layers.length - 1 && inStage >= layers[stage]) {
            inStage -= layers[stage++];
        }
        String last = layer.equals("_bn2") ? "bn3" : layer;
        String ours = stage == 0 ? FIRST.getOrDefault(layer, layer) : EXPANDING.getOrDefault(layer, last);
        return "blocks." + stage + "." + inStage + "." + ours + "." + rest;
    }
}
