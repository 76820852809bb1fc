package io.ocelli.saving;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.error.WeightsException;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Node;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.serving.Answering;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a saved folder that are timm's, as timm 1.0 writes them ({@code save_for_hf}) and reads them
 * ({@code create_model("local-dir:...", pretrained=True)}).
 */
final class TimmFolder {
    /** Arguments of timm's that change nothing about what a trained network computes, or that are followed here. */
    private static final List<String> ARGUMENTS =
            ImmutableList.of("img_size", "in_chans", "num_classes", "drop_rate", "drop_path_rate");

    private static final String EPS = "bn_eps";
    private static final String MOMENTUM = "bn_momentum";
    private static final String AUXILIARY = "aux_logits";

    /** timm's mark of files with auxiliary heads, which it then passes over. */
    private static final String WITH_AUXILIARY = "tv_in1k";

    /** The means that networks end in; one that a network has only by choice brings a norm that others lack. */
    private static final Set<String> POOLS = ImmutableSet.of("avg", "token");

    private TimmFolder() {}

    /** The registered model that timm has too, if timm can be told to make the architecture; null otherwise. */
    static @Nullable Model namesake(Architecture architecture) {
        Model model = Models.byName().get(architecture.name());
        return model != null
                        && model.timmName() != null
                        && model.timm().fits(architecture.input())
                        && alike(model, architecture, architecture.input())
                                .graph()
                                .equals(architecture.graph())
                ? model
                : null;
    }

    /** What timm can make of a model that is nearest to an architecture. */
    private static Architecture alike(Model model, Architecture architecture, InputSize input) {
        Architecture made = model.build(input).classes(architecture.classes());
        BatchNorm2d usual = model.timm().batchNorm();
        if (usual != null) {
            made = made.with(normed(made.graph(), batchNorm(architecture, usual)));
        }
        return architecture.graph().outputs().size() == 1 ? withoutAuxiliary(made) : made;
    }

    /** The first batch norm, which speaks for all. */
    private static BatchNorm2d batchNorm(Architecture architecture, BatchNorm2d otherwise) {
        for (Node node : architecture.graph().nodes()) {
            if (node.operation() instanceof BatchNorm2d) {
                return (BatchNorm2d) node.operation();
            }
        }
        return otherwise;
    }

    private static Graph normed(Graph graph, BatchNorm2d like) {
        return graph.map(node -> node.operation() instanceof BatchNorm2d
                ? node.with(((BatchNorm2d) node.operation()).eps(like.eps()).momentum(like.momentum()))
                : node);
    }

    private static Architecture withoutAuxiliary(Architecture whole) {
        return new Architecture(
                whole.name(),
                whole.graph().only(Architecture.LOGITS),
                whole.stages(),
                whole.features(),
                whole.classifiers().subList(0, 1),
                whole.input());
    }

    /**
     * What timm's constructor has to be told: channels, extents where the network is made for them, and batch norms other than
     * it makes by itself.
     */
    static JsonObject arguments(Model model, Architecture architecture) {
        InputSize input = architecture.input();
        JsonObject arguments = new JsonObject();
        if (input.channels() != model.input().channels()) {
            arguments.addProperty("in_chans", input.channels());
        }
        InputSize designed = new InputSize(
                input.channels(), model.input().height(), model.input().width());
        if (!alike(model, architecture, designed).graph().equals(architecture.graph())) {
            JsonArray size = new JsonArray();
            size.add(input.height());
            size.add(input.width());
            arguments.add("img_size", size);
        }
        BatchNorm2d told = model.timm().batchNorm();
        if (told != null) {
            BatchNorm2d norm = batchNorm(architecture, told);
            if (norm.eps() != told.eps()) {
                arguments.addProperty(EPS, norm.eps());
            }
            if (norm.momentum() != told.momentum()) {
                arguments.addProperty(MOMENTUM, norm.momentum());
            }
        }
        return arguments;
    }

