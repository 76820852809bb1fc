package io.ocelli.files;

import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Locale;

/**
 * The folder for what can be brought or made again: weights, unpacked natives, what was measured. It is that of the system property
 * {@code ocelli.cache}, of the environment's {@code OCELLI_CACHE}, or {@code ocelli} where the platform keeps caches ({@code
 * ~/.cache}, {@code ~/Library/Caches}, {@code %LOCALAPPDATA%}).
 */
public final class CacheFolder {
    private CacheFolder() {}

    /** The folder, which need not exist. */
    public static Path path() {
        String chosen = System.getProperty("ocelli.cache", System.getenv("OCELLI_CACHE"));
        if (chosen != null) {
            return Paths.get(chosen);
        }
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String home = System.getProperty("user.home", ".");
        String local = System.getenv("LOCALAPPDATA");
        String xdg = System.getenv("XDG_CACHE_HOME");
        if (os.startsWith("win") && local != null) {
            return Paths.get(local, "ocelli");
        }
        if (os.startsWith("mac")) {
            return Paths.get(home, "Library", "Caches", "ocelli");
        }
        return xdg != null ? Paths.get(xdg, "ocelli") : Paths.get(home, ".cache", "ocelli");
    }
}
