package io.ocelli.samples.cli;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the file of {@code --json}. */
final class Json {
    private static final String INDENT = "  ";
    private static final Set<String> STANDARD_OUTPUT = Set.of("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");
    private static final int MOST_LINKS = 40; // as Linux

    private Json() {}

    /** What writes the content. */
    interface Content {
        void to(JsonWriter json) throws IOException;
    }

    /**
     * Writes beside the file and moves it there whole, a link's file where it is a link; into what is no regular file (a device, a
     * pipe) as it comes. Nothing where no file was asked for.
     */
    static void write(@Nullable Path file, Content content) throws IOException {
        if (file == null) {
            return;
        }
        try {
            if (STANDARD_OUTPUT.contains(file.toString())) {
                // Opened anew, it would be written over by what is printed later; and it stays open.
                JsonWriter json = json(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
                content.to(json);
                json.flush();
                return;
            }
            if (isStream(file)) {
                try (JsonWriter json = json(new OutputStreamWriter(
                        Files.newOutputStream(file, StandardOpenOption.APPEND), StandardCharsets.UTF_8))) {
                    content.to(json);
                }
                return;
            }
            Path whole = followed(file);
            Path temporary = whole.resolveSibling(whole.getFileName() + ".part");
            try {
                try (JsonWriter json = json(Files.newBufferedWriter(temporary))) {
                    content.to(json);
                }
                Files.move(temporary, whole, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new IOException("The file " + file + " cannot be written: " + e, e);
        }
    }

    private static JsonWriter json(Writer to) {
        JsonWriter json = new JsonWriter(to);
        json.setIndent(INDENT);
        return json;
    }

    /** Whether a file would be lost by being replaced: a device, a pipe; and an open file by its name there. */
    static boolean isStream(Path file) {
        Path whole = file.toAbsolutePath().normalize();
        return Files.exists(file)
                && (!Files.isRegularFile(file) || whole.startsWith("/dev") || whole.startsWith("/proc"));
    }

    /** The file that a path means, behind all symbolic links; it need not exist. */
    static Path followed(Path file) throws IOException {
        Path followed = file.toAbsolutePath();
        for (int i = 0; Files.isSymbolicLink(followed); i++) {
            if (i == MOST_LINKS) {
                throw new FileSystemLoopException(file.toString());
            }
            followed = followed.resolveSibling(Files.readSymbolicLink(followed));
        }
        return followed;
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

    /** Numbers on one line. */
    static void numbers(JsonWriter json, float[] values) throws IOException {
        json.beginArray();
        json.setIndent("");
        for (float value : values) {
            json.value(value);
        }
        json.endArray();
        json.setIndent(INDENT);
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
