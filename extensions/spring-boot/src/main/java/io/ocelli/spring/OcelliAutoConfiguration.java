package io.ocelli.spring;

import io.ocelli.Classifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/** The classifiers that {@code ocelli.classifiers} names. A context that closes waits for the calls that run. */
@AutoConfiguration
@ConditionalOnClass(Classifier.class)
@EnableConfigurationProperties(OcelliProperties.class)
@Import(ClassifierBeans.class)
public class OcelliAutoConfiguration {
    /** For Spring. */
    public OcelliAutoConfiguration() {}
}
