package io.ocelli.model;

import io.ocelli.error.WeightsException;
import io.ocelli.weights.Weights;
import io.ocelli.weights.WeightsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Weights in the cache: the folder of the system property {@code ocelli.cache}, of the environment's {@code OCELLI_CACHE}, or
 * {@code ocelli} where the platform keeps caches ({@code ~/.cache}, {@code ~/Library/Caches}, {@code %LOCALAPPDATA%}).
 */
final class CachedWeights implements WeightsSource {
    private static final Logger LOG = LoggerFactory.getLogger(WeightsSources.class);

    @Override
    public int order() {
        return 100;
    }

    @Override
    public @Nullable Weights find(PublishedWeights row) {
        Path file = file(row);
        if (!Files.exists(file)) {
            return null;
        }
        try {
            Weights weights = WeightsFile.read(file);
            used(file);
            return weights;
        } catch (WeightsException e) {
            throw new WeightsException(
                    "A file of the cache cannot be used: " + e.getMessage() + ". Delete " + file
                            + ", and it is brought anew.",
                    e);
        }
    }

    /** Leaves the time of its last use with a file, by which what is not needed can be found later. */
    private static void used(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
        } catch (IOException e) {
            LOG.debug("The time of {} stays as it is: {}", file, e.toString());
        }
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
