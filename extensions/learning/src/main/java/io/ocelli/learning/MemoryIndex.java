package io.ocelli.learning;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.ocelli.error.ImageException;
import io.ocelli.files.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What a memory's file says of it.
 *
 * @param entries a picture each
 * @param classes of the longest logits
 */
record MemoryIndex(Reservoir reservoir, List<Entry> entries, List<String> classes) {
    private static final String SAID = "said";
    private static final String CLASSES = "classes";

    /**
     * A picture.
     *
     * @param file in the folder
     * @param said logits over the first classes, none where nobody was asked
     */
    record Entry(String file, String label, float[] said) {
        private static Entry read(JsonObject json) {
            return new Entry(
                    json.get("file").getAsString(),
                    json.get("label").getAsString(),
                    json.has(SAID) ? logits(json.get(SAID).getAsString()) : new float[0]);
        }

        private JsonObject json() {
            JsonObject json = new JsonObject();
            json.addProperty("file", file);
            json.addProperty("label", label);
            if (said.length > 0) {
                json.addProperty(SAID, base64(said));
            }
            return json;
        }

        /** What it takes of the file, with the comma. */
        int bytes() {
            return json().toString().length() + 1;
        }

        /** Float32, the least byte first. */
        private static float[] logits(String base64) {
            ByteBuffer bytes =
                    ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
            float[] logits = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(logits);
            return logits;
        }

        private static String base64(float[] logits) {
            ByteBuffer bytes = ByteBuffer.allocate(logits.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(logits);
            return Base64.getEncoder().encodeToString(bytes.array());
        }
    }

    /** That of an empty memory. */
    static MemoryIndex of(int capacity) {
        return new MemoryIndex(Reservoir.of(capacity, 0), List.of(), List.of());
    }

    /**
     * @throws ImageException if the file is none of a memory, or cannot be read
     */
    static MemoryIndex read(Path file) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            List<Entry> entries = new ArrayList<>();
            for (JsonElement each : json.getAsJsonArray("pictures")) {
                entries.add(Entry.read(each.getAsJsonObject()));
            }
            List<String> classes = new ArrayList<>();
            if (json.has(CLASSES)) {
                json.getAsJsonArray(CLASSES).forEach(each -> classes.add(each.getAsString()));
            }
            Reservoir reservoir = new Reservoir(
                    json.get("capacity").getAsInt(),
                    json.get("seen").getAsLong(),
                    json.get("seed").getAsLong());
            return new MemoryIndex(reservoir, entries, classes);
        } catch (IOException
                | JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | NullPointerException e) {
            throw new ImageException(
                    "A memory is a folder that Ocelli wrote, and " + file + " cannot be read: " + e.getMessage()
                            + ". Name another folder, or an empty one.",
                    e);
        }
    }

    void write(Path file) throws IOException {
        JsonObject json = new JsonObject();
        json.addProperty("capacity", reservoir.capacity());
        json.addProperty("seen", reservoir.seen());
        json.addProperty("seed", reservoir.seed());
        JsonArray pictures = new JsonArray();
        entries.forEach(entry -> pictures.add(entry.json()));
        if (!classes.isEmpty()) {
            JsonArray names = new JsonArray();
            classes.forEach(names::add);
            json.add(CLASSES, names);
        }
        json.add("pictures", pictures);
        String text = json.toString();
        WholeFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
