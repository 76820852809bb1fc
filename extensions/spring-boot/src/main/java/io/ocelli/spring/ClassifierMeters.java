package io.ocelli.spring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ocelli.micrometer.ClassifierMetrics;
import java.util.Collection;

/**
 * What classifiers answer, as the meters of {@link ClassifierMetrics}, and {@code ocelli.reloads}, a counter of reloads by
 * {@code outcome}: success, error. Each has the tag {@code classifier}, the name of the bean.
 */
final class ClassifierMeters implements MeterBinder {
    private final Collection<ReloadableClassifier> classifiers;

    ClassifierMeters(Collection<ReloadableClassifier> classifiers) {
        this.classifiers = classifiers;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (ReloadableClassifier classifier : classifiers) {
            Tags tags = Tags.of("classifier", classifier.name());
            ClassifierMetrics metrics = ClassifierMetrics.of(registry, tags);
            metrics.watch(classifier::decorators);
            metrics.watchBatching(classifier::batching);
            classifier.watch(metrics::monitorAnswers);
            classifier.listen(successfully -> Counter.builder("ocelli.reloads")
                    .description("How often a model was to be opened again.")
                    .tags(tags.and("outcome", successfully ? "success" : "error"))
                    .register(registry)
                    .increment());
        }
    }
}
