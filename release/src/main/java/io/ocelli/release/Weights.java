package io.ocelli.release;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of weights of the catalogue.
 *
 * @param licence its name alone, without where it is written
 */
record Weights(String model, String row, String licence) {
    private static final String TABLES = "zoo/src/main/resources/io/ocelli/zoo";

    /** Those of a checkout's tables, by family. */
    static List<Weights> of(Path checkout) throws IOException {
        List<Path> tables = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(checkout.resolve(TABLES), "*.tsv")) {
            files.forEach(tables::add);
        }
        tables.sort(null);
        List<Weights> all = new ArrayList<>();
        for (Path table : tables) {
            List<String> lines = Files.readAllLines(table);
            List<String> columns = lines.stream()
                    .filter(line -> line.startsWith("# model\t"))
                    .map(line -> List.of(line.substring(2).split("\t")))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(table + " has no line with its columns' names"));
            int licence = columns.indexOf("license");
            for (List<String> cells : Table.rows(table.toString(), String.join("\n", lines), columns.size())) {
                all.add(new Weights(
                        cells.get(0), cells.get(1), cells.get(licence).replaceFirst(" https://.*", "")));
            }
        }
        return all;
    }
}
