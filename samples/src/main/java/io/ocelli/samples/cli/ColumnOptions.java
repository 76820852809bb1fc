package io.ocelli.samples.cli;

import io.ocelli.HeadSpec;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageTable;
import io.ocelli.error.ImageException;
import io.ocelli.learning.Column;
import io.ocelli.learning.Columns;
import io.ocelli.learning.Fusion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that let a network learn from more of a table than the path and the label. */
final class ColumnOptions {
    private static final String ALL = "all";

    @Option(
            names = "--columns",
            paramLabel = "NAME[=KIND],...|all",
            description = {
                "Learn from these columns of the CSV, too. A kind is number, category or text; without one it is",
                "what the values look like. Cells may be empty, the path's too. CSVs have a header."
            })
    @Nullable
    String columns;

    @Option(
            names = "--fusion",
            paramLabel = "NAME",
            description = "How they come together with the picture: gated (default), early or late.")
    Fusion.@Nullable Kind fusion;

    /** Pictures with what stands beside them, where that is asked for. */
    DataSet pictures(Verb verb, String option, Path place) {
        if (columns == null && fusion != null) {
            throw verb.wrong("--fusion says how --columns come together with the picture; name these, too");
        }
        if (columns == null) {
            return verb.pictures(option, place);
        }
        if (!Files.isRegularFile(place)) {
            throw verb.wrong("--columns are of CSV files, and " + option + " is " + place);
        }
        return table(verb, option, place);
    }

    static DataSet table(Verb verb, String option, Path csv) {
        try {
            return ImageTable.withColumns(csv);
        } catch (ImageException e) {
            throw verb.wrong(option + ": " + e.getMessage());
        }
    }

    /** What is learnt of the columns; null where none are. */
    @Nullable
    Columns fitted(Verb verb, DataSet training) {
        if (columns == null) {
            return null;
        }
        Set<String> names = new LinkedHashSet<>();
        Map<String, Column.Kind> kinds = new LinkedHashMap<>();
        for (String each : columns.equals(ALL) ? new String[0] : columns.split(",")) {
            String[] parts = each.trim().split("=", 2);
            names.add(parts[0]);
            if (parts.length == 2) {
                kinds.put(parts[0], kind(verb, parts[1]));
            }
        }
        try {
            return Columns.fit(training, names, kinds);
        } catch (IllegalArgumentException e) {
            throw verb.wrong("--columns: " + e.getMessage());
        }
    }

    private static Column.Kind kind(Verb verb, String name) {
        for (Column.Kind kind : Column.Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                return kind;
            }
        }
        throw verb.wrong("--columns are of a kind, number, category or text; received '" + name + "'");
    }

    /** The head over the picture and the columns. */
    HeadSpec over(HeadSpec head, Columns fitted) {
        return head.then(Fusion.of(fusion == null ? Fusion.Kind.GATED : fusion, fitted.widths()));
    }
}
