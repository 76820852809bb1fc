package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import io.ocelli.data.BatchLoader;
import io.ocelli.data.Batches;
import io.ocelli.data.OnBroken;
import io.ocelli.data.SkippedPicture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pictures that are loaded anew in each epoch. */
final class PictureSource implements Source {
    private final BatchLoader loader;
    private final boolean exact;
    private final Set<String> values;
    private final Map<String, SkippedPicture> skipped = new LinkedHashMap<>();
    private @Nullable Batches open;

    /** @param values what is asked for of what the pictures carry */
    PictureSource(BatchLoader loader, OnBroken onBroken, Set<String> values) {
        this.values = values;
        this.loader = loader.onBroken(onBroken);
        this.exact = onBroken == OnBroken.FAIL;
    }

    @Override
    public int batches() {
        return loader.batches();
    }

    @Override
    public boolean exact() {
        return exact;
    }

    @Override
    public Epoch epoch(int epoch, int from) {
        Batches batches = loader.epoch(epoch, exact ? from : 0);
        try {
            // Where broken pictures are left out, which the first batches have is known only when they were read.
            for (int i = 0; i < from && !exact && batches.hasNext(); i++) {
                batches.next();
            }
        } catch (RuntimeException e) {
            batches.close();
            throw e;
        }
        open = batches;
        return new Epoch() {
            @Override
            public boolean hasNext() {
                return batches.hasNext();
            }

            @Override
            public Lot next() {
                return Lot.of(batches.next(), values);
            }

            @Override
            public void close() {
                collect(batches);
                batches.close();
            }
        };
    }

    private void collect(Batches batches) {
        batches.skipped().forEach(picture -> skipped.put(picture.name(), picture));
    }

    @Override
    public List<SkippedPicture> skipped() {
        if (open != null) {
            collect(open);
        }
        return ImmutableList.copyOf(skipped.values());
    }

    @Override
    public void close() {}
}
