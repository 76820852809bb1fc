package io.ocelli.saving;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.error.OcelliException;
import io.ocelli.error.WeightsException;
import io.ocelli.graph.Graph;
import io.ocelli.image.Intensities;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transforms;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.model.Scoring;
import io.ocelli.model.TimmLayout;
import io.ocelli.serving.Answering;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Decorators;
import io.ocelli.tensor.Shape;
import io.ocelli.weights.Weights;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a saved classifier's {@code config.json}.
 *
 * @param naming from the weights as the file has them to the graph's names and shapes
 * @param source who wrote them
 * @param weightsId what the weights that belong to it are marked with, or null where it does not tell
 */
record SavedConfig(
        Architecture architecture,
        Preprocessing preprocessing,
        List<String> labels,
        Answering answering,
        UnaryOperator<Weights> naming,
        WeightsFitting.Source source,
        @Nullable String weightsId) {
    /** Pixels of a side at most: a damaged file is refused before anything is made of its size. */
    static final int MOST_PIXELS = 16_384;

    private static final int MOST_CHANNELS = 1_024;

    /**
     * Reads the configuration of the classifier in a folder.
     *
     * @param undecorated whether what is said to be around the network is passed over
     * @throws WeightsException whatever is wrong with it
     */
    static SavedConfig read(byte[] json, Path folder, boolean undecorated) {
        try {
            JsonFields config = JsonFields.of("", JsonParser.parseString(new String(json, StandardCharsets.UTF_8)));
            return config.has("ocelli") ? own(config, folder, undecorated) : timms(config, folder);
        } catch (OcelliException e) {
            throw e instanceof WeightsException ? e : new WeightsException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            // Gson and the values that are read have many ways to refuse what is of another type or out of range
            throw new WeightsException(
                    "The saved classifier's " + folder.resolve(SavedModel.CONFIG) + " is not one that save() wrote: "
                            + e.getMessage(),
                    e);
        }
    }

    private static SavedConfig timms(JsonFields config, Path folder) {
        if (!config.has("architecture")) {
            throw new WeightsException("The folder " + folder + " holds no classifier that Ocelli or timm saved: its "
                    + SavedModel.CONFIG + " has no part 'ocelli' and no 'architecture'. Name its " + SavedModel.WEIGHTS
                    + " with Classifier.model(name).weights(path) instead.");
        }
        return TimmFolder.config(config, folder);
    }

    private static SavedConfig own(JsonFields config, Path folder, boolean undecorated) {
        JsonFields own = config.object("ocelli");
        int format = own.integer("format", 0, Integer.MAX_VALUE);
        if (format < 1 || format > Formats.NEWEST) {
            throw new WeightsException("The classifier in " + folder + " was saved in format " + format
                    + ", and this version of Ocelli reads 1 to " + Formats.NEWEST + ". Use a newer Ocelli.");
        }
        Architecture architecture = architecture(own);
        Preprocessing preprocessing = preprocessing(own.object("preprocessing"));
        if (preprocessing.channels() != architecture.input().channels()) {
            throw new IllegalArgumentException("'ocelli.preprocessing' has a mean for each of the input's "
                    + architecture.input().channels() + " channels, received " + preprocessing.mean());
        }
        return new SavedConfig(
                architecture,
                preprocessing,
                labels(config, config, architecture.classes()),
                answering(own, undecorated),
                naming(own, architecture),
                WeightsFitting.Source.SAVED,
                own.has(ConfigWriter.WEIGHTS_ID) ? own.text(ConfigWriter.WEIGHTS_ID) : null);
    }

    /**
     * The names of the classes, which are different and as many as the network's outputs.
     *
     * @param holder what has {@code label_names}
     */
    static List<String> labels(JsonFields config, JsonFields holder, int classes) {
        List<String> labels = holder.texts("label_names");
        if (labels.size() != classes) {
            throw new IllegalArgumentException(
                    "There is a label for each of the " + classes + " classes, received " + labels.size());
        }
        if (config.has("num_classes") && config.integer("num_classes", 1, Integer.MAX_VALUE) != classes) {
            throw new IllegalArgumentException("'num_classes' is the number of the network's classes, " + classes
                    + ", received " + config.element("num_classes"));
        }
        Set<String> unique = new HashSet<>();
        for (String label : labels) {
            if (!unique.add(label)) {
                throw new IllegalArgumentException("'label_names' are different, and '" + label + "' stands twice");
            }
        }
        return labels;
    }

    private static Answering answering(JsonFields own, boolean undecorated) {
        if (!own.has(ConfigWriter.ANSWERING)) {
            return Answering.PLAIN;
        }
        JsonFields json = own.object(ConfigWriter.ANSWERING);
        String scoring = json.text("scoring");
        if (!scoring.equals(Scoring.SOFTMAX.name()) && !scoring.equals(Scoring.SIGMOID.name())) {
            throw new IllegalArgumentException("'ocelli.answering.scoring' is SOFTMAX or SIGMOID, received " + scoring);
        }
        List<Decorator> decorators = new ArrayList<>();
        if (!undecorated) {
            for (JsonElement decorator : json.array("decorators", "a list of decorators")) {
                decorators.add(Decorators.fromJson(decorator));
            }
        }
        return new Answering(
                Scoring.valueOf(scoring),
                json.has("transform") ? Transforms.fromJson(json.element("transform")) : null,
                decorators);
    }

    private static UnaryOperator<Weights> naming(JsonFields own, Architecture architecture) {
        JsonFields names = own.objectOrEmpty("names");
        Map<String, String> inFile = new HashMap<>();
        Map<String, List<TimmLayout.Part>> divided = new HashMap<>();
        for (Map.Entry<String, JsonElement> name : names.entries()) {
            if (name.getValue().isJsonObject()) {
                divided.put(name.getKey(), parts(names.object(name.getKey())));
            } else {
                inFile.put(name.getKey(), names.text(name.getKey()));
            }
        }
        TimmLayout layout = TimmLayout.of(name -> inFile.getOrDefault(name, name))
                .divided(entry -> divided.getOrDefault(entry.name(), Collections.emptyList()));
        return weights -> layout.read(weights, architecture.graph());
    }

    private static List<TimmLayout.Part> parts(JsonFields places) {
        List<TimmLayout.Part> parts = new ArrayList<>();
        for (Map.Entry<String, JsonElement> place : places.entries()) {
            int[] range = places.integers(place.getKey(), 2, 0, Integer.MAX_VALUE);
            parts.add(new TimmLayout.Part(place.getKey(), Shape.of((long) range[1] - range[0]), range[0]));
        }
        return parts;
    }

    private static Architecture architecture(JsonFields own) {
        InputSize input = inputSize(own);
        JsonFields named = own.object("stages");
        Map<String, String> stages = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> stage : named.entries()) {
            stages.put(stage.getKey(), named.text(stage.getKey()));
        }
        JsonFields counted = own.objectOrEmpty("auxiliary");
        Map<String, Double> auxiliary = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> output : counted.entries()) {
            auxiliary.put(output.getKey(), counted.number(output.getKey()));
        }
        JsonObject graph = own.object("graph").json();
        List<String> classifiers = own.texts("classifiers");
        if (classifiers.isEmpty()) {
            throw new IllegalArgumentException("'ocelli.classifiers' names a layer at least, received []");
        }
        Architecture architecture = new Architecture(
                own.text("model"),
                Graph.fromJson(graph.toString()),
                stages,
                own.text("features"),
                classifiers,
                input,
                auxiliary,
                company(own.objectOrEmpty(ConfigWriter.COMPANY)));
        architecture.graph().shapes(architecture.shapes());
        return architecture;
    }

    private static Map<String, Shape> company(JsonFields shapes) {
        Map<String, Shape> company = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> shape : shapes.entries()) {
            JsonArray extents = shapes.array(shape.getKey(), "a list of extents");
            int[] each = shapes.integers(shape.getKey(), extents.size(), 1, MOST_PIXELS * MOST_CHANNELS);
            long[] all = new long[each.length];
            for (int d = 0; d < all.length; d++) {
                all[d] = each[d];
            }
            company.put(shape.getKey(), Shape.of(all));
        }
        return company;
    }

    /** The member {@code input_size}: channels, height, width. */
    static InputSize inputSize(JsonFields holder) {
        int[] size = holder.integers("input_size", 3, 1, MOST_PIXELS);
        if (size[0] > MOST_CHANNELS) {
            throw new IllegalArgumentException(
                    "'input_size' begins with at most " + MOST_CHANNELS + " channels, received " + size[0]);
        }
        return new InputSize(size[0], size[1], size[2]);
    }

    static Preprocessing preprocessing(JsonFields json) {
        int[] crop = json.integers("crop", 2, 1, MOST_PIXELS);
        Preprocessing read = new Preprocessing(
                json.integer("resize", 0, MOST_PIXELS * 2),
                crop[0],
                crop[1],
                Interpolation.named(json.text("interpolation")),
                json.floats("mean"),
                json.floats("std"));
        if (json.has(ConfigWriter.REDUCING_GAP)) {
            read = read.withReducingGap(json.number(ConfigWriter.REDUCING_GAP));
        }
        return json.has("intensities") ? read.withIntensities(intensities(json.object("intensities"))) : read;
    }

    private static Intensities intensities(JsonFields json) {
        String name = json.text("kind");
        for (Intensities.Kind kind : Intensities.Kind.values()) {
            if (kind.name().equals(name)) {
                return new Intensities(kind, json.number("low"), json.number("high"));
            }
        }
        throw new IllegalArgumentException("'kind' of intensities is one of "
                + Arrays.toString(Intensities.Kind.values()) + ", received '" + name + "'");
    }
}
