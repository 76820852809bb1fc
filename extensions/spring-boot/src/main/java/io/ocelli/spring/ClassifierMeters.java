package io.ocelli.spring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ocelli.TimedPrediction;
import io.ocelli.error.ImageException;
import io.ocelli.serving.Decision;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/**
 * What classifiers answer, as meters; each has the tag {@code classifier}, the name of the bean.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name</th><th>kind</th><th>of</th></tr>
 * <tr><td>{@code ocelli.classify}</td><td>timer</td><td>a picture, by {@code stage}: decode, transform, network</td></tr>
 * <tr><td>{@code ocelli.classified}</td><td>counter</td><td>pictures, by {@code outcome}: success, refused (by a decision),
 * unreadable, error</td></tr>
 * <tr><td>{@code ocelli.confidence}</td><td>summary</td><td>the likeliest class's probability: its histogram drifts where
 * pictures do</td></tr>
 * <tr><td>{@code ocelli.reloads}</td><td>counter</td><td>reloads, by {@code outcome}: success, error</td></tr>
 * </table>
 */
final class ClassifierMeters implements MeterBinder {
    private static final String OUTCOME = "outcome";

    private final Collection<ReloadableClassifier> classifiers;

    ClassifierMeters(Collection<ReloadableClassifier> classifiers) {
        this.classifiers = classifiers;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (ReloadableClassifier classifier : classifiers) {
            classifier.listen(new Counting(registry, Tags.of("classifier", classifier.name())));
        }
    }

    private static final class Counting implements ClassificationListener {
        private final MeterRegistry registry;
        private final Tags tags;
        private final Timer decode;
        private final Timer transform;
        private final Timer network;
        private final DistributionSummary confidence;

        Counting(MeterRegistry registry, Tags tags) {
            this.registry = registry;
            this.tags = tags;
            this.decode = stage("decode");
            this.transform = stage("transform");
            this.network = stage("network");
            this.confidence = DistributionSummary.builder("ocelli.confidence")
                    .description("The probability of the likeliest class")
                    .serviceLevelObjectives(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1)
                    .minimumExpectedValue(0.01)
                    .maximumExpectedValue(1.0)
                    .tags(tags)
                    .register(registry);
        }

        private Timer stage(String stage) {
            return Timer.builder("ocelli.classify")
                    .description("How long a stage of a classification took")
                    .tags(tags.and("stage", stage))
                    .publishPercentileHistogram()
                    .register(registry);
        }

        private void count(String name, String outcome) {
            Counter.builder(name)
                    .tags(tags.and(OUTCOME, outcome))
                    .register(registry)
                    .increment();
        }

        @Override
        public void classified(TimedPrediction answer) {
            record(decode, answer.timings().decode());
            record(transform, answer.timings().transform());
            record(network, answer.timings().network());
            confidence.record(answer.prediction().confidence());
            Decision decision = answer.prediction().decision();
            count("ocelli.classified", decision != null && decision.isRefusal() ? "refused" : "success");
        }

        private static void record(Timer timer, double millis) {
            timer.record((long) (millis * 1e6), TimeUnit.NANOSECONDS);
        }

        @Override
        public void failed(RuntimeException error) {
            count("ocelli.classified", error instanceof ImageException ? "unreadable" : "error");
        }

        @Override
        public void reloaded(boolean successfully) {
            count("ocelli.reloads", successfully ? "success" : "error");
        }
    }
}
