package io.ocelli.model;

import io.ocelli.error.WeightsException;
import io.ocelli.files.CacheFolder;
import io.ocelli.services.Services;
import io.ocelli.weights.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where published weights are looked for: the class path, the cache, and what else is on the class path. */
public final class WeightsSources {
    private static final Logger LOG = LoggerFactory.getLogger(WeightsSources.class);

    /** The files of whose licence was warned, which once is enough for. */
    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    private WeightsSources() {}

    /**
     * The weights of a row. A licence that forbids commercial use is logged as a warning, once.
     *
     * @throws WeightsException if they are nowhere, naming each place and how to bring the file
     */
    public static Weights find(Model model, PublishedWeights row) {
        List<WeightsSource> sources = all();
        for (WeightsSource source : sources) {
            Weights weights = source.find(row);
            if (weights != null) {
                if (row.isNonCommercial() && WARNED.add(row.file())) {
                    LOG.warn(
                            "The licence of {} {} is {}, which forbids commercial use",
                            model.name(),
                            row.name(),
                            row.license());
                }
                return weights;
            }
        }
        StringBuilder message = new StringBuilder("The weights " + model.name() + " " + row.name() + " (" + row.file()
                + ") were looked for and not found:");
        for (WeightsSource source : sources) {
            message.append("\n  ").append(source.describe(row));
        }
        throw new WeightsException(message + "\nBring the file from " + row.url() + " to " + cache()
                + ", or name a file of your own with weights(path).");
    }

    /** The folder of the cache, which need not exist. */
    public static Path cache() {
        return CacheFolder.path();
    }

    private static List<WeightsSource> all() {
        List<WeightsSource> sources = new ArrayList<>();
        sources.add(new ClassPathWeights());
        sources.add(new CachedWeights());
        sources.addAll(Services.of(WeightsSource.class));
        sources.sort((a, b) -> a.order() - b.order());
        return sources;
    }
}
