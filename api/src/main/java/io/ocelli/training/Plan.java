package io.ocelli.training;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.ocelli.data.BatchLoader;
import io.ocelli.data.DataSet;
import io.ocelli.data.LastBatch;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Placement;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.engine.Trainer;
import io.ocelli.graph.Graph;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import io.ocelli.model.Architecture;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private static final int BACKBONE_BATCH = 16;

    private final Learner learner;
    private final DataSet training;
    private final DataSet validation;
    private final Training recipe;
    private final Views views;
    private final Engine trains;
    private final Engine serves;
    private final Device device;
    private final boolean cached;
    private final StepProgram step;
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
            Training recipe,
            Views views,
            Workers workers,
            Device device) {
        this.learner = learner;
        this.training = training;
        this.validation = validation;
        this.recipe = recipe;
        this.views = views;
        this.device = device;
        this.cached = learner.onlyHeadLearns()
                && recipe.augmentation() == null
                && recipe.streams().isEmpty();
        Checks.pictures(training, validation, learner.architecture().classes());
        Checks.size(views, learner.architecture().input());
        this.step = cached ? head(learner.architecture(), recipe) : whole(learner, recipe);
        Checks.batches(recipe, training, step);
        Checks.streams(recipe, step);
        if (recipe.checkpoint() != null) {
            recipe.checkpoint().check(recipe, training.size());
            recipe.checkpoint().into(learner.weights());
        }
        this.trains = workers.trains() != null
                ? workers.trains()
                : Placement.forTraining(workers.name(), step.program(), device);
        this.serves = workers.serves() != null ? workers.serves() : Placement.forInference(workers.name(), device);
        Checks.runs(trains, serves, device);
        this.warnings = Checks.warnings(training, validation);
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
        Transform augmentation =
                recipe.augmentation() != null ? recipe.augmentation() : Transforms.training(learner.preprocessing());
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

    /** Whether the backbone's features are computed once and only the head is trained on them. */
    public boolean cached() {
        return cached;
    }

    Training recipe() {
        return recipe;
    }

    boolean headOnly() {
        return learner.onlyHeadLearns();
    }

    /** The number of pictures to learn from. */
    int pictures() {
        return training.size();
    }

    /** Whether a batch of one picture is left out. */
    boolean dropsOne() {
        return recipe.batchSize() > 1 && step.norms();
    }

    Session session() {
        return new Session(recipe, learner.weights(), step.extra(), training.size(), cached);
    }

    TrainingEvent.Began began(int batches) {
        return new TrainingEvent.Began(recipe.epochs(headOnly()), batches, training.size(), cached, trains.name());
    }

    Trainer trainer(Session session) {
        return trains.train(step.program(), session.start(), session.startState(), device);
    }

    Validation validation() {
        return new Validation(serves, device);
    }

    /** What to learn from: features are computed now, pictures are loaded epoch by epoch. */
    Lesson lesson(Session session) {
        Architecture architecture = learner.architecture();
        if (!cached) {
            Program evaluation = new Program(
                    pixels(learner).only(Architecture.LOGITS), NetworkPrograms.pixels(architecture.input()));
            boolean dropsLast = dropsOne() && training.size() % recipe.batchSize() == 1 && training.size() > 1;
            BatchLoader learnt = loader(training, views.training(), recipe.batchSize())
                    .shuffle(true)
                    .lastBatch(dropsLast ? LastBatch.DROP : LastBatch.KEEP);
            BatchLoader examined = loader(validation, views.evaluation(), recipe.batchSize());
            return new Lesson(
                    step,
                    new PictureSource(learnt, recipe.onBroken()),
                    streams(),
                    evaluation,
                    new PictureSource(examined, recipe.onBroken()));
        }
        Graph head = NetworkPrograms.head(architecture);
        Program evaluation =
                new Program(head, ImmutableMap.of(head.inputs().get(0).name(), NetworkPrograms.features(architecture)));
        Program program = NetworkPrograms.features(architecture, learner.preprocessing());
        try (Runner backbone = serves.open(program, session.start(), device)) {
            FeatureSource learnt = features(training, backbone, recipe.seed(), 0, session);
            try {
                FeatureSource examined = features(validation, backbone, null, training.size(), session);
                return new Lesson(step, learnt, new Streams(ImmutableMap.of()), evaluation, examined);
            } catch (Throwable e) {
                learnt.close();
                throw e;
            }
        }
    }

    private Streams streams() {
        Map<String, BatchLoader> loaders = new LinkedHashMap<>();
        for (String name : step.streams()) {
            DataSet pictures = Objects.requireNonNull(recipe.streams().get(name));
            BatchLoader loader = loader(pictures, views.training(), Math.min(recipe.batchSize(), pictures.size()))
                    .shuffle(true)
                    .lastBatch(LastBatch.DROP);
            loaders.put(name, loader.onBroken(recipe.onBroken()));
        }
        return new Streams(loaders);
    }

    private FeatureSource features(
            DataSet pictures, Runner backbone, @Nullable Long seed, int before, Session session) {
        int all = training.size() + validation.size();
        return FeatureSource.compute(
                loader(pictures, views.evaluation(), BACKBONE_BATCH).onBroken(recipe.onBroken()),
                backbone,
                NetworkPrograms.features(learner.architecture()),
                recipe.batchSize(),
                seed,
                done -> session.tell(new TrainingEvent.FeaturesComputed(before + done, all)),
                () -> session.stopped() != null);
    }

    private BatchLoader loader(DataSet pictures, Transform transform, int batchSize) {
        return BatchLoader.of(pictures)
                .transform(transform)
                .channels(learner.architecture().input().channels())
                .batchSize(batchSize)
                .seed(recipe.seed())
                .threads(recipe.workers());
    }

    /** A step of the head alone, from features. */
    private static StepProgram head(Architecture architecture, Training recipe) {
        return new StepProgram(
                NetworkPrograms.head(architecture),
                ImmutableMap.of(),
                NetworkPrograms.features(architecture),
                ImmutableSet.of(),
                StageRates.equal(),
                recipe,
                true,
                architecture.classes());
    }

    /** A step of what is not frozen, from pictures. */
    private static StepProgram whole(Learner learner, Training recipe) {
        Architecture architecture = learner.architecture();
        Map<String, Shape> pixels = NetworkPrograms.pixels(architecture.input());
        return new StepProgram(
                pixels(learner),
                architecture.auxiliary(),
                Objects.requireNonNull(pixels.get(NetworkPrograms.PIXELS)),
                learner.frozenNodes(),
                StageRates.of(architecture, recipe.stageDecay()),
                recipe,
                learner.onlyHeadLearns(),
                architecture.classes());
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
                + ": " + recipe;
    }
}
