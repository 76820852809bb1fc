package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.data.BatchLoader;
import io.ocelli.data.LastBatch;
import io.ocelli.data.Sampling;
import io.ocelli.data.SkippedPicture;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a frozen backbone makes of pictures, computed once or under several draws, and what these carry. */
final class FeatureSource implements Source {
    private final Map<String, Features> features;
    private final int[] labels;
    private final List<SkippedPicture> skipped;
    private final Order order;
    private final int samples;
    private final int draws;
    private final int apart;

    /**
     * How features become batches.
     *
     * @param seed of the order of each epoch, or null for that of the pictures
     * @param sampling what an epoch has of them, or null for all once
     */
    record Order(
            int batchSize,
            @Nullable Long seed,
            LastBatch last,
            @Nullable Sampling sampling) {
        /** As the pictures are. */
        static Order plain(int batchSize) {
            return new Order(batchSize, null, LastBatch.KEEP, null);
        }

        /** All once in random order. */
        static Order random(int batchSize, long seed, LastBatch last) {
            return new Order(batchSize, seed, last, null);
        }

        Order sampled(@Nullable Sampling sampling) {
            return new Order(batchSize, seed, last, sampling);
        }

        /** Of those pictures that could be read. */
        Order of(int... indexes) {
            return sampling == null || indexes.length == 0 ? sampled(null) : sampled(sampling.of(indexes));
        }

        int samples(int... labels) {
            return sampling == null ? labels.length : sampling.count(labels);
        }

        int[] indexes(int epoch, int... labels) {
            if (seed == null) {
                return IntStream.range(0, labels.length).toArray();
            }
            return sampling == null
                    ? BatchLoader.order(seed, epoch, labels.length)
                    : sampling.order(seed, epoch, labels);
        }
    }

    FeatureSource(FeatureComputation computed, Order order) {
        this(computed.features(), computed.labels(), computed.skipped(), computed.draws(), computed.apart(), order);
    }

    /** Features of pictures that were all read, each seen once. */
    FeatureSource(Map<String, Features> features, int[] labels, Order order) {
        this(features, labels, ImmutableList.of(), 1, labels.length, order);
    }

    private FeatureSource(
            Map<String, Features> features,
            int[] labels,
            List<SkippedPicture> skipped,
            int draws,
            int apart,
            Order order) {
        this.features = features;
        this.labels = labels;
        this.skipped = skipped;
        this.draws = draws;
        this.apart = apart;
        this.order = order;
        this.samples = order.samples(labels);
    }

    int size() {
        return labels.length;
    }

    @Override
    public int batches() {
        int whole = samples / order.batchSize();
        return order.last() == LastBatch.DROP || samples % order.batchSize() == 0 ? whole : whole + 1;
    }

    @Override
    public boolean exact() {
        return true;
    }

    @Override
    public Epoch epoch(int epoch, int from) {
        int[] indexes = order.indexes(epoch, labels);
        int[] rows = rows(epoch, indexes);
        Map<String, ByteBuffer> room = new HashMap<>();
        features.forEach((name, all) -> room.put(name, all.room(Math.min(indexes.length, order.batchSize()))));
        return new Epoch() {
            private int next = from;

            @Override
            public boolean hasNext() {
                return next < batches();
            }

            @Override
            public Lot next() {
                int start = next++ * order.batchSize();
                int end = Math.min(indexes.length, start + order.batchSize());
                return lot(room, Arrays.copyOfRange(indexes, start, end), Arrays.copyOfRange(rows, start, end));
            }

            @Override
            public void close() {}
        };
    }

    /** Where the features of an epoch's pictures lie: epoch after epoch, and where one comes again in it, under the next draw. */
    private int[] rows(int epoch, int... indexes) {
        int[] before = new int[size()];
        int[] rows = new int[indexes.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (epoch + before[indexes[i]]++) % draws * apart + indexes[i];
        }
        return rows;
    }

    private Lot lot(Map<String, ByteBuffer> room, int[] indexes, int... rows) {
        ImmutableMap.Builder<String, Tensor> tensors = ImmutableMap.builder();
        features.forEach((name, all) -> tensors.put(name, all.rows(Objects.requireNonNull(room.get(name)), rows)));
        return new Lot(
                tensors.build(), IntStream.of(indexes).map(i -> labels[i]).toArray(), indexes);
    }

    @Override
    public List<SkippedPicture> skipped() {
        return skipped;
    }

    @Override
    public void close() {
        features.values().forEach(Features::close);
    }
}
