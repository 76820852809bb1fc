package io.ocelli.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.ocelli.Classifier;
import io.ocelli.PictureClassifier;
import io.ocelli.Prediction;
import io.ocelli.TimedPrediction;
import io.ocelli.Timings;
import io.ocelli.decisions.FeatureDrift;
import io.ocelli.error.ImageException;
import io.ocelli.serving.Batching;
import io.ocelli.serving.Decision;
import io.ocelli.serving.Decorator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a classifier answers, as meters: how long, how much, and whether the pictures drift away from those of its training.
 *
 * <pre>{@code
 * ClassifierMetrics metrics = ClassifierMetrics.of(registry, Tags.of("classifier", "insects"));
 * PictureClassifier insects = metrics.monitor(classifier);
 * }</pre>
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name</th><th>kind</th><th>of</th></tr>
 * <tr><td>{@code ocelli.classify}</td><td>timer</td><td>calls about one picture, by {@code outcome}</td></tr>
 * <tr><td>{@code ocelli.classify.stage}</td><td>timer</td><td>their {@code stage}s: decode, transform, network, decorators, as
 * {@link Timings} tells them; of lists and streams decode alone, as the others are of several pictures together</td></tr>
 * <tr><td>{@code ocelli.classify.pending}</td><td>gauge</td><td>pictures that were asked about and are not answered yet: those of
 * calls that run, of lists, and those that a stream took ahead</td></tr>
 * <tr><td>{@code ocelli.batching.waiting}</td><td>gauge</td><td>of these, what waits to be put together with others
 * ({@link io.ocelli.Backbone#batching}); 0 where none are</td></tr>
 * <tr><td>{@code ocelli.batching.size}</td><td>gauge</td><td>how many pictures a run of the network took on average since the
 * classifier was opened, where they are put together</td></tr>
 * <tr><td>{@code ocelli.classified}</td><td>counter</td><td>pictures, by {@code outcome}: success, refused (by a decision),
 * unreadable, error</td></tr>
 * <tr><td>{@code ocelli.confidence}</td><td>summary</td><td>the likeliest class's probability, as a histogram</td></tr>
 * <tr><td>{@code ocelli.refused.ratio}</td><td>gauge</td><td>the share of the last 1000 answers that a decision refused, 0 to
 * 1</td></tr>
 * <tr><td>{@code ocelli.drift.distance}</td><td>gauge</td><td>{@link FeatureDrift#distance}, where such a decorator is around the
 * classifier</td></tr>
 * <tr><td>{@code ocelli.drift.expected}</td><td>gauge</td><td>{@link FeatureDrift#expected}: an alarm is due at several times of
 * it</td></tr>
 * </table>
 *
 * <p>Gauges of what was not seen yet are not a number. Safe for any number of threads.
 */
public final class ClassifierMetrics {
    private static final String PREFIX = "ocelli.";
    private static final String OUTCOME = "outcome";

    private final MeterRegistry registry;
    private final Tags tags;
    private final AtomicLong pending = new AtomicLong();
    private final RecentShare refused = new RecentShare();
    private final DistributionSummary confidence;

    private ClassifierMetrics(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        this.confidence = DistributionSummary.builder(PREFIX + "confidence")
                .description("The probability of the likeliest class.")
                .serviceLevelObjectives(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1)
                .minimumExpectedValue(0.01)
                .maximumExpectedValue(1.0)
                .tags(tags)
                .register(registry);
        gauge("classify.pending", "Pictures that were asked about and are not answered yet.", pending::get);
        gauge("refused.ratio", "The share of the last answers that a decision refused.", refused::value);
    }

    /**
     * Meters of one classifier.
     *
     * @param tags that each meter has, such as the classifier's name: classifiers of one registry are told apart by them
     */
    public static ClassifierMetrics of(MeterRegistry registry, Iterable<Tag> tags) {
        return new ClassifierMetrics(registry, Tags.of(tags));
    }

    /** What answers as a classifier does, and is measured; closing it closes the classifier. Evaluations are not measured. */
    public PictureClassifier monitor(PictureClassifier classifier) {
        if (classifier instanceof Classifier) {
            watch(((Classifier) classifier)::decorators);
            watchBatching(((Classifier) classifier)::batching);
        }
        return monitorAnswers(classifier);
    }

    /**
     * As {@link #monitor}, without what is looked up in the classifier itself: for hosts that put another in the place of one,
     * which add that by {@link #watch} and {@link #watchBatching}.
     */
    public PictureClassifier monitorAnswers(PictureClassifier classifier) {
        return new MonitoredClassifier(classifier, this);
    }

    /**
     * Adds the gauges of drift where there is a {@link FeatureDrift} among decorators, for hosts that put another classifier in the
     * place of one.
     *
     * @param decorators asked now, and whenever a gauge is read
     */
    public void watch(Supplier<List<Decorator>> decorators) {
        if (drift(decorators) == null) {
            return;
        }
        gauge(
                "drift.distance",
                "How far the mean of the features is from the training's, in units of its spread.",
                () -> {
                    FeatureDrift drift = drift(decorators);
                    return drift == null ? Double.NaN : drift.distance();
                });
        gauge("drift.expected", "The root mean square of the drift's distance by chance alone.", () -> {
            FeatureDrift drift = drift(decorators);
            return drift == null ? Double.NaN : drift.expected();
        });
    }

    /**
     * Adds the meters of gathered pictures, for hosts that put another classifier in the place of one.
     *
     * @param figures asked whenever a meter is read
     */
    public void watchBatching(Supplier<Batching.Figures> figures) {
        gauge(
                "batching.waiting",
                "Pictures that wait to be put together for the network.",
                () -> figures.get().waiting());
        gauge("batching.size", "How many pictures a run of the network took on average.", () -> {
            Batching.Figures now = figures.get();
            return now.runs() == 0 ? Double.NaN : (double) now.pictures() / now.runs();
        });
    }

    private static @Nullable FeatureDrift drift(Supplier<List<Decorator>> decorators) {
        for (Decorator decorator : decorators.get()) {
            if (decorator instanceof FeatureDrift) {
                return (FeatureDrift) decorator;
            }
        }
        return null;
    }

    private void gauge(String name, String says, Supplier<Number> value) {
        Gauge.builder(PREFIX + name, value).description(says).tags(tags).register(registry);
    }

    /** One picture is asked about; {@link #answered} or {@link #failed} follows. */
    void asked() {
        asked(1);
    }

    void asked(long pictures) {
        pending.addAndGet(pictures);
    }

    /** Pictures that were asked about will not be answered. */
    void dropped(long pictures) {
        pending.addAndGet(-pictures);
    }

    /** A picture that was asked about is answered. */
    void answered(TimedPrediction answer) {
        Timings timings = answer.timings();
        stage("decode", timings.decode());
        stage("transform", timings.transform());
        stage("network", timings.network());
        stage("decorators", timings.decorators());
        called(answered(answer.prediction()), Math.round(timings.total() * 1e6));
    }

    /** As {@link #answered(TimedPrediction)}, of one among several; the outcome. */
    String answered(Prediction prediction) {
        pending.decrementAndGet();
        confidence.record(prediction.confidence());
        Decision decision = prediction.decision();
        boolean refusal = decision != null && decision.isRefusal();
        refused.add(refusal);
        return count(refusal ? "refused" : "success");
    }

    /**
     * A picture that was asked about is not answered.
     *
     * @param error why
     * @param nanoseconds from the call to that
     */
    void failed(RuntimeException error, long nanoseconds) {
        called(failed(error), nanoseconds);
    }

    /** As {@link #failed(RuntimeException, long)}, of one among several; the outcome. */
    String failed(RuntimeException error) {
        pending.decrementAndGet();
        return count(error instanceof ImageException ? "unreadable" : "error");
    }

    private String count(String outcome) {
        Counter.builder(PREFIX + "classified")
                .description("Pictures that were asked about.")
                .tags(tags.and(OUTCOME, outcome))
                .register(registry)
                .increment();
        return outcome;
    }

    private void called(String outcome, long nanoseconds) {
        Timer.builder(PREFIX + "classify")
                .description("How long a call about one picture took.")
                .tags(tags.and(OUTCOME, outcome))
                .publishPercentileHistogram()
                .register(registry)
                .record(nanoseconds, TimeUnit.NANOSECONDS);
    }

    void decoded(long nanoseconds) {
        stage("decode", nanoseconds / 1e6);
    }

    private void stage(String stage, double millis) {
        Timer.builder(PREFIX + "classify.stage")
                .description("How long a stage of a classification took.")
                .tags(tags.and("stage", stage))
                .publishPercentileHistogram()
                .register(registry)
                .record(Math.round(millis * 1e6), TimeUnit.NANOSECONDS);
    }
}
