package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.data.Batch;
import io.ocelli.data.BatchLoader;
import io.ocelli.data.Batches;
import io.ocelli.data.LastBatch;
import io.ocelli.data.Sampling;
import io.ocelli.data.SkippedPicture;
import io.ocelli.engine.Runner;
import io.ocelli.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a frozen backbone makes of pictures, computed once, and what these carry. */
final class FeatureSource implements Source {
    private final Map<String, Features> features;
    private final int[] labels;
    private final List<SkippedPicture> skipped;
    private final Order order;
    private final int samples;

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

        int[] rows(int epoch, int... labels) {
            if (seed == null) {
                return IntStream.range(0, labels.length).toArray();
            }
            return sampling == null
                    ? BatchLoader.order(seed, epoch, labels.length)
                    : sampling.order(seed, epoch, labels);
        }
    }

    private FeatureSource(Map<String, Features> features, int[] labels, List<SkippedPicture> skipped, Order order) {
        this.features = features;
        this.labels = labels;
        this.skipped = skipped;
        this.order = order;
        this.samples = order.samples(labels);
    }

    /**
     * Computes the features of all pictures that a loader gives, in their order.
     *
     * @param values what is asked for of what they carry
     * @param progress is told how many pictures are done
     * @param stopped ends it early, with the pictures until then
     */
    static FeatureSource compute(
            BatchLoader loader,
            Runner backbone,
            Set<String> values,
            Order order,
            IntConsumer progress,
            BooleanSupplier stopped) {
        int count = loader.pictures().size();
        Map<String, Features> features = new LinkedHashMap<>();
        try {
            int[] labels = new int[count];
            int[] indexes = new int[count];
            int done = 0;
            List<SkippedPicture> skipped;
            try (Batches batches = loader.epoch(0)) {
                done = compute(batches, backbone, values, features, labels, indexes, progress, stopped);
                skipped = batches.skipped();
            }
            // One that was stopped has no epoch, and may have too few pictures for the sampling.
            Order some = stopped.getAsBoolean() ? order.sampled(null) : order.of(Arrays.copyOf(indexes, done));
            return new FeatureSource(features, Arrays.copyOf(labels, done), skipped, some);
        } catch (Throwable e) { // memory, too, may be at its end
            features.values().forEach(Features::close);
            throw e;
        }
    }

    private static int compute(
            Batches batches,
            Runner backbone,
            Set<String> values,
            Map<String, Features> features,
            int[] labels,
            int[] indexes,
            IntConsumer progress,
            BooleanSupplier stopped) {
        int done = 0;
        try {
            while (!stopped.getAsBoolean() && batches.hasNext()) {
                Lot lot = Lot.of(batches.next(), values);
                Map<String, Tensor> tensors = new LinkedHashMap<>(lot.tensors());
                tensors.put(
                        Batch.PIXELS,
                        backbone.run(ImmutableList.of(lot.samples())).get(0));
                for (Map.Entry<String, Tensor> each : tensors.entrySet()) {
                    Tensor tensor = each.getValue();
                    features.computeIfAbsent(
                                    each.getKey(),
                                    name -> Features.of(
                                            tensor.type(),
                                            tensor.shape()
                                                    .with(0, tensor.shape().get(0) / lot.size()),
                                            labels.length))
                            .put(done, tensor.bytes());
                }
                System.arraycopy(lot.labels(), 0, labels, done, lot.size());
                System.arraycopy(lot.indexes(), 0, indexes, done, lot.size());
                done += lot.size();
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
        int whole = samples / order.batchSize();
        return order.last() == LastBatch.DROP || samples % order.batchSize() == 0 ? whole : whole + 1;
    }

    @Override
    public boolean exact() {
        return true;
    }

    @Override
    public Epoch epoch(int epoch, int from) {
        int[] indexes = order.rows(epoch, labels);
        return new Epoch() {
            private int next = from;

            @Override
            public boolean hasNext() {
                return next < batches();
            }

            @Override
            public Lot next() {
                int start = next++ * order.batchSize();
                return lot(Arrays.copyOfRange(indexes, start, Math.min(indexes.length, start + order.batchSize())));
            }

            @Override
            public void close() {}
        };
    }

    private Lot lot(int... indexes) {
        ImmutableMap.Builder<String, Tensor> tensors = ImmutableMap.builder();
        features.forEach((name, rows) -> tensors.put(name, rows.rows(indexes)));
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
