package io.ocelli.spring.boot4;

import io.ocelli.spring.ClassifierStatus;
import io.ocelli.spring.ReloadableClassifier;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up while each classifier answers about a black picture; a reload that failed is told, and is no failure of the service. */
final class ClassifierHealth implements HealthIndicator {
    private final Map<String, ReloadableClassifier> classifiers;

    ClassifierHealth(Map<String, ReloadableClassifier> classifiers) {
        this.classifiers = classifiers;
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up();
        classifiers.forEach((name, classifier) -> {
            try {
                health.withDetail(name, ClassifierStatus.checked(classifier));
            } catch (RuntimeException e) {
                health.down().withDetail(name, String.valueOf(e.getMessage()));
            }
        });
        return health.build();
    }
}
