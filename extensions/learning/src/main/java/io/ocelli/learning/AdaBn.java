package io.ocelli.learning;

import io.ocelli.data.Batch;
import io.ocelli.data.BatchLoader;
import io.ocelli.data.Batches;
import io.ocelli.data.DataSet;
import io.ocelli.engine.Device;
import io.ocelli.image.Transforms;
import io.ocelli.model.Network;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Adaptive batch normalisation (Li et al. 2017): a network whose batch norms keep the statistics of another domain's pictures in
 * the place of those that it learnt with. Nothing is learnt and no label is needed; alone it is often most of what adaptation
 * gives.
 *
 * <pre>{@code
 * Network adapted = AdaBn.of(classifier.network()).over(unlabelled);
 * }</pre>
 *
 * <p>Each batch goes through the network as in training: norms use its own statistics, so that what a norm sees is already adapted.
 * A value; natives are held only while {@link #over} runs. Safe for any number of threads.
 *
 * @param network the network, with batch norms
 * @param counting how the statistics of batches become one
 * @param batchSize pictures that go together, 2 or more; statistics of few are noisy
 * @param engine the name of the engine, or null for the fastest
 * @param device where it runs
 */
public record AdaBn(
        Network network,
        Counting counting,
        int batchSize,
        @Nullable String engine,
        Device device) {
    /** How the statistics of batches become one. */
    public enum Counting {
        /** The mean and the variance over all pixels of all pictures, as in the paper. */
        POOLED,
        /** Each batch counts once, with its unbiased variance: PyTorch's {@code momentum=None} after a reset. */
        CUMULATIVE,
        /** Each batch moves the network's own statistics by the norm's momentum, as in training. */
        RUNNING
    }

    /**
     * @throws IllegalArgumentException if the network has no batch norm, or a batch is below 2
     */
    public AdaBn {
        if (BatchStatistics.norms(network.architecture().graph()).isEmpty()) {
            throw new IllegalArgumentException("Batch norms are adapted to other pictures, and "
                    + network.architecture().name() + " has none. Take Mmd, Dann or ClassConfusion.");
        }
        if (batchSize < 2) {
            throw new IllegalArgumentException(
                    "A batch that has a variance is of 2 pictures or more, received " + batchSize);
        }
    }

    /** Pooled over batches of 64. */
    public static AdaBn of(Network network) {
        return new AdaBn(network, Counting.POOLED, 64, null, Device.CPU);
    }

    /** With another way in which batches count. */
    public AdaBn counting(Counting counting) {
        return new AdaBn(network, counting, batchSize, engine, device);
    }

    /** With batches of so many pictures. */
    public AdaBn batchSize(int pictures) {
        return new AdaBn(network, counting, pictures, engine, device);
    }

    /** On an engine by name. */
    public AdaBn engine(String name) {
        return new AdaBn(network, counting, batchSize, Objects.requireNonNull(name, "name"), device);
    }

    /** On a device by name: {@code cpu} (the default), {@code cuda:0}. */
    public AdaBn device(String name) {
        return new AdaBn(network, counting, batchSize, engine, Device.of(name));
    }

    /**
     * The network adapted to pictures, which are seen as in evaluation; a last batch of one is left out.
     *
     * @param pictures at least two; labels are not looked at
     * @throws IllegalArgumentException if there are fewer
     * @throws io.ocelli.error.ImageException naming a picture that cannot be read
     */
    public Network over(DataSet pictures) {
        BatchLoader loader = BatchLoader.of(pictures)
                .transform(Transforms.evaluation(network.preprocessing()))
                .channels(network.architecture().input().channels())
                .batchSize(batchSize);
        Shape one = Objects.requireNonNull(
                NetworkPrograms.pixels(network.architecture().input()).get(NetworkPrograms.PIXELS));
        try (BatchStatistics statistics = BatchStatistics.ofPixels(this, one);
                Batches batches = loader.epoch(0)) {
            for (Batch batch : batches) {
                if (batch.labels().length > 1) {
                    statistics.add(batch.pixels());
                }
            }
            return statistics.adapted();
        }
    }

    /**
     * As {@link #over(DataSet)}, over batches that are in memory.
     *
     * @param batches float32 N C H W, normalised: as the network takes them
     */
    public Network over(List<Tensor> batches) {
        try (BatchStatistics statistics =
                BatchStatistics.ofInputs(this, network.architecture().input().shape())) {
            batches.forEach(statistics::add);
            return statistics.adapted();
        }
    }
}
