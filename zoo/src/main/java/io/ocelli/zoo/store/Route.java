package io.ocelli.zoo.store;

import io.ocelli.model.PublishedWeights;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How files are brought over the network.
 *
 * @param mirror what stands before the file's name in the place of the published address, or null for the published one
 * @param offline the name of the setting that keeps the network out, or null where it may be used
 * @param connectTimeout milliseconds to wait for a connection
 * @param readTimeout milliseconds without a byte after which a connection counts as cut
 * @param backOff when to try again
 */
record Route(@Nullable String mirror, @Nullable String offline, int connectTimeout, int readTimeout, BackOff backOff) {

    /** What the system properties say, or else the environment. */
    static Route ofEnvironment() {
        return new Route(
                setting("ocelli.mirror", "OCELLI_MIRROR"), offlineSetting(), 20_000, 30_000, BackOff.standard());
    }

    private static @Nullable String offlineSetting() {
        for (String name : new String[] {"ocelli.offline", "OCELLI_OFFLINE"}) {
            String value = setting(name, name);
            if (value != null) {
                String lower = value.toLowerCase(Locale.ROOT);
                return lower.equals("false") || lower.equals("0") || lower.equals("no") ? null : name;
            }
        }
        return null;
    }

    private static @Nullable String setting(String property, String variable) {
        String value = System.getProperty(property, System.getenv(variable));
        // an empty variable is how a shell switches one off; an empty property is how -Docelli.offline switches it on
        return value == null || (value.isEmpty() && System.getProperty(property) == null) ? null : value;
    }

    /** Where a file is brought from. */
    String locate(PublishedWeights row) {
        if (mirror == null || mirror.isEmpty()) {
            return row.url();
        }
        return mirror.endsWith("/") ? mirror + row.file() : mirror + "/" + row.file();
    }
}
