package io.ocelli.model;

import io.ocelli.weights.Weights;
import io.ocelli.weights.WeightsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Weights in the cache: the folder of the system property {@code ocelli.cache}, of the environment's {@code OCELLI_CACHE}, or
 * {@code ocelli} where the platform keeps caches ({@code ~/.cache}, {@code ~/Library/Caches}, {@code %LOCALAPPDATA%}).
 */
final class CachedWeights implements WeightsSource {
    @Override
    public int order() {
        return 100;
    }

    @Override
    public @Nullable Weights find(PublishedWeights row) {
        Path file = file(row);
        return Files.exists(file) ? WeightsFile.read(file) : null;
    }

    private static Path file(PublishedWeights row) {
        return folder().resolve(row.file());
    }

    /** The cache's folder, which need not exist. */
    static Path folder() {
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

    @Override
    public String describe(PublishedWeights row) {
        return "in the cache, as " + file(row);
    }
}
