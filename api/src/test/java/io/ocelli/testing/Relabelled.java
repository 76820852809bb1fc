package io.ocelli.testing;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Saved folders whose answers tell which of them gave it. */
public final class Relabelled {
    private Relabelled() {}

    /** Lets the names of a saved folder's classes begin so, at once; what they began with before, up to a colon, is gone. */
    public static void folder(Path folder, String beginning) throws IOException {
        Path config = folder.resolve("config.json");
        JsonObject content = JsonParser.parseString(Files.readString(config)).getAsJsonObject();
        JsonArray names = new JsonArray();
        for (JsonElement name : content.getAsJsonArray("label_names")) {
            names.add(beginning + ": " + name.getAsString().replaceFirst("^[a-z]+: ", ""));
        }
        content.add("label_names", names);
        Path other = Files.writeString(folder.resolve("config.other"), content.toString());
        Files.move(other, config, StandardCopyOption.REPLACE_EXISTING);
    }
}
