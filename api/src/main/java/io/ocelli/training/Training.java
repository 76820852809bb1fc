package io.ocelli.training;

import com.google.gson.JsonObject;
import io.ocelli.data.DataSet;
import io.ocelli.data.Mix;
import io.ocelli.data.OnBroken;
import io.ocelli.data.Sampling;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.image.Transform;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

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
    private static final Training DEFAULTS = new Training(new Choices());

    private final Choices choices;

    private Training(Choices choices) {
        this.choices = choices;
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
        return with(choices -> choices.epochs = Choices.positive("epochs", number));
    }

    /** Pictures that a step computes together. */
    public Training batchSize(int number) {
        return with(choices -> choices.batchSize = Choices.positive("batchSize", number));
    }

    /**
     * The gradients of {@code batches} batches are averaged before an update; at the end of an epoch, of those that are left.
     */
    public Training accumulate(int batches) {
        return with(choices -> choices.accumulate = Choices.positive("accumulate", batches));
    }

    public Training optimizer(Optimizer optimizer) {
        return with(choices -> choices.optimizer = optimizer);
    }

    /** How the learning rate moves over the updates of the whole training. */
    public Training schedule(Schedule schedule) {
        return with(choices -> choices.schedule = schedule);
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
        return with(choices -> choices.stageDecay = factor);
    }

    /**
     * Whether the optimiser's weight decay shrinks norms and biases too: the parameters of one dimension, and those that are
     * called {@code bias}. By default it does, as PyTorch's optimisers do; timm's recipes leave them out.
     */
    public Training decayNormsAndBiases(boolean choice) {
        return with(choices -> choices.decayNormsAndBiases = choice);
    }

    /** The loss of logits against labels: the short form of {@link #objective} with {@link Objective#labels}. */
    public Training loss(Loss loss) {
        return with(choices -> {
            choices.loss = loss;
            choices.objective = null;
        });
    }

    /** What is made small, in the place of a {@link #loss} alone. */
    public Training objective(Objective objective) {
        return with(choices -> choices.objective = objective);
    }

    /**
     * Pictures that an objective takes besides the labelled ones, by the name that it asks for: a batch of them with each batch,
     * again from the start when they end. Each name draws by itself: two of the same pictures are two draws. Their labels are not
     * looked at. They are no part of the recipe's value.
     */
    public Training stream(String name, DataSet pictures) {
        return with(choices -> choices.streams = Choices.and(choices.streams, name, pictures));
    }

    /**
     * Pictures are seen once more under a transform of its own, drawn by itself: an objective takes it by the name, as {@code
     * network("second")} does.
     *
     * @param name {@code second} of the labelled pictures, {@code stream.second} of those of a stream
     */
    public Training view(String name, Transform transform) {
        return with(choices -> choices.views = Choices.and(choices.views, name, transform));
    }

    /** The labelled pictures of each batch are mixed with each other; what they are of then is what the mix says. */
    public Training mix(Mix mix) {
        return with(choices -> choices.mix = mix);
    }

    /**
     * Which of the labelled pictures an epoch learns from, and how often: balanced, by weights, each several times in a row. By
     * default all once, in random order.
     *
     * <pre>{@code
     * Training.defaults().sampling(Sampling.balanced())
     * }</pre>
     */
    public Training sampling(Sampling sampling) {
        return with(choices -> choices.sampling = sampling);
    }

    /**
     * The short form of {@link #average(Average)} with {@link Average#exponential} ({@code ema_decay}: 0.99 to 0.9999); 0 for
     * none.
     */
    public Training average(double decay) {
        Average average = Average.exponential(decay);
        return with(choices -> choices.average = decay == 0 ? null : average);
    }

    /**
     * Keeps a running average of the weights and of the norms' statistics; the average is validated and is what the training
     * gives in the end.
     */
    public Training average(Average average) {
        return with(choices -> choices.average = average);
    }

    public Training precision(Precision precision) {
        return with(choices -> choices.precision = precision);
    }

    /** Gradients whose common norm is larger are scaled down to it (PyTorch's {@code clip_grad_norm_}). */
    public Training clip(double norm) {
        return with(choices -> choices.clip = Choices.positive("clip", norm));
    }

    /**
     * Gradients whose absolute value is larger are cut down to it, each by itself (PyTorch's {@code clip_grad_value_}), before
     * their common norm is looked at where {@link #clip} says one.
     */
    public Training clipValue(double largest) {
        return with(choices -> choices.clipValue = Choices.positive("clipValue", largest));
    }

    /**
     * The step keeps the activations of a few places of the network alone, and computes those between again on its way back
     * (Chen et al. 2016): less memory for about a third more time, and the same numbers. It is for whole networks that do not fit
     * otherwise, and pays where blocks are alike and large batches are learnt (a ViT-B/16 in batches of 32: a quarter less); a
     * ResNet-18's memory is that of its first layers. Where the backbone is frozen nothing changes. Of our engines PyTorch's
     * does it.
     */
    public Training gradientCheckpointing() {
        return with(choices -> choices.gradientCheckpointing = true);
    }

    /**
     * Batch norms use the running statistics that they have, as in inference, and keep them; their scales and shifts learn like all
     * else. It is for fine-tuning on batches that say little of pictures in general, because they are small or of few classes: what a
     * picture gives in training is what it gives later. In PyTorch the norms are put into {@code eval()} for it.
     */
    public Training freezeNormStatistics() {
        return with(choices -> choices.freezeNormStatistics = true);
    }

    /** Everything random follows from it: the same seed on the same machine gives the same classifier. */
    public Training seed(long seed) {
        return with(choices -> choices.seed = seed);
    }

    /**
     * What is done to training pictures, ending in the network's input size. By default random resized crops and flips where
     * the whole network learns; where the backbone is frozen, and the features are computed once, the evaluation's own view;
     * an augmentation that is said here has the backbone run in each epoch, unless {@link #cachedViews} are taken.
     */
    public Training augmentation(Transform transform) {
        return with(choices -> choices.augmentation = transform);
    }

    /**
     * Where the backbone is frozen: each picture to learn from goes through it {@code number} times, under as many draws of the
     * {@link #augmentation}, by default random crops and flips, and epoch {@code e} learns from the features of draw {@code e mod
     * number}. So the head sees pictures augmented at the price of {@code number} passes instead of one an epoch, and as much
     * memory or disk. What is validated with, and the pictures of a {@link #stream}, are seen once, as evaluation sees them.
     *
     * <p>A training whose backbone learns, or which mixes pictures or takes other views of them, has no features to keep and
     * refuses it; in a {@link FineTuning} it is for the phases in which the head learns alone. By default features are computed
     * once, without augmentation.
     *
     * @param number 1 or more; 4 to 16 are usual
     */
    public Training cachedViews(int number) {
        return with(choices -> choices.cachedViews = Choices.positive("cachedViews", number));
    }

    Training withoutCachedViews() {
        return with(choices -> choices.cachedViews = 0);
    }

    /** Threads that decode and transform pictures ahead of the engine; by default as many as there are processors. */
    public Training workers(int threads) {
        return with(choices -> choices.workers = Choices.positive("workers", threads));
    }

    /** What a picture that cannot be read does: end the training naming it (the default), or be skipped and listed. */
    public Training onBroken(OnBroken choice) {
        return with(choices -> choices.onBroken = choice);
    }

    /** Adds one that is told of every step and epoch, on the thread that trains; it may stop the training. */
    public Training listener(TrainingListener listener) {
        return with(choices -> choices.tell(listener));
    }

    /**
     * Ends the training, before its next step, once this is true; it may be asked from and set by any thread. What was learnt
     * until then stays, with its history. Interrupting the thread that trains does the same.
     */
    public Training stopWhen(BooleanSupplier condition) {
        return with(choices -> choices.stopToo(condition));
    }

    /**
     * Goes on where another training stood, with the same recipe, network and pictures. On the same machine the result is, bit
     * for bit, what it would have been without the stop.
     *
     * @see Session#checkpoint()
     */
    public Training resumeFrom(Checkpoint checkpoint) {
        return with(choices -> choices.checkpoint = checkpoint);
    }

    /**
     * Writes the training down as it goes on; where the folder has checkpoints of this recipe, network and pictures already, it
     * goes on from the last, and one that had ended gives its result. Killed and started again, it goes on where it was.
     *
     * <p>Where they are written is not of the recipe's value.
     */
    public Training checkpoints(Checkpoints checkpoints) {
        return with(choices -> choices.checkpoints = checkpoints);
    }

    /**
     * Ends the training once the validation loss has not fallen for so many epochs.
     *
     * @param patience 1 or more; 5 to 10 are usual
     */
    public Training earlyStopping(int patience) {
        return earlyStopping(patience, 0);
    }

    /** As {@link #earlyStopping(int)}; less than {@code least} is no progress. */
    public Training earlyStopping(int patience, double least) {
        return with(choices -> choices.earlyStopping = new EarlyStopping(patience, least));
    }

    /**
     * The training gives the weights of its best epoch ({@link History#best()}), and not those of its last. They are kept in
     * memory meanwhile.
     */
    public Training bestWeights() {
        return with(choices -> {
            choices.bestWeights = true;
            choices.judge = null;
        });
    }

    /** Whether the weights of the best epoch are given, by whatever it is judged. */
    public boolean givesBestWeights() {
        return choices.bestWeights();
    }

    /**
     * The training gives the weights of the epoch after which a term was least on the pictures of a {@link #stream}, seen as
     * evaluation sees them: model choice without labels where the term needs none, such as the entropy on another domain's
     * pictures. It need not be part of the objective. What it was stands in {@link History.Epoch#judged}.
     *
     * <pre>{@code
     * recipe.stream("target", unlabelled).bestWeights(Entropy.of("target").andDiversity())
     * }</pre>
     *
     * <p>How far such a choice is from that by labels has to be measured where there are some: a network can be sure and wrong.
     *
     * @param term looks at one stream and at nothing else
     */
    public Training bestWeights(NamedTerm term) {
        return with(choices -> {
            choices.bestWeights = true;
            choices.judge = term;
        });
    }

    /**
     * The recipe as JSON.
     *
     * @throws IllegalStateException naming what cannot be written: an optimiser, a schedule, a loss, an average, a term of an
     *     objective, a mix or an augmentation that is not the library's own and has no name
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
        return other instanceof Training && choices.values().equals(((Training) other).choices.values());
    }

    @Override
    public int hashCode() {
        return choices.values().hashCode();
    }

    @Override
    public String toString() {
        return choices.toString();
    }

    /** The same for a trial: nobody listens, nothing is written or stopped early. */
    Training withoutCompany() {
        return with(Choices::dropCompany);
    }

    /** What was said. */
    Choices choices() {
        return choices;
    }

    /** The seed of everything random. */
    public long seed() {
        return choices.seed();
    }

    private Training with(Consumer<Choices> change) {
        Choices copy = new Choices(choices);
        change.accept(copy);
        return new Training(copy);
    }
}
