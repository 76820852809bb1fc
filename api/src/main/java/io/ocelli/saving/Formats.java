package io.ocelli.saving;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Set;

/**
 * The versions of the saved form. A folder says the lowest that holds all that is in it, so that older versions of the library
 * read what they can read rightly, and refuse the rest.
 *
 * <ul>
 *   <li>1: graphs of the operations below; weights under other names
 *   <li>2: an entry may be in parts
 *   <li>3: any operation, parameters that are read from other nodes, another kind of output, another transform, decorators,
 *       inputs beside the picture
 * </ul>
 */
final class Formats {
    static final int NEWEST = 3;

    /** What a node of format 1 may say besides its name, type and inputs. This never changes. */
    private static final Map<String, Set<String>> FIRST = ImmutableMap.<String, Set<String>>builder()
            .put("Activation", ImmutableSet.of("function"))
            .put("AdaptiveAvgPool2d", ImmutableSet.of("output"))
            .put("Add", ImmutableSet.of())
            .put("Attention", ImmutableSet.of("scale"))
            .put("AvgPool2d", ImmutableSet.of("kernel", "stride", "padding"))
            .put("BatchNorm2d", ImmutableSet.of("features", "eps", "momentum"))
            .put("ChannelShuffle", ImmutableSet.of("groups"))
            .put("Clamp", ImmutableSet.of("min", "max"))
            .put("Concat", ImmutableSet.of("dimension"))
            .put("Conv2d", ImmutableSet.of("in", "out", "kernel", "stride", "padding", "dilation", "groups", "bias"))
            .put("Dropout", ImmutableSet.of("probability"))
            .put("Flatten", ImmutableSet.of())
            .put("Gather", ImmutableSet.of())
            .put("Input", ImmutableSet.of("dtype", "rank"))
            .put("L2Normalize", ImmutableSet.of("eps"))
            .put("LayerNorm", ImmutableSet.of("features", "eps", "affine"))
            .put("Linear", ImmutableSet.of("in", "out", "bias"))
            .put("LogSoftmax", ImmutableSet.of("dimension"))
            .put("MaxPool2d", ImmutableSet.of("kernel", "stride", "padding", "ceil"))
            .put("Mean", ImmutableSet.of())
            .put("Multiply", ImmutableSet.of())
            .put("Normalize", ImmutableSet.of("mean", "standard_deviation"))
            .put("Pad", ImmutableSet.of("dimension", "before", "after"))
            .put("Permute", ImmutableSet.of("order"))
            .put("Pixels", ImmutableSet.of())
            .put("Projection", ImmutableSet.of())
            .put("Reshape", ImmutableSet.of("extents"))
            .put("Scale", ImmutableSet.of("factor", "offset"))
            .put("Slice", ImmutableSet.of("dimension", "start", "end", "step"))
            .put("Softmax", ImmutableSet.of("dimension"))
            .put("StochasticDepth", ImmutableSet.of("probability"))
            .put("Sum", ImmutableSet.of())
            .put("Weight", ImmutableSet.of("shape", "role", "distribution", "distribution_scale"))
            .put("WindowMask", ImmutableSet.of("grid", "window", "shift"))
            .build();

    /** The functions that an Activation of format 1 may name. */
    private static final Set<String> FIRST_FUNCTIONS =
            ImmutableSet.of("EXP", "GELU", "HARDSIGMOID", "HARDSWISH", "RELU", "RELU6", "SIGMOID", "SILU", "TANH");

    /** Layers of format 1 that take one value only. */
    private static final Set<String> FIRST_LAYERS = ImmutableSet.of("BatchNorm2d", "Conv2d", "LayerNorm", "Linear");

    private static final Set<String> OF_EVERY_NODE = ImmutableSet.of("name", "type", "inputs");

    private Formats() {}

    /** The lowest format that holds the library's own part of a configuration. */
    static int needed(JsonObject own) {
        if (own.has(ConfigWriter.ANSWERING) || own.has(ConfigWriter.COMPANY)) {
            return NEWEST;
        }
        for (JsonElement node : own.getAsJsonObject("graph").getAsJsonArray("nodes")) {
            if (!isOfFirst(node.getAsJsonObject())) {
                return NEWEST;
            }
        }
        for (Map.Entry<String, JsonElement> name : own.getAsJsonObject("names").entrySet()) {
            if (name.getValue().isJsonObject()) {
                return 2;
            }
        }
        return 1;
    }

    private static boolean isOfFirst(JsonObject node) {
        String type = node.get("type").getAsString();
        Set<String> known = FIRST.get(type);
        if (known == null
                || type.equals("Activation")
                        && !FIRST_FUNCTIONS.contains(node.get("function").getAsString())
                || FIRST_LAYERS.contains(type) && node.getAsJsonArray("inputs").size() != 1) {
            return false;
        }
        for (Map.Entry<String, JsonElement> member : node.entrySet()) {
            if (!known.contains(member.getKey()) && !OF_EVERY_NODE.contains(member.getKey())) {
                return false;
            }
        }
        return true;
    }
}
