package io.ocelli.saving;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.error.WeightsException;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Parameter;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import io.ocelli.model.TimmLayout;
import io.ocelli.tensor.Shape;
import io.ocelli.weights.Loading;
import io.ocelli.weights.Safetensors;
import io.ocelli.weights.Weights;
import io.ocelli.weights.WeightsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A classifier as a folder in the layout of timm and Hugging Face: {@code config.json}, which timm reads, with an
 * {@code ocelli} part of our own that holds the graph itself, and {@code model.safetensors}.
 */
public final class SavedModel {
    private static final String CONFIG = "config.json";
    private static final String WEIGHTS = "model.safetensors";

    /** What timm's {@code save_for_hf} writes where it is not told to be safe. */
    private static final String PICKLED = "pytorch_model.bin";

    /** The newest: an entry may be in parts. ServingTarget none is, 1 is written, which every version reads. */
    private static final int FORMAT = 2;

    /** Bytes of a configuration at most; the largest networks with 20,000 labels have a tenth. */
    private static final long MOST = 1 << 24;

    private SavedModel() {}

    /**
     * Saves a classifier to a folder, which is made where it is missing.
     *
     * @throws WeightsException if it cannot be written
     */
    public static void save(TrainedModel model, Path folder) {
        try {
            Files.createDirectories(folder);
            Model timm = TimmFolder.namesake(model.architecture());
            Weights weights = timm == null
                    ? model.weights()
                    : timm.timm().write(model.weights(), model.architecture().graph());
            Safetensors.write(folder.resolve(WEIGHTS), weights, Collections.singletonMap("format", "pt"));
            replace(folder.resolve(CONFIG), config(model).toString());
        } catch (IOException e) {
            throw new WeightsException("The classifier cannot be saved to " + folder + ": " + e, e);
        }
    }

