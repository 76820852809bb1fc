package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.ocelli.data.DataSet;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Placement;
import io.ocelli.engine.Trainer;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Node;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.DType;
import io.ocelli.weights.Weights;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A training that can begin: everything that can be known before it was checked when the plan was made, and no picture has been
 * read yet. Where a backbone is frozen and the recipe augments nothing, each picture goes through the backbone once, on the
 * engine that serves, and only the head is trained on its features.
 *
 * <p>Immutable; {@link #run} may be called again.
 */
public final class Plan {
    private static final Logger LOG = LoggerFactory.getLogger(Plan.class);
    private static final int NAMED = 5;

    private final Learner learner;
    private final DataSet training;
    private final DataSet validation;
    private final Training whole;
    private final Choices recipe;
    private final Views views;
    private final Engine trains;
    private final Engine serves;
    private final Device device;
    private final boolean cached;
    private final StepProgram step;
    private final Validation examination;
    private final @Nullable Validation judge;
    private final List<String> warnings;

    /** The engines that train and serve. */
    record Workers(
            @Nullable String name,
            @Nullable Engine trains,
            @Nullable Engine serves) {}

    /** How pictures are seen when the network learns, and when it is examined. */
    record Views(Transform training, Transform evaluation) {}

    Plan(
            Learner learner,
            DataSet training,
            DataSet validation,
            Training whole,
            Views views,
            Workers workers,
            Device device) {
        this.learner = learner;
        this.training = training;
        this.validation = validation;
        this.whole = resumed(whole);
        this.recipe = this.whole.choices();
        this.views = views;
        this.device = device;
        Checks.some(training, validation);
        Checks.filled(recipe);
        Checks.groups(training, validation);
        Checks.size(views, learner.architecture().input());
        InputSize size = learner.architecture().input();
        int classes = learner.architecture().classes();
        DType pixels = NetworkPrograms.pixelType(learner.preprocessing());
        Given given = Given.training(recipe, training, size, classes, pixels);
        boolean seenOnce = learner.onlyHeadLearns()
                && (recipe.augmentation() == null || recipe.cachedViews() > 0)
                && recipe.mix() == null
                && recipe.views().isEmpty();
        Written written = Written.of(recipe.objective(), step(given, seenOnce, true), false);
        Written behind = seenOnce ? written.behindBackbone(learner.architecture()) : null;
        this.cached = behind != null;
        Checks.views(recipe, learner.onlyHeadLearns(), cached);
        Checks.features(recipe, training, validation, cached);
        this.step = new StepProgram(
                behind == null ? written : behind,
                StageRates.of(learner.architecture(), recipe.stageDecay()),
                recipe,
                learner.onlyHeadLearns(),
                () -> recipe.samples(training));
        Checks.labels(recipe, training, validation, step.written());
        Checks.mixes(recipe, training, step.written());
        Checks.batches(recipe, training, step);
        if (recipe.checkpoint() != null) {
            recipe.checkpoint().check(this.whole, training.size());
            recipe.checkpoint().into(learner.weights());
        }
        this.trains = workers.trains() != null
                ? workers.trains()
                : Placement.forTraining(workers.name(), step.program(), device);
        this.serves = workers.serves() != null ? workers.serves() : Placement.forInference(workers.name(), device);
        this.examination = examination(Given.validation(recipe, validation, size, classes, pixels));
        this.judge = recipe.judge() == null ? null : judge(recipe.judge());
        Checks.streams(recipe, step.written(), judge);
        Checks.runs(trains, serves, device);
        this.warnings = Checks.warnings(training, validation, Checks.labelled(recipe, step.written()));
    }

    /** A recipe that keeps checkpoints goes on from the last of them. */
    private static Training resumed(Training recipe) {
        Checkpoints checkpoints = recipe.choices().checkpoints();
        if (checkpoints == null) {
            return recipe;
        }
        checkpoints.prepare();
        Checkpoint latest = checkpoints.latest();
        return latest == null ? recipe : recipe.resumeFrom(latest);
    }

    /**
     * Plans a training.
     *
     * @param training labelled with the network's classes
     * @param validation likewise
     * @param engine the name of the engine to train and evaluate on, or null for the best for each
     * @throws IllegalArgumentException if pictures, network and recipe do not go together
     * @throws io.ocelli.error.EngineException if there is no engine that can do it on the device
     */
    public static Plan of(
            Learner learner,
            DataSet training,
            DataSet validation,
            Training recipe,
            @Nullable String engine,
            Device device) {
        Transform augmentation = recipe.choices().augmentation() != null
                ? recipe.choices().augmentation()
                : Transforms.training(learner.preprocessing());
        return new Plan(
                learner,
                training,
                validation,
                recipe,
                new Views(augmentation, Transforms.evaluation(learner.preprocessing())),
                new Workers(engine, null, null),
                device);
    }

    /**
     * Trains until the recipe's epochs are over or it is told to stop.
     *
     * @throws TrainingException if it fails after it learnt something, which it carries
     * @throws io.ocelli.error.ImageException naming a picture that cannot be read, before something was learnt
     */
    public Learnt run() {
        warnings.forEach(LOG::warn);
        return new Loop(this).run();
    }

    /** What is odd about the pictures, in sentences; {@link #run} logs them. */
    public List<String> warnings() {
        return warnings;
    }

    /** The name of the engine that trains. */
    public String engine() {
        return trains.name();
    }

    /**
     * Whether the backbone's features are computed before the first epoch, once or for each of {@link Training#cachedViews}, and
     * only the head is trained on them.
     */
    public boolean cached() {
        return cached;
    }

    Choices recipe() {
        return recipe;
    }

    boolean headOnly() {
        return learner.onlyHeadLearns();
    }

    /** The number of pictures to learn from. */
    int pictures() {
        return training.size();
    }

    /** The names of some of these pictures. */
    String named(int... indexes) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < Math.min(NAMED, indexes.length); i++) {
            names.append(i == 0 ? "" : ", ").append(training.sample(indexes[i]).name());
        }
        return names + (indexes.length > NAMED ? " and " + (indexes.length - NAMED) + " more" : "");
    }

    /** Whether a batch of one picture is left out. */
    boolean dropsOne() {
        return recipe.batchSize() > 1 && step.norms();
    }

    Session session() {
        Weights weights = learner.weights();
        return new Session(
                whole,
                weights,
                step.extra(weights),
                ImmutableSet.copyOf(step.kept().names()),
                training.size(),
                cached);
    }

    TrainingEvent.Began began(int batches) {
        return new TrainingEvent.Began(recipe.epochs(headOnly()), batches, training.size(), cached, trains.name());
    }

    Trainer trainer(Session session) {
        return trains.train(step.program(), session.start(), session.startState(), device);
    }

    Validation validation() {
        return examination;
    }

    /** What tells the best epoch, where it is no part of the validation. */
    @Nullable
    Validation judge() {
        return judge;
    }

    /** A step in which nothing is written yet. */
    private Step step(Given given, boolean headOnly, boolean learns) {
        Architecture architecture = learner.architecture();
        return new Step(
                pixels(learner),
                architecture.features(),
                architecture.stages(),
                headOnly || !learns ? ImmutableMap.of() : architecture.auxiliary(),
                given,
                learns && recipe.average() != null,
                asInInference());
    }

    /** Nodes that stay as they are: those before the head that learns, and norms where their statistics are frozen. */
    private Set<String> asInInference() {
        Set<String> still = new HashSet<>(learner.frozenNodes());
        for (Node node : learner.architecture().graph().nodes()) {
            if (recipe.freezeNormStatistics() && node.operation() instanceof BatchNorm2d) {
                still.add(node.name());
            }
        }
        return still;
    }

    /** What is measured after each epoch: the terms that need no more than the validation pictures give. */
    private Validation examination(Given given) {
        ImmutableList.Builder<Objective.Weighted> terms = ImmutableList.builder();
        for (Objective.Weighted each : recipe.objective().terms()) {
            if (each.term() instanceof Constraint) {
                continue;
            }
            // Asked by itself, a term tells what it needs; those of other streams are for training alone.
            Objective alone = new Objective(ImmutableList.of(each));
            Step training = step(this.step.written().step().given(), true, true);
            Written written = Written.of(alone, training, false);
            if (ImmutableSet.of(Given.LABELLED).containsAll(written.streams())
                    && training.averages().isEmpty()
                    && training.inputs().kept().isEmpty()) {
                terms.add(each);
            }
        }
        Written whole = Written.of(new Objective(terms.build()), step(given, true, false), true);
        Written behind = cached ? Objects.requireNonNull(whole.behindBackbone(learner.architecture())) : whole;
        return serving(behind, Given.LABELLED);
    }

    private Validation judge(NamedTerm term) {
        Step given = step(this.step.written().step().given(), true, false);
        Written asked = Written.of(term.objective(), given, false);
        Written behind = cached ? asked.behindBackbone(learner.architecture()) : asked;
        Set<String> streams = asked.streams();
        if (streams.size() != 1
                || streams.contains(Given.LABELLED)
                || behind == null
                || !given.inputs().kept().isEmpty()) {
            throw new IllegalArgumentException(
                    "What tells the best epoch looks at what the network makes of the pictures of"
                            + " one stream, and at nothing else; '" + term.name() + "' looks at "
                            + (streams.contains(Given.LABELLED) ? "the labelled pictures" : streams));
        }
        return serving(behind, streams.iterator().next());
    }

    private Validation serving(Written written, String stream) {
        Validation onServing = new Validation(written, stream, serves, device);
        return serves.refuses(onServing.program(), device) == null
                ? onServing
                : new Validation(written, stream, trains, device);
    }

    /** What to learn from: features are computed now, pictures are loaded epoch by epoch. */
    Lesson lesson(Session session) {
        return new Loading(recipe, learner, views, training, validation)
                .lesson(
                        step,
                        examination,
                        judge,
                        session,
                        cached ? new Loading.Backbone(serves, device) : null,
                        dropsOne());
    }

    /** The network from pictures as they were decoded. */
    private static Graph pixels(Learner learner) {
        Graph plain = learner.architecture().graph();
        Graph.Builder graph = NetworkPrograms.withPixels(plain, learner.preprocessing());
        plain.outputs().forEach(graph::output);
        return graph.build();
    }

    @Override
    public String toString() {
        return learner.architecture().name() + " on " + training.size() + " pictures, " + trains.name() + ", " + device
                + ": " + whole;
    }
}