    /** Says in a pretrained configuration whether the network is made for extents, and what the file holds besides. */
    static void mark(JsonObject pretrained, Model model, Architecture architecture) {
        InputSize input = architecture.input();
        Graph larger = alike(model, architecture, input.at(2 * input.height(), 2 * input.width()))
                .graph();
        // without it timm makes the network for 224 pixels, whatever was published
        pretrained.addProperty("fixed_input_size", !larger.equals(architecture.graph()));
        if (architecture.graph().outputs().size() > 1) {
            pretrained.addProperty("tag", WITH_AUXILIARY);
        }
    }

    /** The share of the resized picture that is cut out: timm resizes to the shorter side by it, rounded down. */
    static double share(Preprocessing preprocessing) {
        int side = Math.min(preprocessing.cropHeight(), preprocessing.cropWidth());
        if (preprocessing.resize() == 0) {
            return 1;
        }
        double share = (double) side / preprocessing.resize();
        return Math.floor(side / share) == preprocessing.resize() ? share : side / (preprocessing.resize() + 1e-6);
    }

    /** Reads a configuration that timm wrote, in parts or flat. */
    static SavedConfig config(JsonFields config, Path folder) {
        JsonFields pretrained = config.has("pretrained_cfg") ? config.object("pretrained_cfg") : config;
        Model model = Models.find(config.text("architecture"));
        JsonFields arguments = config.objectOrEmpty("model_args");
        requireFollowed(arguments, model, folder);
        InputSize input = input(arguments, pretrained, model);
        if (!model.timm().fits(input)) {
            throw new WeightsException("timm's " + model.timmName() + " in " + folder + " is made for " + input.height()
                    + " x " + input.width() + " pixels, for which it computes something else than " + model.name()
                    + ". Save it from timm for " + model.input().height() + " x "
                    + model.input().width() + ", or as ONNX for Classifier.onnx(file).");
        }
        int classes = classes(config, pretrained);
        Architecture whole = model.build(input).classes(classes);
        BatchNorm2d usual = model.timm().batchNorm();
        if (usual != null) {
            whole = whole.with(normed(
                    whole.graph(),
                    usual.eps(number(arguments, EPS, usual.eps()))
                            .momentum(number(arguments, MOMENTUM, usual.momentum()))));
        }
        boolean auxiliary = arguments.has(AUXILIARY) && arguments.flag(AUXILIARY);
        Graph inFile = whole.graph();
        Architecture architecture = auxiliary ? whole : withoutAuxiliary(whole);
        Preprocessing preprocessing = preprocessing(pretrained, input);
        return new SavedConfig(
                architecture,
                preprocessing,
                labels(config, pretrained, classes),
                answering(pretrained, preprocessing, folder),
                weights -> only(model.timm().read(weights, inFile), inFile, architecture.graph()),
                WeightsFitting.Source.NAMED,
                null);
    }

    private static double number(JsonFields fields, String name, double otherwise) {
        return fields.has(name) ? fields.number(name) : otherwise;
    }

    /** Leaves out what belongs to the whole network and not to a part of it, as timm does. */
    private static Weights only(Weights weights, Graph whole, Graph part) {
        Map<String, Tensor> kept = new LinkedHashMap<>(weights.toMap());
        Set<String> needed = new HashSet<>();
        part.parameters().forEach(parameter -> needed.add(parameter.name()));
        whole.parameters().forEach(parameter -> {
            if (!needed.contains(parameter.name())) {
                kept.remove(parameter.name());
            }
        });
        return Weights.of(kept);
    }

    private static void requireFollowed(JsonFields arguments, Model model, Path folder) {
        List<String> followed = new ArrayList<>(ARGUMENTS);
        if (model.timm().batchNorm() != null) {
            followed.add(EPS);
            followed.add(MOMENTUM);
        }
        if (model.build().graph().outputs().size() > 1) {
            followed.add(AUXILIARY);
        }
        for (Map.Entry<String, JsonElement> argument : arguments.entries()) {
            String name = argument.getKey();
            boolean usual = name.equals("global_pool") && POOLS.contains(arguments.text(name));
            if (!usual && !followed.contains(name)) {
                throw new WeightsException("The network in " + folder + " was made with timm's argument '" + name
                        + "' = " + argument.getValue() + ", and Ocelli follows " + followed
                        + ". Save it from timm without, or as ONNX for Classifier.onnx(file).");
            }
        }
    }

