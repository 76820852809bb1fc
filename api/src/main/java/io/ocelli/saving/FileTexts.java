package io.ocelli.saving;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.ocelli.error.EngineException;
import io.ocelli.image.Preprocessing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The texts that travel in an exported file ({@code metadata_props} of ONNX).
 *
 * @param labels the names of the classes by index, or null where the file does not tell
 * @param preprocessing what is done to pictures first, or null where the file does not tell
 */
public record FileTexts(@Nullable List<String> labels, @Nullable Preprocessing preprocessing) {
    private static final String FORMAT = "ocelli.format";
    private static final String VERSION = "1";
    private static final String MODEL = "ocelli.model";
    private static final String PREPROCESSING = "ocelli.preprocessing";
    private static final String LABELS = "ocelli.labels";

    /** The texts that tell a classifier. */
    public static Map<String, String> of(TrainedModel model) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(FORMAT, VERSION);
        texts.put(MODEL, model.architecture().name());
        JsonArray labels = new JsonArray();
        model.labels().forEach(labels::add);
        texts.put(LABELS, labels.toString());
        texts.put(PREPROCESSING, ConfigWriter.preprocessing(model.preprocessing()).toString());
        return texts;
    }

    /**
     * What a file's texts say; nothing where another tool wrote it.
     *
     * @throws EngineException if they are not those that this version writes
     */
    public static FileTexts read(Map<String, String> texts, Path file) {
        String format = texts.get(FORMAT);
        if (format == null) {
            return new FileTexts(null, null);
        }
        if (!format.equals(VERSION)) {
            throw new EngineException("The file " + file + " was exported in format " + format
                    + ", and this version of Ocelli reads " + VERSION + ". Use a newer Ocelli.");
        }
        try {
            List<String> labels = new ArrayList<>();
            for (JsonElement label : JsonParser.parseString(text(texts, LABELS)).getAsJsonArray()) {
                labels.add(label.getAsString());
            }
            JsonObject preprocessing =
                    JsonParser.parseString(text(texts, PREPROCESSING)).getAsJsonObject();
            return new FileTexts(labels, SavedConfig.preprocessing(JsonFields.of(PREPROCESSING + ".", preprocessing)));
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | NullPointerException
                | ClassCastException
                | UnsupportedOperationException
                | IndexOutOfBoundsException e) {
            throw new EngineException(
                    "The labels and the preprocessing in " + file + " are not those that exportOnnx() wrote: "
                            + e.getMessage(),
                    e);
        }
    }

    private static String text(Map<String, String> texts, String key) {
        String text = texts.get(key);
        if (text == null) {
            throw new IllegalArgumentException("it has no text '" + key + "'");
        }
        return text;
    }
}
