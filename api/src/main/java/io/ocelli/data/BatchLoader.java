package io.ocelli.data;

import io.ocelli.image.Intensities;
import io.ocelli.image.Randomness;
import io.ocelli.image.Transform;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a data set becomes batches: pictures are read and transformed by several threads ahead of who takes the batches, at
 * most {@link #ahead} batches, and come in a fixed order. For a seed, the batches of an epoch have the same pictures with
 * the same values whatever the number of threads: order and random transforms are drawn from (seed, epoch, index).
 *
 * <pre>{@code
 * BatchLoader loader = BatchLoader.of(pictures).batchSize(32).transform(augment).shuffle(true).seed(7);
 * for (int epoch = 0; epoch < epochs; epoch++) {
 *     try (Batches batches = loader.epoch(epoch)) {
 *         for (Batch batch : batches) { ... }
 *     }
 * }
 * }</pre>
 *
 * <p>Immutable; threads start with {@link #epoch} and end with its {@link Batches}. The memory of one batch is kept from
 * one epoch to the next, for as long as the loader is referred to.
 */
public final class BatchLoader {
    private final Knobs knobs;
    private final int samples;
    /** Native memory goes back only when the collector comes by, so that of an epoch serves the next. */
    private final AtomicReference<@Nullable Memory> spare = new AtomicReference<>();

    private BatchLoader(Knobs knobs) {
        this.knobs = knobs;
        samples = knobs.sampling == null ? knobs.pictures.size() : knobs.sampling.count(knobs.labels);
    }

    /**
     * A loader of pictures in their order, in batches of 32, untransformed, with three channels, by as many threads as
     * there are processors, two batches ahead; a broken picture is fatal, and the last batch may be smaller.
     */
    public static BatchLoader of(DataSet pictures) {
        return new BatchLoader(new Knobs(Objects.requireNonNull(pictures, "pictures")));
    }

    /** This loader with so many pictures in a batch. */
    public BatchLoader batchSize(int batchSize) {
        return with(knobs -> knobs.batchSize = positive("batchSize", batchSize));
    }

    /** This loader with pictures transformed; afterwards all of a batch are of one size. */
    public BatchLoader transform(Transform transform) {
        return with(knobs -> knobs.transform = Objects.requireNonNull(transform, "transform"));
    }

    /**
     * This loader with pictures of so many channels: 1 (gray) or 3 (red, green, blue), to which files are brought, or
     * another number, which the sources' pictures then have by themselves.
     */
    public BatchLoader channels(int channels) {
        return with(knobs -> knobs.channels = positive("channels", channels));
    }

    /** This loader with pictures of 16 bits, read whole, whose samples become float32 in this way. */
    public BatchLoader intensities(Intensities intensities) {
        return with(knobs -> knobs.intensities = Objects.requireNonNull(intensities, "intensities"));
    }

    /** This loader with pictures in a random order, another one each epoch. */
    public BatchLoader shuffle(boolean shuffle) {
        return with(knobs -> knobs.shuffle = shuffle);
    }

    /**
     * This loader with the pictures of an epoch drawn by a sampling, in its random order, {@link #shuffle} or not. One that comes
     * again in an epoch is transformed under other draws.
     *
     * @throws IllegalArgumentException if the sampling's weights are not for these pictures or their classes
     */
    public BatchLoader sampling(Sampling sampling) {
        return with(knobs -> {
            knobs.sampling = Objects.requireNonNull(sampling, "sampling");
            knobs.labels = knobs.pictures.labels();
        });
    }

    /** This loader with another seed, from which the order and the random transforms are drawn. */
    public BatchLoader seed(long seed) {
        return with(knobs -> knobs.seed = seed);
    }

    /** This loader with so many threads that read and transform; their number changes no value. */
    public BatchLoader threads(int threads) {
        return with(knobs -> knobs.threads = positive("threads", threads));
    }

    /** This loader with so many batches prepared ahead: what bounds its memory. */
    public BatchLoader ahead(int ahead) {
        return with(knobs -> knobs.ahead = positive("ahead", ahead));
    }

    /** This loader with a choice of what becomes of a picture that cannot be read. */
    public BatchLoader onBroken(OnBroken onBroken) {
        return with(knobs -> knobs.onBroken = Objects.requireNonNull(onBroken, "onBroken"));
    }

    /** This loader with a choice of what becomes of the last batch where the pictures do not fill it. */
    public BatchLoader lastBatch(LastBatch lastBatch) {
        return with(knobs -> knobs.lastBatch = Objects.requireNonNull(lastBatch, "lastBatch"));
    }

    /**
     * This loader with one picture more for each sample: the same one, read once, under a transform of its own that is
     * drawn independently. Masks and boxes move with the first.
     *
     * @param name what {@link Batch#tensor} calls it
     * @throws IllegalArgumentException if the samples carry something of that name
     */
    public BatchLoader view(String name, Transform transform) {
        Sample.checkName(name);
        if (name.equals(Sample.CLASS) || knobs.pictures.carries().containsKey(name)) {
            throw new IllegalArgumentException(
                    "A view has a name of its own, received '" + name + "', which the samples carry");
        }
        return with(knobs -> knobs.views.put(name, Objects.requireNonNull(transform, "transform")));
    }

    /** This loader with the samples of each batch mixed with each other. */
    public BatchLoader mix(Mix mix) {
        return with(knobs -> knobs.mix = Objects.requireNonNull(mix, "mix"));
    }

    /**
     * Starts to load an epoch.
     *
     * @param epoch from 0; it decides the order and the random transforms together with the seed
     * @return the batches, to be closed
     */
    public Batches epoch(int epoch) {
        return epoch(epoch, 0);
    }

    /**
     * Starts to load an epoch at one of its batches, which come as they do when the epoch is loaded from its beginning.
     * Nothing is read of those before. (Where broken pictures are skipped, batches are filled up with what follows, so
     * that those after a skipped one begin with pictures which the batch before had too.)
     *
     * @param epoch from 0
     * @param firstBatch from 0; at {@link #batches} or beyond none is left
     * @return the batches, to be closed
     * @throws IllegalArgumentException if it is negative
     */
    public Batches epoch(int epoch, int firstBatch) {
        if (firstBatch < 0) {
            throw new IllegalArgumentException("An epoch's first batch is 0 or more, received " + firstBatch);
        }
        return new Batches(this, epoch, firstBatch);
    }

    /** The order in which a shuffled epoch has so many samples, wherever they come from: each index once. */
    public static int[] order(long seed, int epoch, int size) {
        return Randomness.of(seed).split("shuffle").split(epoch).permutation(size);
    }

    /** The indexes of an epoch's pictures in their order: each of the data set's once, or as the sampling draws them. */
    public int[] order(int epoch) {
        if (knobs.sampling != null) {
            return knobs.sampling.order(knobs.seed, epoch, knobs.labels);
        }
        if (knobs.shuffle) {
            return order(knobs.seed, epoch, knobs.pictures.size());
        }
        int[] order = new int[knobs.pictures.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        return order;
    }

    /** The number of batches in an epoch; fewer come where broken pictures are skipped. */
    public int batches() {
        int whole = samples / knobs.batchSize;
        return knobs.lastBatch == LastBatch.DROP || samples % knobs.batchSize == 0 ? whole : whole + 1;
    }

    /** The number of samples in an epoch: that of the pictures, or what the sampling says. */
    public int samples() {
        return samples;
    }

    /** The data set that is loaded. */
    public DataSet pictures() {
        return knobs.pictures;
    }

    /** The number of pictures in a batch. */
    public int batchSize() {
        return knobs.batchSize;
    }

    /**
     * A picture as it enters an epoch's batch.
     *
     * @param before how often it came in the epoch before
     */
    Prepared prepare(int index, int epoch, int before) {
        Sample sample = knobs.pictures.sample(index);
        Randomness first =
                Randomness.of(knobs.seed).split("augment").split(epoch).split(index);
        Randomness randomness = before == 0 ? first : first.split("again").split(before);
        return Prepared.of(
                index, sample, knobs.channels, knobs.transform, knobs.views, knobs.intensities != null, randomness);
    }

    /** A batch as it is handed out. */
    Batch finish(Batch batch, int epoch, int number) {
        return knobs.mix == null
                ? batch
                : knobs.mix.apply(
                        batch,
                        Randomness.of(knobs.seed).split("mix").split(epoch).split(number));
    }

    int threads() {
        return knobs.threads;
    }

    int samplesAhead() {
        return (int) Math.min(Integer.MAX_VALUE, (long) knobs.ahead * knobs.batchSize);
    }

    OnBroken onBroken() {
        return knobs.onBroken;
    }

    LastBatch lastBatch() {
        return knobs.lastBatch;
    }

    @Nullable
    Intensities intensities() {
        return knobs.intensities;
    }

    Memory lend() {
        @Nullable Memory kept = spare.getAndSet(null);
        return kept == null ? new Memory() : kept;
    }

    void giveBack(Memory memory) {
        spare.set(memory);
    }

    @Override
    public String toString() {
        return knobs.toString();
    }

    private BatchLoader with(Consumer<Knobs> change) {
        Knobs copy = new Knobs(knobs);
        change.accept(copy);
        return new BatchLoader(copy);
    }

    private static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("A batch loader's " + name + " is positive, received " + value);
        }
        return value;
    }
}
