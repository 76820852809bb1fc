package io.ocelli.medical;

import com.google.common.collect.ImmutableList;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Tables of the standard that lie beside the classes, a row a line. */
final class Tables {
    private Tables() {}

    static ImmutableList<String> lines(String table) {
        try {
            return Resources.asCharSource(Resources.getResource(Tables.class, table), StandardCharsets.UTF_8)
                    .readLines();
        } catch (IOException e) {
            throw new UncheckedIOException("The table " + table + " of ocelli-medical cannot be read", e);
        }
    }
}
