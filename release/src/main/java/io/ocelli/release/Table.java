package io.ocelli.release;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A table beside these classes: a row a line, tabs between its cells, what it is about behind a number sign. */
final class Table {
    private Table() {}

    /** @throws IllegalStateException if a row has more or fewer cells than there are columns */
    static List<List<String>> named(String name, int columns) {
        try (InputStream stream = Objects.requireNonNull(Table.class.getResourceAsStream(name), name)) {
            return rows(name, new String(stream.readAllBytes(), StandardCharsets.UTF_8), columns);
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    static List<List<String>> rows(String name, String text, int columns) {
        List<List<String>> rows = new ArrayList<>();
        for (String line : text.split("\n")) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            List<String> cells = List.of(line.split("\t", -1));
            if (cells.size() != columns) {
                throw new IllegalStateException(name + " has " + columns + " columns with tabs between them, received "
                        + cells.size() + " in: " + line);
            }
            rows.add(cells);
        }
        return rows;
    }
}
