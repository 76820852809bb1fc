package io.ocelli;

import com.google.common.collect.ImmutableSet;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.error.WeightsException;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import io.ocelli.model.Models;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a saved folder that are timm's, as timm 1.0 writes them ({@code save_for_hf}) and reads them
 * ({@code create_model("local-dir:...", pretrained=True)}).
 */
final class TimmFolder {
    /** Arguments of timm's that change nothing about what a trained network computes, or that are followed here. */
    private static final Set<String> ARGUMENTS =
            ImmutableSet.of("img_size", "in_chans", "num_classes", "drop_rate", "drop_path_rate");

    /** The means that networks end in; one that a network has only by choice brings a norm that others lack. */
    private static final Set<String> POOLS = ImmutableSet.of("avg", "token");

    private TimmFolder() {}

    /** The registered model that timm has too, if the architecture is still what was registered; null otherwise. */
    static @Nullable Model namesake(Architecture architecture) {
        Model model = Models.byName().get(architecture.name());
        return model != null
                        && model.timmName() != null
                        && model.build(architecture.input())
                                .classes(architecture.classes())
                                .graph()
                                .equals(architecture.graph())
                ? model
                : null;
    }

    /** What timm's constructor has to be told: channels, and extents where the network is made for them. */
    static JsonObject arguments(Model model, Architecture architecture) {
        InputSize input = architecture.input();
        JsonObject arguments = new JsonObject();
        if (input.channels() != model.input().channels()) {
            arguments.addProperty("in_chans", input.channels());
        }
        InputSize usual = new InputSize(
                input.channels(), model.input().height(), model.input().width());
        if (!model.build(usual).classes(architecture.classes()).graph().equals(architecture.graph())) {
            JsonArray size = new JsonArray();
            size.add(input.height());
            size.add(input.width());
            arguments.add("img_size", size);
        }
        return arguments;
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
    static SavedModel.Config config(JsonObject config, Path folder) {
        JsonObject pretrained = config.has("pretrained_cfg") ? config.getAsJsonObject("pretrained_cfg") : config;
        Model model = Models.find(config.get("architecture").getAsString());
        if (config.has("model_args")) {
            config.getAsJsonObject("model_args")
                    .entrySet()
                    .forEach(argument -> requireFollowed(argument.getKey(), argument.getValue(), folder));
        }
        InputSize input = input(config, pretrained, model);
        int classes = classes(config, pretrained);
        Architecture architecture = model.build(input).classes(classes);
        return new SavedModel.Config(
                architecture,
                preprocessing(pretrained, input),
                labels(config, pretrained, classes),
                weights -> model.timm().read(weights, architecture.graph()),
                StateDicts.Source.NAMED);
    }

    private static void requireFollowed(String argument, JsonElement value, Path folder) {
        boolean usual = argument.equals("global_pool") && POOLS.contains(value.getAsString());
        if (!usual && !ARGUMENTS.contains(argument)) {
            throw new WeightsException("The network in " + folder + " was made with timm's argument '" + argument
                    + "' = " + value + ", and Ocelli follows " + ARGUMENTS
                    + ". Save it from timm without, or as ONNX for Classifier.onnx(file).");
        }
    }

    private static int classes(JsonObject config, JsonObject pretrained) {
        JsonElement classes = config.has("num_classes") ? config.get("num_classes") : pretrained.get("num_classes");
        return classes == null ? 1000 : classes.getAsInt();
    }

    private static InputSize input(JsonObject config, JsonObject pretrained, Model model) {
        InputSize input = model.input();
        if (pretrained.has("input_size")) {
            JsonArray size = pretrained.getAsJsonArray("input_size");
            input = new InputSize(
                    size.get(0).getAsInt(), size.get(1).getAsInt(), size.get(2).getAsInt());
        }
        JsonObject arguments = config.has("model_args") ? config.getAsJsonObject("model_args") : new JsonObject();
        if (arguments.has("in_chans")) {
            input = new InputSize(arguments.get("in_chans").getAsInt(), input.height(), input.width());
        }
        if (arguments.has("img_size")) {
            JsonElement size = arguments.get("img_size");
            input = size.isJsonArray()
                    ? input.at(
                            size.getAsJsonArray().get(0).getAsInt(),
                            size.getAsJsonArray().get(1).getAsInt())
                    : input.at(size.getAsInt(), size.getAsInt());
        }
        return input;
    }

    private static Preprocessing preprocessing(JsonObject pretrained, InputSize input) {
        double share = pretrained.has("crop_pct") ? pretrained.get("crop_pct").getAsDouble() : 0.875;
        if (!(share > 0.01)) {
            throw new IllegalArgumentException("crop_pct is a share of the picture, received " + share);
        }
        List<Float> mean = pretrained.has("mean")
                ? SavedModel.floats(pretrained, "mean")
                : Preprocessing.imagenet().mean();
        List<Float> std = pretrained.has("std")
                ? SavedModel.floats(pretrained, "std")
                : Preprocessing.imagenet().std();
        String interpolation = pretrained.has("interpolation")
                ? pretrained.get("interpolation").getAsString()
                : Interpolation.BICUBIC.label();
        return new Preprocessing(
                (int) Math.floor(Math.min(input.height(), input.width()) / share),
                input.height(),
                input.width(),
                Interpolation.named(interpolation),
                mean,
                std);
    }

    /** Those in the file, or else ImageNet's where there are as many, as timm has it. */
    private static List<String> labels(JsonObject config, JsonObject pretrained, int classes) {
        JsonObject holder = config.has("label_names") ? config : pretrained;
        if (!holder.has("label_names")) {
            return Labels.named("imagenet-1k", classes);
        }
        List<String> labels = SavedModel.texts(holder, "label_names");
        if (labels.size() != classes) {
            throw new IllegalArgumentException(
                    "There is a label for each of the " + classes + " classes, received " + labels.size());
        }
        return labels;
    }
}
