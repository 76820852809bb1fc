package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import io.ocelli.data.SkippedPicture;
import io.ocelli.engine.Trainer;
import io.ocelli.image.Randomness;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A training under way, as its listeners see it. {@link #stop}, {@link #position} and {@link #history} are for any thread, the
 * rest is for the thread that trains, which is the one that listeners are told on.
 */
public final class Session {
    private final Training recipe;
    private final List<TrainingListener> listeners;
    private final Weights start;
    private final Weights extra;
    /** What the objective keeps from step to step, as it is now. */
    private Weights kept;

    private final Weights startState;
    private final int pictures;
    private volatile Position position;
    private volatile History history;
    private volatile @Nullable String stopped;
    private Tally tally;
    private @Nullable Trainer trainer;
    private @Nullable Lesson lesson;
    /** The weights of this position; null where nobody has asked for them. */
    private @Nullable Weights now;
    /** That of the last whole epoch. */
    private Learnt good;
    /** Those of the best epoch, where the recipe gives them in the end. */
    private @Nullable Weights best;

    private boolean over;

    /**
     * @param extra what the objective brings besides the network's weights
     * @param kept the names of what of this it keeps from step to step
     */
    Session(Training recipe, Weights network, Weights extra, Set<String> kept, int pictures, boolean cached) {
        this.recipe = recipe;
        this.listeners = recipe.choices().listeners();
        this.extra = extra;
        Weights start = network.with(extra);
        this.pictures = pictures;
        Checkpoint from = recipe.choices().checkpoint();
        this.start = from == null ? start : from.into(start);
        this.kept = only(this.start, kept);
        this.startState = from == null ? Weights.empty() : from.state();
        this.position = from == null ? Position.START : from.position();
        this.history = (from == null ? History.empty() : from.history()).withCached(cached);
        this.tally = from == null ? Tally.empty() : from.tally();
        this.now = this.start;
        this.best = from == null ? null : from.best();
        this.good = new Learnt(network, position, history, ImmutableList.of());
    }

    /** What is followed. */
    public Training recipe() {
        return recipe;
    }

    /** How far it has come. */
    public Position position() {
        return position;
    }

    /** The epochs that were ended. */
    public History history() {
        return history;
    }

    /** The network's numbers as they are now, every entry of its state dict; a copy that stays as it is. */
    public Weights weights() {
        return without(all());
    }

    /** The running averages of the weights where the recipe says so, and all others as they are. */
    public Weights averages() {
        return without(validated());
    }

    /** What is validated: the averages where there are some, and what belongs to the objective. */
    Weights validated() {
        return trainer == null ? all() : all().with(trainer.averages());
    }

    private Weights without(Weights all) {
        if (extra.names().isEmpty()) {
            return all;
        }
        Map<String, Tensor> kept = new LinkedHashMap<>(all.toMap());
        kept.keySet().removeAll(extra.names());
        return Weights.of(kept);
    }

    /** The network's numbers and those of the objective. */
    private Weights all() {
        Weights known = now;
        if (known == null) {
            known = trainer == null
                    ? good.weights().with(extra)
                    : start.with(trainer.weights()).with(kept);
            now = known;
        }
        return known;
    }

    /**
     * What the optimiser keeps, as it is now.
     *
     * @throws IllegalStateException once the training has ended or failed
     */
    public Weights state() {
        if (over) {
            throw new IllegalStateException(
                    "An optimiser's state is kept until the training has ended; ask for it at its last epoch or step");
        }
        return trainer == null ? startState : trainer.state();
    }

    /**
     * All that a later training needs to go on from here, bit for bit ({@link Training#resumeFrom}).
     *
     * @throws IllegalStateException once the training has ended or failed
     */
    public Checkpoint checkpoint() {
        return new Checkpoint(recipe, pictures, position, tally, history, all(), state(), best);
    }

    /** A random source for what happens at this position; it hangs on the recipe's seed, the name and the position alone. */
    public Randomness randomness(String name) {
        return Randomness.of(recipe.seed()).split(name).split(position.epoch()).split(position.batch());
    }

    /** Ends the training before its next step; what was learnt stays. The first reason counts. */
    public void stop(String reason) {
        if (stopped == null) {
            stopped = reason;
        }
    }

    /** Why it is to end; null where it is not. */
    @Nullable
    String stopped() {
        if (stopped == null && recipe.choices().stopWhen()) {
            stop("the recipe's stopWhen said so");
        }
        if (stopped == null && Thread.currentThread().isInterrupted()) {
            stop("the thread that trains was interrupted");
        }
        return stopped;
    }

    Tally tally() {
        return tally;
    }

    Weights start() {
        return start;
    }

    Weights startState() {
        return startState;
    }

    Learnt good() {
        return good;
    }

    void tell(TrainingEvent event) {
        for (TrainingListener listener : listeners) {
            listener.on(event, this);
        }
    }

    void opened(Trainer trainer, Lesson lesson) {
        this.trainer = trainer;
        this.lesson = lesson;
    }

    /** What the objective keeps from step to step, as it is now. */
    Weights kept() {
        return kept;
    }

    private static Weights only(Weights all, Set<String> names) {
        Map<String, Tensor> some = new LinkedHashMap<>();
        names.forEach(name -> some.put(name, all.get(name)));
        return Weights.of(some);
    }

    /** @param keeps what the objective keeps for the next step */
    void stepEnded(boolean updated, double loss, Weights keeps) {
        kept = kept.with(keeps);
        position = position.learnt(updated);
        tally = tally.with(loss, updated);
        now = null;
    }

    void epochEnded(History.Epoch epoch) {
        history = history.with(epoch);
        position = position.nextEpoch();
        tally = tally.nextEpoch();
        if (recipe.choices().bestWeights() && history.best().equals(epoch)) {
            best = averages();
        }
        keep();
    }

    /** Takes what there is for good. */
    Learnt keep() {
        List<SkippedPicture> skipped = lesson == null ? ImmutableList.of() : lesson.skipped();
        good = new Learnt(best == null ? averages() : best, position, history, skipped);
        return good;
    }

    /** Returns to the last good state. */
    void giveUp() {
        position = good.position();
        now = good.weights();
    }

    void closed() {
        if (trainer != null) {
            now = good.weights();
        }
        trainer = null;
        over = true;
    }
}
