package io.ocelli.zoo;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.PublishedWeights;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of published weights that lie beside each family, in a table of its name: tabs between the columns, a dash for
 * what is not published, a model's default row first.
 */
final class Catalogue {
    private static final int COLUMNS = 17;
    private static final String UNKNOWN = "-";

    private final Map<String, List<PublishedWeights>> rows = new LinkedHashMap<>();

    private Catalogue() {}

    private Catalogue(BufferedReader table, String name) throws IOException {
        for (String line = table.readLine(); line != null; line = table.readLine()) {
            if (!line.startsWith("#")) {
                List<String> cells = Splitter.on('\t').splitToList(line);
                if (cells.size() != COLUMNS) {
                    throw new IllegalStateException(
                            name + " has " + COLUMNS + " columns, received " + cells.size() + " in: " + line);
                }
                rows.computeIfAbsent(cells.get(0), model -> new ArrayList<>()).add(row(cells));
            }
        }
    }

    static Catalogue empty() {
        return new Catalogue();
    }

    /** The rows of a table. */
    static Catalogue named(String table) {
        String name = "/io/ocelli/zoo/" + table + ".tsv";
        InputStream stream = Catalogue.class.getResourceAsStream(name);
        if (stream == null) {
            throw new IllegalStateException(
                    "The table " + name + " is in the jar of ocelli-zoo, and it is not there: keep"
                            + " the jar's resources where it is repackaged");
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return new Catalogue(reader, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of a model, the default first. */
    List<PublishedWeights> rows(String model) {
        return ImmutableList.copyOf(rows.getOrDefault(model, ImmutableList.of()));
    }

    private static PublishedWeights row(List<String> cells) {
        String url = cells.get(2);
        ImmutableMap.Builder<String, Double> accuracy = ImmutableMap.builder();
        put(accuracy, "acc@1", cells.get(5));
        put(accuracy, "acc@5", cells.get(6));
        int crop = Integer.parseInt(cells.get(10));
        return new PublishedWeights(
                cells.get(1),
                url.substring(url.lastIndexOf('/') + 1),
                url,
                known(cells.get(3)),
                Long.parseLong(cells.get(4)),
                cells.get(16),
                cells.get(14),
                Integer.parseInt(cells.get(15)),
                new Preprocessing(
                        Integer.parseInt(cells.get(9)),
                        crop,
                        crop,
                        Interpolation.named(cells.get(11)),
                        floats(cells.get(12)),
                        floats(cells.get(13))),
                accuracy.build(),
                known(cells.get(7)) == null ? 0 : Double.parseDouble(cells.get(7)),
                Long.parseLong(cells.get(8)));
    }

    private static void put(ImmutableMap.Builder<String, Double> accuracy, String name, String cell) {
        if (known(cell) != null) {
            accuracy.put(name, Double.parseDouble(cell));
        }
    }

    private static @Nullable String known(String cell) {
        return cell.equals(UNKNOWN) ? null : cell;
    }

    private static List<Float> floats(String cell) {
        List<Float> values = new ArrayList<>();
        for (String each : Splitter.on(' ').split(cell)) {
            values.add(Float.parseFloat(each));
        }
        return values;
    }
}
