package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.data.DataSet;
import io.ocelli.data.Mix;
import io.ocelli.data.OnBroken;
import io.ocelli.data.Sampling;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.image.Transform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a recipe says; what it leaves open depends on what learns. Changed only while {@link Training} makes a copy. */
final class Choices {
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
    Map<String, Transform> views = ImmutableMap.of();

    @Nullable
    Mix mix;

    @Nullable
    Sampling sampling;

    @Nullable
    Average average;

    boolean decayNormsAndBiases = true;
    Precision precision = Precision.FP32;
    double clip = Double.POSITIVE_INFINITY;
    double clipValue = Double.POSITIVE_INFINITY;
    boolean gradientCheckpointing;
    boolean freezeNormStatistics;
    long seed;

    @Nullable
    Transform augmentation;

    int cachedViews;

    @Nullable
    EarlyStopping earlyStopping;

    boolean bestWeights;

    @Nullable
    NamedTerm judge;

    @Nullable
    Checkpoints checkpoints;

    int workers;
    OnBroken onBroken = OnBroken.FAIL;
    List<TrainingListener> listeners = ImmutableList.of();
    BooleanSupplier stop = () -> false;

    @Nullable
    Checkpoint checkpoint;

    Choices() {}

    /** What it says of a training's course by the names of the methods that say it, without what hangs on the network. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        put(values, "epochs", epochs == 0 ? null : epochs);
        values.put("batchSize", batchSize);
        values.put("accumulate", accumulate);
        put(values, "optimizer", optimizer);
        put(values, "schedule", schedule);
        values.put("stageDecay", stageDecay);
        put(values, "decayNormsAndBiases", decayNormsAndBiases ? null : false);
        values.put(objective == null ? "loss" : "objective", objective == null ? loss : objective);
        put(values, "view", views.isEmpty() ? null : views);
        put(values, "mix", mix);
        put(values, "sampling", sampling);
        put(values, "average", average);
        values.put("precision", precision);
        put(values, "clip", Double.isInfinite(clip) ? null : clip);
        put(values, "clipValue", Double.isInfinite(clipValue) ? null : clipValue);
        put(values, "gradientCheckpointing", gradientCheckpointing ? true : null);
        put(values, "freezeNormStatistics", freezeNormStatistics ? true : null);
        values.put("seed", seed);
        put(values, "augmentation", augmentation);
        put(values, "cachedViews", cachedViews == 0 ? null : cachedViews);
        put(values, "earlyStopping", earlyStopping);
        put(values, "bestWeights", judge != null ? judge : bestWeights ? true : null);
        put(values, "workers", workers == 0 ? null : workers);
        values.put("onBroken", onBroken);
        return values;
    }

    private static void put(Map<String, Object> values, String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, value);
        }
    }

    Choices(Choices other) {
        epochs = other.epochs;
        batchSize = other.batchSize;
        accumulate = other.accumulate;
        optimizer = other.optimizer;
        schedule = other.schedule;
        stageDecay = other.stageDecay;
        loss = other.loss;
        objective = other.objective;
        streams = other.streams;
        views = other.views;
        mix = other.mix;
        sampling = other.sampling;
        average = other.average;
        precision = other.precision;
        clip = other.clip;
        clipValue = other.clipValue;
        gradientCheckpointing = other.gradientCheckpointing;
        freezeNormStatistics = other.freezeNormStatistics;
        decayNormsAndBiases = other.decayNormsAndBiases;
        seed = other.seed;
        augmentation = other.augmentation;
        cachedViews = other.cachedViews;
        earlyStopping = other.earlyStopping;
        bestWeights = other.bestWeights;
        judge = other.judge;
        checkpoints = other.checkpoints;
        workers = other.workers;
        onBroken = other.onBroken;
        listeners = other.listeners;
        stop = other.stop;
        checkpoint = other.checkpoint;
    }

    /** One more, under a name of its own. */
    static <V> Map<String, V> and(Map<String, V> some, String name, V more) {
        return ImmutableMap.<String, V>builder().putAll(some).put(name, more).build();
    }

    void tell(TrainingListener listener) {
        listeners = ImmutableList.<TrainingListener>builder()
                .addAll(listeners)
                .add(listener)
                .build();
    }

