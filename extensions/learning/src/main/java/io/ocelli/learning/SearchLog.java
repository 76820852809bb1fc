package io.ocelli.learning;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The trials of a search, each a line of a file as soon as it ends. Safe for threads. */
final class SearchLog {
    private final Path file;
    private final List<SearchTrial> trials = new ArrayList<>();

    private SearchLog(Path file) {
        this.file = file;
    }

    /** Reads what is there; a last line that a kill has cut off is taken away. */
    static SearchLog open(Path file) {
        SearchLog log = new SearchLog(file);
        try {
            String text = Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            if (whole.isEmpty()) {
                whole = SearchTrial.HEADING + "\n";
            }
            if (!whole.equals(text)) {
                Files.write(file, whole.getBytes(StandardCharsets.UTF_8));
            }
            String[] lines = whole.split("\n", -1);
            for (int i = 0; i < lines.length - 1; i++) {
                if (i == 0 && !lines[i].equals(SearchTrial.HEADING)) {
                    throw new IllegalArgumentException(
                            "its first line is to be the heading of a search's trials, received '" + lines[i] + "'");
                }
                if (i > 0) {
                    log.trials.add(SearchTrial.read(lines[i]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "A search goes on behind its own trials, and " + file + " holds something else: " + e.getMessage()
                            + ". Name another file.",
                    e);
        }
        return log;
    }

    synchronized List<SearchTrial> trials() {
        return ImmutableList.copyOf(trials);
    }

    synchronized void add(SearchTrial trial) {
        try {
            Files.write(file, (trial.line() + "\n").getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        trials.add(trial);
    }
}