    private static int classes(JsonFields config, JsonFields pretrained) {
        JsonFields holder = config.has("num_classes") ? config : pretrained;
        return holder.has("num_classes") ? holder.integer("num_classes", 1, Integer.MAX_VALUE) : 1000;
    }

    private static InputSize input(JsonFields arguments, JsonFields pretrained, Model model) {
        InputSize input = pretrained.has("input_size") ? SavedConfig.inputSize(pretrained) : model.input();
        if (arguments.has("in_chans")) {
            input = new InputSize(arguments.integer("in_chans", 1, 1024), input.height(), input.width());
        }
        if (arguments.has("img_size")) {
            if (!arguments.element("img_size").isJsonArray()) {
                int side = arguments.integer("img_size", 1, SavedConfig.MOST_PIXELS);
                return input.at(side, side);
            }
            int[] size = arguments.integers("img_size", 2, 1, SavedConfig.MOST_PIXELS);
            return input.at(size[0], size[1]);
        }
        return input;
    }

    private static double share(JsonFields pretrained) {
        double share = number(pretrained, "crop_pct", 0.875);
        if (!(share > 0.01)) {
            throw new IllegalArgumentException("'crop_pct' is a share of the picture, received " + share);
        }
        return share;
    }

    /** What is done to pictures where it is not what the preprocessing says. */
    private static Answering answering(JsonFields pretrained, Preprocessing preprocessing, Path folder) {
        String mode = pretrained.has("crop_mode") ? pretrained.text("crop_mode") : "center";
        switch (mode) {
            case "center":
                return Answering.PLAIN;
            case "squash":
                return Answering.PLAIN.withTransform(squash(preprocessing, share(pretrained)));
            default:
                throw new WeightsException("The pictures of the network in " + folder
                        + " are prepared with timm's crop_mode '"
                        + mode
                        + "', and Ocelli follows 'center', the shorter side is resized, the middle cut out, and 'squash',"
                        + " each side is resized by itself. Set it to one of these in " + SavedModel.CONFIG
                        + " if that is meant, or export the network as ONNX for Classifier.onnx(file).");
        }
    }

    /** Each side is resized by itself, whatever the proportion was, and the middle is cut out. */
    private static Transform squash(Preprocessing preprocessing, double share) {
        int height = preprocessing.cropHeight();
        int width = preprocessing.cropWidth();
        JsonObject resize = transform("Resize", (int) Math.floor(height / share), (int) Math.floor(width / share));
        resize.addProperty("interpolation", preprocessing.interpolation().label());
        return Pipeline.of(Transforms.fromJson(resize), Transforms.fromJson(transform("CenterCrop", height, width)));
    }

    private static JsonObject transform(String name, int height, int width) {
        JsonObject json = new JsonObject();
        json.addProperty("name", name);
        json.addProperty("height", height);
        json.addProperty("width", width);
        return json;
    }

    private static Preprocessing preprocessing(JsonFields pretrained, InputSize input) {
        double share = share(pretrained);
        String interpolation =
                pretrained.has("interpolation") ? pretrained.text("interpolation") : Interpolation.BICUBIC.label();
        return new Preprocessing(
                (int) Math.floor(Math.min(input.height(), input.width()) / share),
                input.height(),
                input.width(),
                Interpolation.named(interpolation),
                pretrained.has("mean")
                        ? pretrained.floats("mean")
                        : Preprocessing.imagenet().mean(),
                pretrained.has("std")
                        ? pretrained.floats("std")
                        : Preprocessing.imagenet().std());
    }

    /** Those in the file, or else ImageNet's where there are as many, as timm has it. */
    private static List<String> labels(JsonFields config, JsonFields pretrained, int classes) {
        JsonFields holder = config.has("label_names") ? config : pretrained;
        return holder.has("label_names")
                ? SavedConfig.labels(config, holder, classes)
                : ClassNames.named("imagenet-1k", classes);
    }
}