    void stopToo(BooleanSupplier condition) {
        BooleanSupplier before = stop;
        stop = () -> before.getAsBoolean() || condition.getAsBoolean();
    }

    /** The number, which is 1 or more. */
    static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is at least 1, received " + value);
        }
        return value;
    }

    /** The number, which is above 0. */
    static double positive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + " is positive, received " + value);
        }
        return value;
    }

    int epochs(boolean frozen) {
        return epochs > 0 ? epochs : frozen ? 25 : 10;
    }

    int batchSize() {
        return batchSize;
    }

    int accumulate() {
        return accumulate;
    }

    Optimizer optimizer(boolean frozen) {
        if (optimizer != null) {
            return optimizer;
        }
        return frozen
                ? Optimizer.adamW(1e-3).weightDecay(1e-4)
                : Optimizer.adamW(1e-4).weightDecay(0.05);
    }

    Schedule schedule(boolean frozen) {
        if (schedule != null) {
            return schedule;
        }
        return frozen ? Schedule.cosine() : Schedule.cosine().warmup(0.05);
    }

    double stageDecay() {
        return stageDecay;
    }

    Objective objective() {
        return objective != null ? objective : Objective.labels(loss);
    }

    Map<String, DataSet> streams() {
        return streams;
    }

    Map<String, Transform> views() {
        return views;
    }

    @Nullable
    Mix mix() {
        return mix;
    }

    @Nullable
    Sampling sampling() {
        return sampling;
    }

    /** How many samples of the labelled pictures an epoch has. */
    int samples(DataSet pictures) {
        return sampling == null ? pictures.size() : sampling.count(pictures.labels());
    }

    @Nullable
    Average average() {
        return average;
    }

    Precision precision() {
        return precision;
    }

    double clip() {
        return clip;
    }

    boolean gradientCheckpointing() {
        return gradientCheckpointing;
    }

    boolean freezeNormStatistics() {
        return freezeNormStatistics;
    }

    double clipValue() {
        return clipValue;
    }

    boolean decayNormsAndBiases() {
        return decayNormsAndBiases;
    }

    long seed() {
        return seed;
    }

    @Nullable
    Transform augmentation() {
        return augmentation;
    }

    /** Under how many draws of the augmentation features are computed; 0 for once without one. */
    int cachedViews() {
        return cachedViews;
    }

    int workers() {
        return workers > 0 ? workers : Runtime.getRuntime().availableProcessors();
    }

    OnBroken onBroken() {
        return onBroken;
    }

    boolean stopWhen() {
        return stop.getAsBoolean();
    }

    /** Who is told of a training: those that were named, and what the recipe itself asks for. */
    List<TrainingListener> listeners() {
        ImmutableList.Builder<TrainingListener> all =
                ImmutableList.<TrainingListener>builder().addAll(listeners);
        if (earlyStopping != null) {
            all.add(earlyStopping);
        }
        if (checkpoints != null) {
            all.add(checkpoints.writer());
        }
        return all.build();
    }

    @Nullable
    Checkpoints checkpoints() {
        return checkpoints;
    }

    boolean bestWeights() {
        return bestWeights;
    }

    /** What tells the best epoch, the least being best; null for the validation accuracy. */
    @Nullable
    NamedTerm judge() {
        return judge;
    }

    @Nullable
    Checkpoint checkpoint() {
        return checkpoint;
    }

    /** The calls that say it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Training.defaults()");
        Map<String, Object> plain = new Choices().values();
        values().forEach((name, value) -> {
            if (value instanceof Map) {
                ((Map<?, ?>) value)
                        .forEach((key, each) -> text.append('.')
                                .append(name)
                                .append("(\"")
                                .append(key)
                                .append("\", ")
                                .append(each)
                                .append(')'));
            } else if (!value.equals(plain.get(name))) {
                text.append('.')
                        .append(name)
                        .append('(')
                        .append(value.equals(true) ? "" : value)
                        .append(')');
            }
        });
        return text.toString();
    }

    /** For a trial: nobody listens, nothing is written or stopped early. */
    void dropCompany() {
        listeners = ImmutableList.of();
        checkpoints = null;
        checkpoint = null;
        earlyStopping = null;
        bestWeights = false;
        judge = null;
    }
}
