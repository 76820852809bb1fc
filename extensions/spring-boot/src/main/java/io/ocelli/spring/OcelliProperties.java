package io.ocelli.spring;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What an application says of its classifiers.
 *
 * @param classifiers each by the name of its bean
 */
@ConfigurationProperties("ocelli")
public record OcelliProperties(Map<String, ClassifierProperties> classifiers) {
    public OcelliProperties(@Nullable Map<String, ClassifierProperties> classifiers) {
        this.classifiers = classifiers == null ? ImmutableMap.of() : ImmutableMap.copyOf(classifiers);
    }
}
