package io.ocelli.saving;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.ocelli.error.EngineException;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The texts that travel in an exported file ({@code metadata_props} of ONNX).
 *
 * @param labels the names of the classes by index, or null where the file does not tell
 * @param preprocessing what is done to pictures first, or null where the file does not tell
 * @param transform what else than the preprocessing's resizing and cropping is done to pictures, or null
 */
public record FileTexts(
        @Nullable List<String> labels,
        @Nullable Preprocessing preprocessing,
        @Nullable Transform transform) {
    private static final String FORMAT = "ocelli.format";
    private static final String FIRST = "1";
    /** With a transform, which older versions would pass over. */
    private static final String SECOND = "2";
    /** Of pictures of 16 bits, with a transform or none: older versions read those of 8 only. */
    private static final String THIRD = "3";

    private static final String MODEL = "ocelli.model";
    private static final String PREPROCESSING = "ocelli.preprocessing";
    private static final String LABELS = "ocelli.labels";
    private static final String TRANSFORM = "ocelli.transform";

    /** The texts that tell a classifier. */
    public static Map<String, String> of(TrainedModel model) {
        Map<String, String> texts = new LinkedHashMap<>();
        Transform transform = model.answering().transform();
        boolean wide = model.preprocessing().intensities() != null;
        texts.put(FORMAT, wide ? THIRD : transform == null ? FIRST : SECOND);
        texts.put(MODEL, model.architecture().name());
        JsonArray labels = new JsonArray();
        model.labels().forEach(labels::add);
        texts.put(LABELS, ascii(labels));
        texts.put(PREPROCESSING, ascii(ConfigWriter.preprocessing(model.preprocessing())));
        if (transform != null) {
            texts.put(TRANSFORM, ascii(Transforms.toJson(transform)));
        }
        return texts;
    }

    /** JSON without a character beyond ASCII: ONNX Runtime's Java API cuts texts at those beyond 16 bits. */
    private static String ascii(JsonElement json) {
        StringBuilder text = new StringBuilder();
        for (char c : json.toString().toCharArray()) {
            if (c < 128) {
                text.append(c);
            } else {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return text.toString();
    }

    /**
     * What a file's texts say; nothing where another tool wrote it.
     *
     * @throws EngineException if they are not those that this version writes
     */
    public static FileTexts read(Map<String, String> texts, String file) {
        String format = texts.get(FORMAT);
        if (format == null) {
            return new FileTexts(null, null, null);
        }
        if (!format.equals(FIRST) && !format.equals(SECOND) && !format.equals(THIRD)) {
            throw new EngineException("The file " + file + " was exported in format " + format
                    + ", and this version of Ocelli reads " + FIRST + " to " + THIRD + ". Use a newer Ocelli.");
        }
        try {
            List<String> labels = new ArrayList<>();
            for (JsonElement label : JsonParser.parseString(text(texts, LABELS)).getAsJsonArray()) {
                labels.add(label.getAsString());
            }
            JsonFields preprocessing =
                    JsonFields.of(PREPROCESSING + ".", JsonParser.parseString(text(texts, PREPROCESSING)));
            return new FileTexts(
                    labels,
                    SavedConfig.preprocessing(preprocessing),
                    format.equals(SECOND) || texts.containsKey(TRANSFORM)
                            ? Transforms.fromJson(JsonParser.parseString(text(texts, TRANSFORM)))
                            : null);
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
