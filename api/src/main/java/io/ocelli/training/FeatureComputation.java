package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import io.ocelli.data.Batch;
import io.ocelli.data.BatchLoader;
import io.ocelli.data.Batches;
import io.ocelli.data.SkippedPicture;
import io.ocelli.engine.Runner;
import io.ocelli.error.ImageException;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Source.Lot;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * Features while they are computed: of all pictures that a loader gives, in their order, and so again under each draw of its
 * transforms. The rows of a draw lie behind those of the one before.
 */
final class FeatureComputation {
    private final BatchLoader loader;
    private final int draws;
    private final Runner backbone;
    private final Set<String> values;
    private final IntConsumer progress;
    private final BooleanSupplier stopped;
    private final Map<String, Features> features = new LinkedHashMap<>();
    private final int[] labels;
    private final int[] indexes;
    private List<SkippedPicture> skipped = ImmutableList.of();
    private int pictures;

    /**
     * @param draws epochs of the loader that are gone through
     * @param values what is asked for of what the pictures carry
     * @param progress is told how many pictures are done
     * @param stopped ends it early, with what was seen until then
     */
    FeatureComputation(
            BatchLoader loader,
            int draws,
            Runner backbone,
            Set<String> values,
            IntConsumer progress,
            BooleanSupplier stopped) {
        this.loader = loader;
        this.draws = draws;
        this.backbone = backbone;
        this.values = values;
        this.progress = progress;
        this.stopped = stopped;
        this.labels = new int[apart()];
        this.indexes = new int[apart()];
    }

    FeatureSource run(FeatureSource.Order order) {
        try {
            for (int draw = 0; draw < draws && !stopped(); draw++) {
                look(draw);
            }
            // One that was stopped has no epoch, and may have too few pictures for the sampling.
            return new FeatureSource(
                    this, stopped() ? order.sampled(null) : order.of(Arrays.copyOf(indexes, pictures)));
        } catch (Throwable e) { // memory, too, may be at its end
            features.values().forEach(Features::close);
            throw e;
        }
    }

    private void look(int draw) {
        int done = 0;
        try (Batches batches = loader.epoch(draw)) {
            try {
                while (!stopped() && batches.hasNext()) {
                    Lot lot = Lot.of(batches.next(), values);
                    put(lot, draw, done);
                    done += lot.size();
                    progress.accept(draw * apart() + done);
                }
            } catch (CancellationException e) {
                if (!stopped()) {
                    throw e;
                }
            }
            if (draw == 0) {
                pictures = done;
                skipped = batches.skipped();
            }
        }
        if (done < pictures && !stopped()) {
            throw changed();
        }
    }

    private void put(Lot lot, int draw, int done) {
        for (int i = 0; draw > 0 && i < lot.size(); i++) {
            // A row is of the same picture in each draw.
            if (done + i >= pictures || indexes[done + i] != lot.indexes()[i]) {
                throw changed();
            }
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>(lot.tensors());
        tensors.put(Batch.PIXELS, backbone.run(ImmutableList.of(lot.samples())).get(0));
        for (Map.Entry<String, Tensor> each : tensors.entrySet()) {
            Tensor tensor = each.getValue();
            features.computeIfAbsent(
                            each.getKey(),
                            name -> Features.of(
                                    tensor.type(),
                                    tensor.shape().with(0, tensor.shape().get(0) / lot.size()),
                                    Math.multiplyExact(draws, apart())))
                    .put(draw * apart() + done, tensor.bytes());
        }
        System.arraycopy(lot.labels(), 0, labels, done, lot.size());
        System.arraycopy(lot.indexes(), 0, indexes, done, lot.size());
    }

    private boolean stopped() {
        return stopped.getAsBoolean();
    }

    private static ImageException changed() {
        return new ImageException(
                "Pictures that are looked at several times are the same each time, and now others could be"
                        + " read than before. Leave the files as they are while they are trained on.");
    }

    /** Each has a row for each picture and draw. */
    Map<String, Features> features() {
        return features;
    }

    /** Of those pictures that could be read. */
    int[] labels() {
        return Arrays.copyOf(labels, pictures);
    }

    List<SkippedPicture> skipped() {
        return skipped;
    }

    /** Under how many draws each picture was seen. */
    int draws() {
        return draws;
    }

    /** How many rows lie between those of a picture. */
    int apart() {
        return loader.pictures().size();
    }
}