    /** Writes a text beside its place and moves it there: a new file has the permissions that the application's files have. */
    private static void replace(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.write(temporary, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE_NEW);
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    static JsonObject config(TrainedModel model) {
        Architecture architecture = model.architecture();
        JsonObject config = new JsonObject();
        Model timm = TimmFolder.namesake(architecture);
        config.addProperty("architecture", timm == null ? architecture.name() : timm.timmName());
        config.addProperty("num_classes", architecture.classes());
        config.add("label_names", texts(model.labels()));
        config.add("pretrained_cfg", pretrained(model, timm));
        if (timm != null) {
            config.add("model_args", TimmFolder.arguments(timm, architecture));
        }
        JsonObject names = timm == null ? new JsonObject() : names(timm, architecture);
        JsonObject own = new JsonObject();
        own.addProperty(
                "format",
                names.entrySet().stream().anyMatch(name -> name.getValue().isJsonObject()) ? FORMAT : 1);
        own.addProperty("model", architecture.name());
        own.add("input_size", size(architecture.input()));
        own.add("preprocessing", preprocessing(model.preprocessing()));
        own.addProperty("features", architecture.features());
        own.add("classifiers", texts(architecture.classifiers()));
        JsonObject stages = new JsonObject();
        architecture.stages().forEach(stages::addProperty);
        own.add("stages", stages);
        if (!architecture.auxiliary().isEmpty()) {
            JsonObject auxiliary = new JsonObject();
            architecture.auxiliary().forEach(auxiliary::addProperty);
            own.add("auxiliary", auxiliary);
        }
        own.add("names", names);
        own.add("graph", JsonParser.parseString(architecture.graph().toJson()));
        config.add("ocelli", own);
        return config;
    }

    /**
     * ServingTarget an entry has another name in the file: the file's by the graph's. One that is there in parts has an object of
     * their names, each with the places of its first number and behind its last. It is saved, so that rules may change.
     */
    private static JsonObject names(Model timm, Architecture architecture) {
        JsonObject names = new JsonObject();
        for (Parameter parameter : architecture.graph().parameters()) {
            List<TimmLayout.Part> parts = timm.timm().parts(parameter);
            if (parts.size() > 1) {
                names.add(parameter.name(), places(parts));
            } else if (!parts.get(0).name().equals(parameter.name())) {
                names.addProperty(parameter.name(), parts.get(0).name());
            }
        }
        return names;
    }

    private static JsonObject places(List<TimmLayout.Part> parts) {
        JsonObject places = new JsonObject();
        for (TimmLayout.Part part : parts) {
            JsonArray range = new JsonArray();
            range.add(part.from());
            range.add(part.to());
            places.add(part.name(), range);
        }
        return places;
    }

    private static JsonObject pretrained(TrainedModel model, @Nullable Model timm) {
        Preprocessing preprocessing = model.preprocessing();
        JsonObject json = new JsonObject();
        json.add("input_size", size(model.architecture().input()));
        json.addProperty("interpolation", preprocessing.interpolation().label());
        json.addProperty("crop_pct", TimmFolder.share(preprocessing));
        json.add("mean", numbers(preprocessing.mean()));
        json.add("std", numbers(preprocessing.std()));
        json.addProperty("num_classes", model.architecture().classes());
        String head = model.architecture().classifiers().get(0);
        json.addProperty("classifier", timm == null ? head : timm.timm().name(head));
        if (timm != null) {
            TimmFolder.mark(json, timm, model.architecture());
        }
        return json;
    }

    static JsonObject preprocessing(Preprocessing preprocessing) {
        JsonObject json = new JsonObject();
        json.addProperty("resize", preprocessing.resize());
        JsonArray crop = new JsonArray();
        crop.add(preprocessing.cropHeight());
        crop.add(preprocessing.cropWidth());
        json.add("crop", crop);
        json.addProperty("interpolation", preprocessing.interpolation().label());
        json.add("mean", numbers(preprocessing.mean()));
        json.add("std", numbers(preprocessing.std()));
        return json;
    }

    private static JsonArray size(InputSize size) {
        JsonArray json = new JsonArray();
        json.add(size.channels());
        json.add(size.height());
        json.add(size.width());
        return json;
    }

    private static JsonArray texts(List<String> texts) {
        JsonArray json = new JsonArray();
        texts.forEach(json::add);
        return json;
    }

    private static JsonArray numbers(List<Float> numbers) {
        JsonArray json = new JsonArray();
        numbers.forEach(json::add);
        return json;
    }

    /**
     * The classifier in a folder.
     *
     * @throws WeightsException if the folder is missing, or holds something else
     */
    public static TrainedModel load(Path folder) {
        Path file = folder.resolve(CONFIG);
        Config config;
        try {
            if (Files.size(file) > MOST) {
                throw new WeightsException("The saved classifier's " + file + " has at most " + MOST
                        + " bytes, and this one " + Files.size(file) + ": it is not one that save() wrote");
            }
            config = config(Files.readAllBytes(file), folder);
        } catch (NoSuchFileException e) {
            throw new WeightsException(
                    "A saved classifier is a folder with " + CONFIG + " and " + WEIGHTS + ", and there is no " + file,
                    e);
        } catch (IOException e) {
            throw new WeightsException("The saved classifier's " + file + " cannot be read: " + e, e);
        }
        Path pickled = folder.resolve(PICKLED);
        Path weights =
                Files.exists(folder.resolve(WEIGHTS)) || !Files.exists(pickled) ? folder.resolve(WEIGHTS) : pickled;
        WeightsFitting.Fitted fitted = WeightsFitting.fit(
                config.naming().apply(WeightsFile.read(weights)),
                config.architecture().graph(),
                Weights.empty(),
                new WeightsFitting.Terms(weights.toString(), config.source(), Loading.STRICT));
        return new TrainedModel(
                config.architecture(), fitted.weights(), config.preprocessing(), config.labels(), fitted.report());
    }

    /**
     * What stands in a saved classifier's {@link #CONFIG}.
     *
     * @param naming from the weights as the file has them to the graph's names and shapes
     * @param source who wrote them
     */
    record Config(
            Architecture architecture,
            Preprocessing preprocessing,
            List<String> labels,
            UnaryOperator<Weights> naming,
            WeightsFitting.Source source) {}

    /**
     * Reads the configuration of the classifier in a folder.
     *
     * @throws WeightsException whatever is wrong with it
     */
    static Config config(byte[] json, Path folder) {
        try {
            return read(
                    JsonParser.parseString(new String(json, StandardCharsets.UTF_8))
                            .getAsJsonObject(),
                    folder);
        } catch (WeightsException e) {
            throw e;
        } catch (RuntimeException e) {
            // Gson and the values that are read have many ways to refuse what is of another type or out of range
            throw new WeightsException(
                    "The saved classifier's " + folder.resolve(CONFIG) + " is not one that save() wrote: "
                            + e.getMessage(),
                    e);
        }
    }

    private static Config read(JsonObject config, Path folder) {
        JsonObject own = config.getAsJsonObject("ocelli");
        if (own == null && config.has("architecture")) {
            return TimmFolder.config(config, folder);
        }
        if (own == null) {
            throw new WeightsException(
                    "The folder " + folder + " holds no classifier that Ocelli or timm saved: its " + CONFIG
                            + " has no part 'ocelli' and no 'architecture'. Name its " + WEIGHTS
                            + " with Classifier.model(name).weights(path) instead.");
        }
        int format = own.get("format").getAsInt();
        if (format < 1 || format > FORMAT) {
            throw new WeightsException("The classifier in " + folder + " was saved in format " + format
                    + ", and this version of Ocelli reads 1 to " + FORMAT + ". Use a newer Ocelli.");
        }
        Architecture architecture = architecture(own);
        List<String> labels = texts(config, "label_names");
        if (labels.size() != architecture.classes()) {
            throw new IllegalArgumentException("There is a label for each of the " + architecture.classes()
                    + " classes, received " + labels.size());
        }
        return new Config(
                architecture,
                preprocessing(own.getAsJsonObject("preprocessing")),
                labels,
                naming(own, architecture),
                WeightsFitting.Source.SAVED);
    }

    private static UnaryOperator<Weights> naming(JsonObject own, Architecture architecture) {
        JsonObject names = own.has("names") ? own.getAsJsonObject("names") : new JsonObject();
        Map<String, String> inFile = new HashMap<>();
        Map<String, List<TimmLayout.Part>> divided = new HashMap<>();
        for (Map.Entry<String, JsonElement> name : names.entrySet()) {
            if (name.getValue().isJsonObject()) {
                divided.put(name.getKey(), parts(name.getValue().getAsJsonObject()));
            } else {
                inFile.put(name.getKey(), name.getValue().getAsString());
            }
        }
        TimmLayout layout = TimmLayout.of(name -> inFile.getOrDefault(name, name))
                .divided(entry -> divided.getOrDefault(entry.name(), Collections.emptyList()));
        return weights -> layout.read(weights, architecture.graph());
    }

    private static List<TimmLayout.Part> parts(JsonObject places) {
        List<TimmLayout.Part> parts = new ArrayList<>();
        for (Map.Entry<String, JsonElement> place : places.entrySet()) {
            JsonArray range = place.getValue().getAsJsonArray();
            long from = range.get(0).getAsLong();
            parts.add(new TimmLayout.Part(place.getKey(), Shape.of(range.get(1).getAsLong() - from), from));
        }
        return parts;
    }

    private static Architecture architecture(JsonObject own) {
        JsonArray size = own.getAsJsonArray("input_size");
        InputSize input = new InputSize(
                size.get(0).getAsInt(), size.get(1).getAsInt(), size.get(2).getAsInt());
        Map<String, String> stages = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> stage :
                own.getAsJsonObject("stages").entrySet()) {
            stages.put(stage.getKey(), stage.getValue().getAsString());
        }
        Map<String, Double> auxiliary = new LinkedHashMap<>();
        if (own.has("auxiliary")) {
            for (Map.Entry<String, JsonElement> output :
                    own.getAsJsonObject("auxiliary").entrySet()) {
                auxiliary.put(output.getKey(), output.getValue().getAsDouble());
            }
        }
        Architecture architecture = new Architecture(
                own.get("model").getAsString(),
                Graph.fromJson(own.get("graph").toString()),
                stages,
                own.get("features").getAsString(),
                texts(own, "classifiers"),
                input,
                auxiliary);
        architecture.graph().shapes(Collections.singletonMap(Architecture.INPUT, input.shape()));
        return architecture;
    }

    static Preprocessing preprocessing(JsonObject json) {
        JsonArray crop = json.getAsJsonArray("crop");
        return new Preprocessing(
                json.get("resize").getAsInt(),
                crop.get(0).getAsInt(),
                crop.get(1).getAsInt(),
                Interpolation.named(json.get("interpolation").getAsString()),
                floats(json, "mean"),
                floats(json, "std"));
    }

    static List<String> texts(JsonObject json, String name) {
        List<String> texts = new ArrayList<>();
        json.getAsJsonArray(name).forEach(each -> texts.add(each.getAsString()));
        return texts;
    }

    static List<Float> floats(JsonObject json, String name) {
        List<Float> numbers = new ArrayList<>();
        json.getAsJsonArray(name).forEach(each -> numbers.add(each.getAsFloat()));
        return numbers;
    }
}
