package io.ocelli.spring;

import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** The classifiers' meters, where Micrometer's core is on the class path; Boot binds them to every registry. */
@AutoConfiguration(after = OcelliAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(ReloadableClassifier.class)
public class OcelliMetersAutoConfiguration {
    /** For Spring. */
    public OcelliMetersAutoConfiguration() {}

    @Bean
    MeterBinder ocelliClassifierMeters(Map<String, ReloadableClassifier> classifiers) {
        return new ClassifierMeters(classifiers.values());
    }
}
