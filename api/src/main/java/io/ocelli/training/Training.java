package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonObject;
import io.ocelli.data.DataSet;
import io.ocelli.data.OnBroken;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.image.Transform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A recipe of training: an immutable value whose methods give changed copies. It prints itself as the calls that make it,
 * compares by what it says of the course of a training, and is written as JSON. Who listens, when it is stopped and where it is
 * resumed are not of the value.
 *
 * <pre>{@code
 * Training recipe = Training.defaults().epochs(20).batchSize(32).optimizer(Optimizer.adamW(1e-3)).seed(7);
 * }</pre>
 */
public final class Training {
    private static final Training DEFAULTS = new Training(new Knobs());

    private final Knobs knobs;

    private Training(Knobs knobs) {
        this.knobs = knobs;
    }

    /**
     * What fits most fine-tuning: 25 epochs where the backbone is frozen and 10 where not, batches of 32, AdamW (1e-3 with
     * weight decay 1e-4 where the backbone is frozen, 1e-4 with 0.05 where not), cosine without and with warm-up over 5 %,
     * label smoothing 0.1, float32, seed 0.
     */
    public static Training defaults() {
        return DEFAULTS;
    }

    /** Passes over the training pictures. */
    public Training epochs(int number) {
        return with(knobs -> knobs.epochs = positive("epochs", number));
    }

    /** Pictures that a step computes together. */
    public Training batchSize(int number) {
        return with(knobs -> knobs.batchSize = positive("batchSize", number));
    }

    /**
     * The gradients of {@code batches} batches are averaged before an update; at the end of an epoch, of those that are left.
     */
    public Training accumulate(int batches) {
        return with(knobs -> knobs.accumulate = positive("accumulate", batches));
    }

    public Training optimizer(Optimizer optimizer) {
        return with(knobs -> knobs.optimizer = optimizer);
    }

    /** How the learning rate moves over the updates of the whole training. */
    public Training schedule(Schedule schedule) {
        return with(knobs -> knobs.schedule = schedule);
    }

    /**
     * Each stage learns at {@code factor} times the rate of what follows it, the head at the optimizer's: what lies near the
     * pixels is general and changes little (Howard and Ruder 2018). By default 1: all learn at one rate. The stages are those
     * that the model family lists.
     *
     * @param factor above 0 and at most 1; 0.3 to 0.9 are usual
     */
    public Training stageDecay(double factor) {
        if (!(factor > 0 && factor <= 1)) {
            throw new IllegalArgumentException("stageDecay is above 0 and at most 1, received " + factor);
        }
        return with(knobs -> knobs.stageDecay = factor);
    }

    /** The loss of logits against labels: the short form of {@link #objective} with {@link Objective#labels}. */
    public Training loss(Loss loss) {
        return with(knobs -> {
            knobs.loss = loss;
            knobs.objective = null;
        });
    }

    /** What is made small, in the place of a {@link #loss} alone. */
    public Training objective(Objective objective) {
        return with(knobs -> knobs.objective = objective);
    }

    /**
     * Pictures that an objective takes besides the labelled ones, by the name that it asks for: a batch of them with each batch, again
     * from the start when they end. Their labels are not looked at. They are no part of the recipe's value.
     */
    public Training stream(String name, DataSet pictures) {
        return with(knobs -> knobs.streams = ImmutableMap.<String, DataSet>builder()
                .putAll(knobs.streams)
                .put(name, pictures)
                .build());
    }

