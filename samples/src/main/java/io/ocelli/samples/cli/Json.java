package io.ocelli.samples.cli;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** Writes the file of {@code --json}. */
final class Json {
    private static final String INDENT = "  ";

    private Json() {}

    /** What writes the content. */
    interface Content {
        void to(JsonWriter json) throws IOException;
    }

    /** Writes beside the file and moves it there whole; nothing where no file was asked for. */
    static void write(@Nullable Path file, Content content) throws IOException {
        if (file == null) {
            return;
        }
        Path whole = file.toAbsolutePath();
        Path temporary = whole.resolveSibling(whole.getFileName() + ".part");
        try {
            try (JsonWriter json = new JsonWriter(Files.newBufferedWriter(temporary))) {
                json.setIndent(INDENT);
                content.to(json);
            }
            Files.move(temporary, whole, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** A figure; null where it was not measured. */
    static void figure(JsonWriter json, String name, double value) throws IOException {
        json.name(name);
        if (Double.isFinite(value)) {
            json.value(value);
        } else {
            json.nullValue();
        }
    }

    /** A matrix, a row a line. */
    static void matrix(JsonWriter json, long[][] rows) throws IOException {
        json.beginArray();
        for (long[] row : rows) {
            json.beginArray();
            json.setIndent("");
            for (long value : row) {
                json.value(value);
            }
            json.endArray();
            json.setIndent(INDENT);
        }
        json.endArray();
    }
}
