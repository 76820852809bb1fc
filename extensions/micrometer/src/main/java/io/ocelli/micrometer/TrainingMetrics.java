package io.ocelli.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ocelli.training.History;
import io.ocelli.training.Session;
import io.ocelli.training.TrainingEvent;
import io.ocelli.training.TrainingEvent.Ended;
import io.ocelli.training.TrainingEvent.EpochEnded;
import io.ocelli.training.TrainingEvent.Failed;
import io.ocelli.training.TrainingEvent.StepEnded;
import io.ocelli.training.TrainingListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A training behind Micrometer: a listener of the training, and a binder of the registry.
 *
 * <pre>{@code
 * TrainingMetrics metrics = new TrainingMetrics(Tags.of("model", "resnet18"));
 * metrics.bindTo(registry);
 * spec.fit(training, validation, recipe.listener(metrics));
 * }</pre>
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name</th><th>kind</th><th>of</th></tr>
 * <tr><td>{@code ocelli.training.step}</td><td>timer</td><td>the time between steps, within an epoch</td></tr>
 * <tr><td>{@code ocelli.training.epochs}</td><td>counter</td><td>epochs that were ended</td></tr>
 * <tr><td>{@code ocelli.training.ended}</td><td>counter</td><td>trainings, {@code outcome} success or error</td></tr>
 * <tr><td>{@code ocelli.training.loss}</td><td>gauge</td><td>the last step's loss, {@code of} training; the last epoch's, {@code
 * of} validation</td></tr>
 * <tr><td>{@code ocelli.training.accuracy}</td><td>gauge</td><td>of the last epoch, 0 to 1</td></tr>
 * <tr><td>{@code ocelli.training.learning.rate}</td><td>gauge</td><td>of the last step</td></tr>
 * </table>
 *
 * <p>Any number of threads may read; trainings that go on at once have listeners of their own, told apart by tags.
 */
public final class TrainingMetrics implements TrainingListener, MeterBinder {
    private static final String PREFIX = "ocelli.training.";

    private final Tags tags;
    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();
    private final Map<String, Double> figures = new ConcurrentHashMap<>();
    private long lastStep;

    /** @param tags that each meter has, such as the model's name */
    public TrainingMetrics(Iterable<Tag> tags) {
        this.tags = Tags.of(tags);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "loss", "loss/training", "The loss of the last step.", Tags.of("of", "training"));
        gauge(
                registry,
                "loss",
                "loss/validation",
                "The validation loss of the last epoch.",
                Tags.of("of", "validation"));
        gauge(registry, "accuracy", "accuracy", "The validation accuracy of the last epoch.", Tags.empty());
        gauge(registry, "learning.rate", "learning.rate", "The learning rate of the last step.", Tags.empty());
        registries.add(registry);
    }

    private void gauge(MeterRegistry registry, String name, String figure, String says, Tags more) {
        Gauge.builder(PREFIX + name, figures, all -> all.getOrDefault(figure, Double.NaN))
                .description(says)
                .tags(tags.and(more))
                .register(registry);
    }

    @Override
    public void on(TrainingEvent event, Session session) {
        if (event instanceof StepEnded) {
            step((StepEnded) event);
        } else if (event instanceof EpochEnded) {
            epoch(((EpochEnded) event).epoch());
        } else if (event instanceof Ended || event instanceof Failed) {
            count("ended", "Trainings that ended.", Tags.of("outcome", event instanceof Ended ? "success" : "error"));
        }
    }

    private void step(StepEnded step) {
        long now = System.nanoTime();
        figures.put("loss/training", step.loss());
        figures.put("learning.rate", step.learningRate());
        if (step.step() > 1 && lastStep != 0) {
            for (MeterRegistry registry : registries) {
                Timer.builder(PREFIX + "step")
                        .description("The time from one step of an epoch to the next.")
                        .tags(tags)
                        .register(registry)
                        .record(Duration.ofNanos(now - lastStep));
            }
        }
        lastStep = now;
    }

    private void epoch(History.Epoch epoch) {
        figures.put("loss/validation", epoch.validationLoss());
        figures.put("accuracy", epoch.validationAccuracy());
        count("epochs", "Epochs that were ended.", Tags.empty());
    }

    private void count(String name, String says, Tags more) {
        for (MeterRegistry registry : registries) {
            Counter.builder(PREFIX + name)
                    .description(says)
                    .tags(tags.and(more))
                    .register(registry)
                    .increment();
        }
    }
}
