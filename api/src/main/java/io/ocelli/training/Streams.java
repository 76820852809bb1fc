package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import io.ocelli.data.SkippedPicture;
import io.ocelli.error.ImageException;
import io.ocelli.training.Source.Lot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The batches of streams beside the labelled pictures, one of each a step, again from the start when they end. They hang on how
 * many came before alone, so that a training goes on where it stood.
 */
final class Streams implements AutoCloseable {
    private final Map<String, Source> sources;
    private final Map<String, Endless> open = new LinkedHashMap<>();

    Streams(Map<String, Source> sources) {
        this.sources = sources;
    }

    /** One epoch after the other. */
    private static final class Endless implements AutoCloseable {
        private final String name;
        private final Source source;
        private int epoch;
        private Source.Epoch batches;

        Endless(String name, Source source, long before) {
            this.name = name;
            this.source = source;
            int each = Math.max(1, source.batches()); // of nothing, next() tells
            this.epoch = Math.toIntExact(before / each);
            this.batches = source.epoch(epoch, (int) (before % each));
        }

        Lot next() {
            for (int ended = 0; !batches.hasNext(); ended++) {
                batches.close();
                if (ended > 1) {
                    throw new ImageException("A stream has a batch in each epoch, and of '" + name + "' "
                            + source.skipped().size() + " pictures cannot be read"
                            + (source.skipped().isEmpty()
                                    ? ""
                                    : ": the first is " + source.skipped().get(0))
                            + ". Remove or replace them.");
                }
                batches = source.epoch(++epoch, 0);
            }
            return batches.next();
        }

        @Override
        public void close() {
            batches.close();
        }
    }

    /** Begins behind so many batches. */
    void begin(long before) {
        end();
        sources.forEach((name, source) -> open.put(name, new Endless(name, source, before)));
    }

    /** The next batch of each. */
    Map<String, Lot> next() {
        Map<String, Lot> lots = new LinkedHashMap<>();
        open.forEach((name, batches) -> lots.put(name, batches.next()));
        return lots;
    }

    /** What could not be read so far, by the name of its stream. */
    List<SkippedPicture> skipped() {
        ImmutableList.Builder<SkippedPicture> skipped = ImmutableList.builder();
        sources.forEach((name, source) -> source.skipped().forEach(picture -> skipped.add(picture.of(name))));
        return skipped.build();
    }

    private void end() {
        open.values().forEach(Endless::close);
        open.clear();
    }

    @Override
    public void close() {
        end();
        sources.values().forEach(Source::close);
    }
}
