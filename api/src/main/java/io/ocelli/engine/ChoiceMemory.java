package io.ocelli.engine;

import com.google.common.hash.Hashing;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.ocelli.files.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Choices that were measured, each in a file of its own, whose name follows from what the choice holds for: a folder may be shared
 * by machines and processes. What cannot be read is measured again, what cannot be written is measured each time, and the log says
 * so.
 */
record ChoiceMemory(Path folder) {
    private static final Logger LOG = LoggerFactory.getLogger(ChoiceMemory.class);
    private static final int DIGITS = 16;

    /** What was chosen. */
    record Choice(String engine, Precision precision, String reason) {}

    /** The file of what holds for a key. */
    Path file(String key) {
        String digest = Hashing.sha256().hashString(key, StandardCharsets.UTF_8).toString();
        return folder.resolve("ocelli-measured-" + digest.substring(0, DIGITS) + ".json");
    }

    /** What was chosen for a key; null where nothing was. */
    @Nullable
    Choice find(String key) {
        Path file = file(key);
        try {
            JsonObject json = JsonParser.parseString(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                    .getAsJsonObject();
            if (json.get("for").getAsString().equals(key)) {
                return new Choice(
                        json.get("engine").getAsString(),
                        Precision.valueOf(json.get("precision").getAsString()),
                        json.get("reason").getAsString());
            }
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException
                | JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | NullPointerException e) {
            LOG.warn("What was measured before cannot be read from {}, and is measured again: {}", file, e.toString());
        }
        return null;
    }

    void keep(String key, Choice choice) {
        JsonObject json = new JsonObject();
        json.addProperty("engine", choice.engine());
        json.addProperty("precision", choice.precision().name());
        json.addProperty("reason", choice.reason());
        json.addProperty("for", key);
        Path file = file(key);
        try {
            Files.createDirectories(folder);
            WholeFile.write(file, out -> out.write(json.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            LOG.warn("What was measured cannot be kept in {}, and is measured at each start: {}", file, e.toString());
        }
    }
}
