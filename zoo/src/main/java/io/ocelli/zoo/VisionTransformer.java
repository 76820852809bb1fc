package io.ocelli.zoo;

import static io.ocelli.graph.Initialization.ZEROS;
import static io.ocelli.graph.Initialization.fanIn;
import static io.ocelli.graph.Initialization.normal;
import static io.ocelli.graph.Initialization.truncatedNormal;
import static io.ocelli.graph.Initialization.xavierUniform;
import static io.ocelli.zoo.Families.IMAGENET;
import static io.ocelli.zoo.Families.pixels;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Activation;
import io.ocelli.graph.Add;
import io.ocelli.graph.Flatten;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Pad;
import io.ocelli.graph.Slice;
import io.ocelli.graph.Weight;
import io.ocelli.model.InitializationRule;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * ViT (Dosovitskiy et al. 2021). For another input size the position embeddings are as many as its patches. The head takes
 * the class token behind the last norm. Stages {@code conv_proj}, {@code encoder.layers.encoder_layer_0} and on.
 */
public final class VisionTransformer extends Family {
    private static final double EPS = 1e-6;
    private static final Pattern DIMENSIONS = Pattern.compile("vit\\(image ([0-9]{1,5}), patch ([0-9]{1,5}), "
            + "layers ([0-9]{1,5}), heads ([0-9]{1,5}), width ([0-9]{1,5}), mlp ([0-9]{1,5})\\)");

    /** For {@link java.util.ServiceLoader}. */
    public VisionTransformer() {
        super("VisionTransformer");
    }

    /** Patch, layers, heads, width: table 1 of the paper. The hidden layers have four times the width. */
    @Override
    public List<Model> models() {
        return ImmutableList.of(
                vit("b_16", "base_patch16", 16, 12, 12, 768),
                vit("b_32", "base_patch32", 32, 12, 12, 768),
                vit("l_16", "large_patch16", 16, 24, 16, 1024),
                vit("l_32", "large_patch32", 32, 24, 16, 1024),
                vit("h_14", "huge_patch14", 14, 32, 16, 1280));
    }

    /** Patches keep the spread of pixels, hidden layers are by Glorot and Bengio 2010, and the head knows nothing. */
    @Override
    InitializationRule initialization() {
        return Start.OF_LAYERS
                .convolutions(fan -> truncatedNormal(1 / Math.sqrt(fan.in())), ZEROS)
                .linears(fan -> xavierUniform(fan.in(), fan.out()), normal(1e-6))
                .at("out_proj", fan -> fanIn(fan.in()), ZEROS)
                .at("heads.head", fan -> ZEROS, ZEROS);
    }

    private Model vit(String size, String timm, int patch, int layers, int heads, int width) {
        return model(
                        "vit_" + size,
                        null,
                        pixels(224),
                        input -> layers(input, patch, layers, heads, width, 4 * width, IMAGENET),
                        VisionTransformer::rename)
                .timm("vit_" + timm + "_224", TimmNames.VISION_TRANSFORMER);
    }

    /**
     * A network by its dimensions: {@code vit(image 32, patch 8, layers 2, heads 3, width 48, mlp 96)}, pixels, pixels, and
     * numbers of layers, heads, channels and hidden channels.
     */
    @Override
    public @Nullable Model unlisted(String name) {
        Matcher matcher = DIMENSIONS.matcher(name);
        if (!matcher.matches()) {
            return null;
        }
        int[] numbers = new int[6];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Integer.parseInt(matcher.group(i + 1));
        }
        return model(
                name,
                numbers[0],
                input -> layers(input, numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], IMAGENET));
    }

    private static Layers layers(
            InputSize input, int patch, int layers, int heads, int width, int hidden, int classes) {
        if (input.height() % patch != 0 || input.width() % patch != 0) {
            throw new IllegalArgumentException(
                    "A vision transformer takes whole patches of " + patch + " pixels, received " + input);
        }
        int patches = input.height() / patch * (input.width() / patch);
        Layers start = Layers.input(input);
        Layers token = start.weight("class_token", Weight.of(Initialization.ZEROS, 1, 1, width));
        Layers tokens = start.conv("conv_proj", width, patch, c -> c.stride(patch))
                .stage("conv_proj")
                .reshape(0, 0, -1)
                .permute(0, 2, 1);
        Layers positions =
                start.weight("encoder.pos_embedding", Weight.of(Initialization.normal(0.02), 1, patches + 1, width));
        // The class token goes before the patches: each is padded to the length of both, and they are added.
        Layers x = tokens.then("pad", new Pad(1, 1, 0))
                .join("add", new Add(), width, token.then("pad", new Pad(1, 0, patches)), positions);
        for (int i = 0; i < layers; i++) {
            String name = "encoder.layers.encoder_layer_" + i;
            x = x.in(name, l -> layer(l, heads, hidden)).stage(name);
        }
        return x.layerNorm("encoder.ln", EPS)
                .then("class", new Slice(1, 0, 1, 1))
                .then("flatten", new Flatten())
                .features()
                .classifier("heads.head", classes);
    }

    /** Files published before torchvision 0.14 call the linear layers by number. */
    private static String rename(String name) {
        return name.replace(".mlp.linear_1.", ".mlp.0.").replace(".mlp.linear_2.", ".mlp.3.");
    }

    private static Layers layer(Layers x, int heads, int hidden) {
        int width = x.channels();
        Layers norm = x.layerNorm("ln_1", EPS);
        Layers attended = norm.in("self_attention", a -> {
            Layers weight = a.weight(
                    "in_proj_weight",
                    Weight.of(Initialization.uniform(Math.sqrt(6.0 / (4 * width))), 3 * width, width));
            Layers bias = a.weight("in_proj_bias", Weight.of(Initialization.ZEROS, 3 * width));
            Layers qkv = a.join("in_proj", Linear.of(width, 3 * width), 3 * width, weight, bias);
            return SelfAttention.attend(qkv, heads, false, null, 1 / Math.sqrt((double) width / heads))
                    .linear("out_proj", width);
        });
        Layers y = attended.add(x);
        return y.layerNorm("ln_2", EPS)
                .in(
                        "mlp",
                        m -> m.linear("0", hidden).activation(Activation.GELU).linear("3", width))
                .add(y);
    }
}
