package io.ocelli.spring.boot4;

import io.ocelli.spring.OcelliAutoConfiguration;
import io.ocelli.spring.ReloadableClassifier;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health indicator {@code ocelli}, where Boot's health is on the class path. */
@AutoConfiguration(after = OcelliAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(ReloadableClassifier.class)
public class OcelliHealthAutoConfiguration {
    /** For Spring. */
    public OcelliHealthAutoConfiguration() {}

    @Bean
    HealthIndicator ocelliHealthIndicator(Map<String, ReloadableClassifier> classifiers) {
        return new ClassifierHealth(classifiers);
    }
}
