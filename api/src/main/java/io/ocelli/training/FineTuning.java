package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.ocelli.data.DataSet;
import io.ocelli.data.SkippedPicture;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Trainer;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The loop of training; it knows no engine. Where a backbone is frozen and the recipe augments nothing, each picture goes
 * through the backbone once, on the engine that serves, and only the head is trained on its features.
 */
public final class FineTuning {
    private final Training recipe;
    private final StepProgram step;
    private final Lesson lesson;
    private final Validation validation;
    private final int epochs;
    private final Schedule schedule;
    private final double rate;
    private History history;

    /**
     * What is trained.
     *
     * @param architecture the network, its head for the classes of the pictures
     * @param weights where it starts
     * @param preprocessing what the weights expect of pictures
     * @param frozen the node up to which nothing learns, or null where all does
     */
    public record Network(
            Architecture architecture,
            Weights weights,
            Preprocessing preprocessing,
            @Nullable String frozen) {
        /** Whether the whole backbone is frozen. */
        boolean onlyHeadLearns() {
            return architecture.features().equals(frozen);
        }

        Set<String> frozenNodes() {
            return frozen == null ? ImmutableSet.of() : architecture.graph().ancestors(frozen);
        }
    }

    /**
     * What came of it.
     *
     * @param weights the network's numbers after the last epoch
     * @param history epoch by epoch
     * @param skipped training and validation pictures that could not be read
     */
    public record Result(Weights weights, History history, List<SkippedPicture> skipped) {
        public Result {
            skipped = ImmutableList.copyOf(skipped);
        }
    }

    private FineTuning(
            Training recipe, StepProgram step, Lesson lesson, Validation validation, boolean headOnly, boolean cached) {
        this.history = History.empty().withCached(cached);
        this.recipe = recipe;
        this.step = step;
        this.lesson = lesson;
        this.validation = validation;
        this.epochs = recipe.epochs(headOnly);
        this.schedule = recipe.schedule(headOnly);
        this.rate = recipe.optimizer(headOnly).learningRate();
    }

    /**
     * Trains until the recipe's epochs are over or it is told to stop.
     *
     * @param training labelled with the network's classes
     * @param validation likewise
     * @param engineName the engine to train and evaluate on, or null for the best for each
     */
    public static Result run(
            Network network,
            DataSet training,
            DataSet validation,
            Training recipe,
            @Nullable String engineName,
            Device device) {
        if (training.size() == 0 || validation.size() == 0) {
            throw new IllegalArgumentException(
                    "Training takes pictures to learn from and pictures to validate with, received " + training.size()
                            + " and " + validation.size());
        }
        boolean headOnly = network.onlyHeadLearns();
        boolean cached = headOnly && recipe.augmentation() == null;
        StepProgram step =
                cached ? HeadLesson.step(network.architecture(), recipe) : PictureLesson.step(network, recipe);
        Engine trains = Engines.forTraining(engineName, step.program());
        Engine serves = Engines.forInference(engineName);
        try (Lesson lesson = cached
                ? HeadLesson.of(network, step, training, validation, recipe, serves, device)
                : new PictureLesson(network, step, training, validation, recipe)) {
            if (lesson.batches() < recipe.accumulate() && !recipe.stopped()) {
                throw new IllegalArgumentException("accumulate is at most the batches of an epoch, received "
                        + recipe.accumulate() + " of " + lesson.batches());
            }
            FineTuning fineTuning =
                    new FineTuning(recipe, step, lesson, new Validation(serves, device), headOnly, cached);
            recipe.tell(new TrainingEvent.Began(
                    fineTuning.epochs, lesson.batches(), training.size(), cached, trains.name()));
            return fineTuning.train(network, trains, device);
        }
    }

    private Result train(Network network, Engine engine, Device device) {
        try (Trainer trainer = engine.train(step.program(), network.weights(), Weights.empty(), device)) {
            for (int epoch = 0; epoch < epochs && !recipe.stopped(); epoch++) {
                learn(trainer, epoch);
            }
            return new Result(network.weights().with(trainer.weights()), history, lesson.skipped());
        }
    }

    private void learn(Trainer trainer, int epoch) {
        long start = System.nanoTime();
        int steps = lesson.batches() / recipe.accumulate();
        int total = steps * epochs;
        double sum = 0;
        int batches = 0;
        double factor = 1;
        try (Lesson.Epoch pictures = lesson.epoch(epoch)) {
            while (batches < steps * recipe.accumulate() && pictures.hasNext()) {
                if (recipe.stopped()) {
                    return;
                }
                List<Tensor> inputs = pictures.next();
                boolean updates = (batches + 1) % recipe.accumulate() == 0;
                int update = epoch * steps + batches / recipe.accumulate();
                factor = schedule.factor(new Progress(update, total, epochs, watched()));
                List<Tensor> outputs =
                        updates ? trainer.step(inputs, step.rates(rate * factor)) : trainer.accumulate(inputs);
                double loss = step.loss(outputs);
                if (Double.isNaN(loss) || Double.isInfinite(loss)) {
                    throw new IllegalStateException("The loss is finite, and it became " + loss + " in epoch "
                            + (epoch + 1) + ", step " + (batches + 1) + ". Lower the learning rate (now "
                            + rate * factor + "), or clip(1).");
                }
                sum += loss;
                batches++;
                recipe.tell(new TrainingEvent.StepEnded(epoch + 1, batches, loss));
            }
        }
        Validation.Figures figures = validation.measure(lesson, trainer.weights());
        History.Epoch ended = new History.Epoch(
                epoch + 1,
                sum / Math.max(1, batches),
                figures.loss(),
                figures.accuracy(),
                rate * factor,
                (System.nanoTime() - start) / 1e9);
        history = history.with(ended);
        recipe.tell(new TrainingEvent.EpochEnded(ended));
    }

    private List<Double> watched() {
        List<Double> losses = new ArrayList<>();
        history.epochs().forEach(epoch -> losses.add(epoch.validationLoss()));
        return losses;
    }

    /** One row for each label, 1 in its column. */
    static Tensor oneHot(int[] labels, int classes) {
        float[] targets = new float[Math.multiplyExact(labels.length, classes)];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0) {
                throw new IllegalArgumentException(
                        "Pictures to learn from have a class, and one of " + Arrays.toString(labels) + " has none");
            }
            targets[i * classes + labels[i]] = 1;
        }
        return Tensor.of(Shape.of(labels.length, classes), targets);
    }
}