    /**
     * Keeps a running average of the weights and of the norms' statistics, of which this share stays at each update
     * ({@code ema_decay}: 0.99 to 0.9999); the average is validated and is what the training gives in the end. 0 for none.
     */
    public Training average(double decay) {
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("average is from 0 to below 1, received " + decay);
        }
        return with(knobs -> knobs.average = decay);
    }

    public Training precision(Precision precision) {
        return with(knobs -> knobs.precision = precision);
    }

    /** Gradients whose common norm is larger are scaled down to it (PyTorch's {@code clip_grad_norm_}). */
    public Training clip(double norm) {
        if (!(norm > 0)) {
            throw new IllegalArgumentException("clip is positive, received " + norm);
        }
        return with(knobs -> knobs.clip = norm);
    }

    /** Everything random follows from it: the same seed on the same machine gives the same classifier. */
    public Training seed(long seed) {
        return with(knobs -> knobs.seed = seed);
    }

    /**
     * What is done to training pictures, ending in the network's input size. By default random resized crops and flips where
     * the whole network learns; where the backbone is frozen, and the features are computed once, the evaluation's own view.
     */
    public Training augmentation(Transform transform) {
        return with(knobs -> knobs.augmentation = transform);
    }

    /** Threads that decode and transform pictures ahead of the engine; by default as many as there are processors. */
    public Training workers(int threads) {
        return with(knobs -> knobs.workers = positive("workers", threads));
    }

    /** What a picture that cannot be read does: end the training naming it (the default), or be skipped and listed. */
    public Training onBroken(OnBroken choice) {
        return with(knobs -> knobs.onBroken = choice);
    }

    /** Adds one that is told of every step and epoch, on the thread that trains; it may stop the training. */
    public Training listener(TrainingListener listener) {
        return with(knobs -> knobs.listeners = ImmutableList.<TrainingListener>builder()
                .addAll(knobs.listeners)
                .add(listener)
                .build());
    }

    /**
     * Ends the training, before its next step, once this is true; it may be asked from and set by any thread. What was learnt
     * until then stays, with its history. Interrupting the thread that trains does the same.
     */
    public Training stopWhen(BooleanSupplier condition) {
        return with(knobs -> {
            BooleanSupplier before = knobs.stop;
            knobs.stop = () -> before.getAsBoolean() || condition.getAsBoolean();
        });
    }

    /**
     * Goes on where another training stood, with the same recipe, network and pictures. On the same machine the result is, bit
     * for bit, what it would have been without the stop.
     *
     * @see Session#checkpoint()
     */
    public Training resumeFrom(Checkpoint checkpoint) {
        return with(knobs -> knobs.checkpoint = checkpoint);
    }

    /**
     * The recipe as JSON.
     *
     * @throws IllegalStateException naming what cannot be written: an optimiser, a schedule, a loss or an augmentation that is
     *     not the library's own and has no name
     */
    public String toJson() {
        return json().toString();
    }

    /**
     * The recipe that {@link #toJson} wrote.
     *
     * @throws io.ocelli.error.OcelliException if it is not one, or holds what is not on the class path
     */
    public static Training fromJson(String json) {
        return RecipeJson.read(json);
    }

    JsonObject json() {
        return RecipeJson.write(this);
    }

    /** Whether it can be written as JSON. */
    boolean isSaveable() {
        try {
            json();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** Whether a training by the other goes the same way: threads change no value. */
    boolean sameCourse(Training other) {
        return workers(1).equals(other.workers(1));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Training && knobs.values().equals(((Training) other).knobs.values());
    }

    @Override
    public int hashCode() {
        return knobs.values().hashCode();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Training.defaults()");
        Map<String, Object> plain = new Knobs().values();
        knobs.values().forEach((name, value) -> {
            if (!value.equals(plain.get(name))) {
                text.append('.').append(name).append('(').append(value).append(')');
            }
        });
        return text.toString();
    }

    int epochs(boolean frozen) {
        return knobs.epochs > 0 ? knobs.epochs : frozen ? 25 : 10;
    }

    int batchSize() {
        return knobs.batchSize;
    }

    int accumulate() {
        return knobs.accumulate;
    }

    Optimizer optimizer(boolean frozen) {
        if (knobs.optimizer != null) {
            return knobs.optimizer;
        }
        return frozen
                ? Optimizer.adamW(1e-3).weightDecay(1e-4)
                : Optimizer.adamW(1e-4).weightDecay(0.05);
    }

    Schedule schedule(boolean frozen) {
        if (knobs.schedule != null) {
            return knobs.schedule;
        }
        return frozen ? Schedule.cosine() : Schedule.cosine().warmup(0.05);
    }

    double stageDecay() {
        return knobs.stageDecay;
    }

    Objective objective() {
        return knobs.objective != null ? knobs.objective : Objective.labels(knobs.loss);
    }

    Map<String, DataSet> streams() {
        return knobs.streams;
    }

    double average() {
        return knobs.average;
    }

    Precision precision() {
        return knobs.precision;
    }

    double clip() {
        return knobs.clip;
    }

    /** The seed of everything random. */
    public long seed() {
        return knobs.seed;
    }

    @Nullable
    Transform augmentation() {
        return knobs.augmentation;
    }

    int workers() {
        return knobs.workers > 0 ? knobs.workers : Runtime.getRuntime().availableProcessors();
    }

    OnBroken onBroken() {
        return knobs.onBroken;
    }

    boolean stopWhen() {
        return knobs.stop.getAsBoolean();
    }

    List<TrainingListener> listeners() {
        return knobs.listeners;
    }

    @Nullable
    Checkpoint checkpoint() {
        return knobs.checkpoint;
    }

    /** What it says of a training's course by the names of its methods, without what hangs on the network. */
    Map<String, Object> values() {
        return knobs.values();
    }

    private Training with(java.util.function.Consumer<Knobs> change) {
        Knobs copy = new Knobs(knobs);
        change.accept(copy);
        return new Training(copy);
    }

    private static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is at least 1, received " + value);
        }
        return value;
    }

    /** The values; changed only while a copy is made. */
    private static final class Knobs {
        int epochs;
        int batchSize = 32;
        int accumulate = 1;

        @Nullable
        Optimizer optimizer;

        @Nullable
        Schedule schedule;

        double stageDecay = 1;
        Loss loss = Loss.crossEntropy().labelSmoothing(0.1);

        @Nullable
        Objective objective;

        Map<String, DataSet> streams = ImmutableMap.of();
        double average;
        Precision precision = Precision.FP32;
        double clip = Double.POSITIVE_INFINITY;
        long seed;

        @Nullable
        Transform augmentation;

        int workers;
        OnBroken onBroken = OnBroken.FAIL;
        List<TrainingListener> listeners = ImmutableList.of();
        BooleanSupplier stop = () -> false;

        @Nullable
        Checkpoint checkpoint;

        Knobs() {}

        Map<String, Object> values() {
            Map<String, Object> values = new LinkedHashMap<>();
            put(values, "epochs", epochs == 0 ? null : epochs);
            values.put("batchSize", batchSize);
            values.put("accumulate", accumulate);
            put(values, "optimizer", optimizer);
            put(values, "schedule", schedule);
            values.put("stageDecay", stageDecay);
            values.put(objective == null ? "loss" : "objective", objective == null ? loss : objective);
            put(values, "average", average == 0 ? null : average);
            values.put("precision", precision);
            put(values, "clip", Double.isInfinite(clip) ? null : clip);
            values.put("seed", seed);
            put(values, "augmentation", augmentation);
            put(values, "workers", workers == 0 ? null : workers);
            values.put("onBroken", onBroken);
            return values;
        }

        private static void put(Map<String, Object> values, String name, @Nullable Object value) {
            if (value != null) {
                values.put(name, value);
            }
        }

        Knobs(Knobs other) {
            epochs = other.epochs;
            batchSize = other.batchSize;
            accumulate = other.accumulate;
            optimizer = other.optimizer;
            schedule = other.schedule;
            stageDecay = other.stageDecay;
            loss = other.loss;
            objective = other.objective;
            streams = other.streams;
            average = other.average;
            precision = other.precision;
            clip = other.clip;
            seed = other.seed;
            augmentation = other.augmentation;
            workers = other.workers;
            onBroken = other.onBroken;
            listeners = other.listeners;
            stop = other.stop;
            checkpoint = other.checkpoint;
        }
    }
}
