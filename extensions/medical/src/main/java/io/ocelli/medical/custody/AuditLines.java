package io.ocelli.medical.custody;

import com.google.common.hash.Hashing;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The lines of an audit log: how one is written, and whether each continues the one before. */
final class AuditLines {
    private static final String HASH = "hash";
    private static final String HASHED = ",\"" + HASH + "\":\"";
    private static final int DIGITS = 64;

    private AuditLines() {}

    /** Behind a line: how many lines and bytes there are up to here, and that line's hash. */
    record Position(long lines, String hash, long bytes) {
        static final Position START = new Position(0, "0".repeat(DIGITS), 0);
    }

    static String line(long number, String previous, JsonObject entry) {
        JsonObject whole = new JsonObject();
        whole.addProperty("number", number);
        whole.addProperty("previous", previous);
        entry.entrySet().forEach(field -> whole.add(field.getKey(), field.getValue()));
        String hashed = whole.toString();
        String before = hashed.substring(0, hashed.length() - 1);
        return before + HASHED + sha256(before) + "\"}";
    }

    private static String sha256(String text) {
        return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
    }

    /** The hash that ends a line. */
    static String hash(String line) {
        return line.substring(line.length() - DIGITS - 2, line.length() - 2);
    }

    /**
     * Checks lines that follow a position; where they end.
     *
     * @throws CustodyException if one does not continue the one before, or is not what was written
     */
    static Position read(Path file, byte[] bytes, Position from) {
        Position at = from;
        int begin = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                String line = new String(bytes, begin, i - begin, StandardCharsets.UTF_8);
                at = next(file, line, at, i + 1 - begin);
                begin = i + 1;
            }
        }
        if (begin < bytes.length) {
            throw refused(file, at.lines() + 1, "it is cut off");
        }
        return at;
    }

    private static Position next(Path file, String line, Position before, int bytes) {
        long number = before.lines() + 1;
        int end = line.length() - DIGITS - 2 - HASHED.length();
        if (end < 0
                || !line.startsWith(HASHED, end)
                || !sha256(line.substring(0, end)).equals(hash(line))) {
            throw refused(file, number, "it was changed: its hash is not that of what it says");
        }
        JsonObject fields = fields(line);
        if (!field(fields, "previous").equals(before.hash())
                || !field(fields, "number").equals(String.valueOf(number))) {
            throw refused(
                    file, number, "it does not continue the line before: one was removed, added or changed there");
        }
        return new Position(number, hash(line), before.bytes() + bytes);
    }

    private static JsonObject fields(String line) {
        try {
            JsonElement json = JsonParser.parseString(line);
            return json.isJsonObject() ? json.getAsJsonObject() : new JsonObject();
        } catch (JsonParseException e) {
            return new JsonObject();
        }
    }

    private static String field(JsonObject fields, String name) {
        @Nullable JsonElement field = fields.get(name);
        return field instanceof JsonPrimitive ? field.getAsString() : "";
    }

    private static CustodyException refused(Path file, long line, String why) {
        return new CustodyException(file + " is refused at line " + line + ": " + why);
    }
}
