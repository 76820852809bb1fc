package io.ocelli.model;

import io.ocelli.error.WeightsException;
import io.ocelli.files.CacheFolder;
import io.ocelli.weights.Weights;
import io.ocelli.weights.WeightsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Weights in the {@link CacheFolder}. */
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
        return CacheFolder.path().resolve(row.file());
    }

    @Override
    public String describe(PublishedWeights row) {
        return "in the cache, as " + file(row);
    }
}
