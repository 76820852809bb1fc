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
import org.jspecify.annotations.Nullable;

/** Writes the file of {@code --json}. */
final class Json {
    private static final String INDENT = "  ";
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
            if (isStream(file)) {
                write(new OutputStreamWriter(
                                Files.newOutputStream(file, StandardOpenOption.APPEND), StandardCharsets.UTF_8),
                        content);
                return;
            }
            Path whole = followed(file);
            Path temporary = whole.resolveSibling(whole.getFileName() + ".part");
            try {
                write(Files.newBufferedWriter(temporary), content);
                Files.move(temporary, whole, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new IOException("The file " + file + " cannot be written: " + e, e);
        }
    }

    private static void write(Writer to, Content content) throws IOException {
        try (JsonWriter json = new JsonWriter(to)) {
            json.setIndent(INDENT);
            content.to(json);
        }
    }

    /** Whether a file would be lost by being replaced: a device, a pipe; and the standard output, even where it is a file. */
    static boolean isStream(Path file) {
        Path whole = file.toAbsolutePath().normalize();
        return Files.exists(file) && (!Files.isRegularFile(file) || whole.startsWith("/dev") || whole.startsWith("/proc"));
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
