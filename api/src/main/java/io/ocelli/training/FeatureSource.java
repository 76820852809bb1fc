package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import io.ocelli.data.Batch;
import io.ocelli.data.BatchLoader;
import io.ocelli.data.Batches;
import io.ocelli.data.SkippedPicture;
import io.ocelli.engine.Runner;
import io.ocelli.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a frozen backbone makes of pictures, computed once. */
final class FeatureSource implements Source {
    private final Features features;
    private final int[] labels;
    private final List<SkippedPicture> skipped;
    private final int batchSize;
    private final @Nullable Long seed;

    private FeatureSource(
            Features features, int[] labels, List<SkippedPicture> skipped, int batchSize, @Nullable Long seed) {
        this.features = features;
        this.labels = labels;
        this.skipped = skipped;
        this.batchSize = batchSize;
        this.seed = seed;
    }

    /**
     * Computes the features of all pictures that a loader gives, in their order.
     *
     * @param each the shape of one picture's
     * @param seed of the order of each epoch, or null for that of the pictures
     * @param progress is told how many pictures are done
     * @param stopped ends it early, with the pictures until then
     */
    static FeatureSource compute(
            BatchLoader loader,
            Runner backbone,
            Shape each,
            int batchSize,
            @Nullable Long seed,
            IntConsumer progress,
            BooleanSupplier stopped) {
        int count = loader.pictures().size();
        Features features = Features.of(each, count);
        try {
            int[] labels = new int[count];
            int done = 0;
            List<SkippedPicture> skipped;
            try (Batches batches = loader.epoch(0)) {
                done = compute(batches, backbone, features, labels, progress, stopped);
                skipped = batches.skipped();
            }
            return new FeatureSource(features, Arrays.copyOf(labels, done), skipped, batchSize, seed);
        } catch (Throwable e) { // memory, too, may be at its end
            features.close();
            throw e;
        }
    }

    private static int compute(
            Batches batches,
            Runner backbone,
            Features features,
            int[] labels,
            IntConsumer progress,
            BooleanSupplier stopped) {
        int done = 0;
        try {
            while (!stopped.getAsBoolean() && batches.hasNext()) {
                Batch batch = batches.next();
                features.put(
                        done,
                        backbone.run(ImmutableList.of(batch.pixels())).get(0).bytes());
                int[] some = batch.labels();
                System.arraycopy(some, 0, labels, done, some.length);
                done += some.length;
                progress.accept(done);
            }
        } catch (CancellationException e) {
            if (!stopped.getAsBoolean()) {
                throw e;
            }
        }
        return done;
    }

    int size() {
        return labels.length;
    }

    @Override
    public int batches() {
        return (size() + batchSize - 1) / batchSize;
    }

    @Override
    public boolean exact() {
        return true;
    }

    @Override
    public Epoch epoch(int epoch, int from) {
        int[] order = seed == null ? IntStream.range(0, size()).toArray() : BatchLoader.order(seed, epoch, size());
        return new Epoch() {
            private int next = Math.min(order.length, from * batchSize);

            @Override
            public boolean hasNext() {
                return next < order.length;
            }

            @Override
            public Lot next() {
                int[] indexes = Arrays.copyOfRange(order, next, Math.min(order.length, next + batchSize));
                next += indexes.length;
                int[] some = IntStream.of(indexes).map(i -> labels[i]).toArray();
                return new Lot(features.rows(indexes), some, indexes);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public List<SkippedPicture> skipped() {
        return skipped;
    }

    @Override
    public void close() {
        features.close();
    }
}
