package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import io.ocelli.data.BatchLoader;
import io.ocelli.data.EndlessBatches;
import io.ocelli.data.SkippedPicture;
import io.ocelli.training.Source.Lot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The batches of streams beside the labelled pictures, one of each a step. They hang on how many came before alone, so that a
 * training goes on where it stood.
 */
final class Streams implements AutoCloseable {
    private final Map<String, BatchLoader> loaders;
    private final Map<String, EndlessBatches> open = new LinkedHashMap<>();
    private final Map<String, SkippedPicture> skipped = new LinkedHashMap<>();

    Streams(Map<String, BatchLoader> loaders) {
        this.loaders = loaders;
    }

    /** Begins behind so many batches. */
    void begin(long before) {
        close();
        loaders.forEach((name, loader) -> open.put(name, loader.endless(before)));
    }

    /** The next batch of each. */
    Map<String, Lot> next() {
        Map<String, Lot> lots = new LinkedHashMap<>();
        open.forEach((name, batches) -> lots.put(name, Lot.of(batches.next())));
        return lots;
    }

    /** What could not be read so far, once each. */
    List<SkippedPicture> skipped() {
        open.values().forEach(batches -> batches.skipped().forEach(each -> skipped.put(each.name(), each)));
        return ImmutableList.copyOf(skipped.values());
    }

    @Override
    public void close() {
        skipped();
        open.values().forEach(EndlessBatches::close);
        open.clear();
    }
}
