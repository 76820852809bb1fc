package io.ocelli.spring;

import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** The actuator's endpoint {@code ocelli}; Boot exposes it over HTTP where {@code management.endpoints} say so. */
@AutoConfiguration(after = OcelliAutoConfiguration.class)
@ConditionalOnClass(Endpoint.class)
@ConditionalOnBean(ReloadableClassifier.class)
public class OcelliEndpointAutoConfiguration {
    /** For Spring. */
    public OcelliEndpointAutoConfiguration() {}

    @Bean
    ReloadEndpoint ocelliReloadEndpoint(Map<String, ReloadableClassifier> classifiers) {
        return new ReloadEndpoint(classifiers);
    }
}
