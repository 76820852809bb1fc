package io.ocelli.training;

import io.ocelli.data.SkippedPicture;
import io.ocelli.training.Source.Epoch;
import io.ocelli.training.Source.Lot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The batches of streams beside the labelled pictures, one of each a step, for ever: a stream that has ended begins again in
 * another order. They hang on the epoch and the step alone, so that a training goes on where it stood.
 */
final class Streams implements AutoCloseable {
    /** Between the orders of one epoch, as streams begin again. */
    private static final int ROUND = 100_003;

    private final Map<String, Source> sources;
    private final Map<String, Epoch> open = new LinkedHashMap<>();
    private final Map<String, Integer> rounds = new LinkedHashMap<>();
    private int epoch;

    Streams(Map<String, Source> sources) {
        this.sources = sources;
    }

    /** Begins an epoch, {@code from} batches behind its start. */
    void begin(int epoch, int from) {
        close();
        this.epoch = epoch;
        rounds.clear();
        sources.forEach((name, source) -> {
            int each = Math.max(1, source.batches());
            rounds.put(name, from / each);
            open.put(name, source.epoch(epoch + ROUND * (from / each), from % each));
        });
    }

    /** The next batch of each. */
    Map<String, Lot> next() {
        Map<String, Lot> lots = new LinkedHashMap<>();
        sources.forEach((name, source) -> lots.put(name, next(name, source)));
        return lots;
    }

    private Lot next(String name, Source source) {
        Epoch batches = open.get(name);
        if (batches == null || !batches.hasNext()) {
            if (batches != null) {
                batches.close();
            }
            int round = rounds.merge(name, 1, Integer::sum);
            batches = source.epoch(epoch + ROUND * round, 0);
            open.put(name, batches);
        }
        return batches.next();
    }

    List<SkippedPicture> skipped() {
        List<SkippedPicture> skipped = new ArrayList<>();
        sources.values().forEach(source -> skipped.addAll(source.skipped()));
        return skipped;
    }

    @Override
    public void close() {
        open.values().forEach(Epoch::close);
        open.clear();
    }
}
