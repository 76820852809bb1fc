package io.ocelli.spring;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/** {@code GET /actuator/ocelli} tells of the classifiers, {@code POST /actuator/ocelli/NAME} opens one's model again. */
@Endpoint(id = "ocelli")
final class ReloadEndpoint {
    private final Map<String, ReloadableClassifier> classifiers;

    ReloadEndpoint(Map<String, ReloadableClassifier> classifiers) {
        this.classifiers = classifiers;
    }

    @ReadOperation
    Map<String, ClassifierStatus> status() {
        Map<String, ClassifierStatus> status = new LinkedHashMap<>();
        classifiers.forEach((name, classifier) -> status.put(name, ClassifierStatus.of(classifier)));
        return status;
    }

    /**
     * @throws InvalidEndpointRequestException if there is no such classifier
     */
    @WriteOperation
    ClassifierStatus reload(@Selector String name) {
        ReloadableClassifier classifier = classifiers.get(name);
        if (classifier == null) {
            String message = "The classifiers are " + classifiers.keySet() + ", received '" + name + "'";
            throw new InvalidEndpointRequestException(message, message);
        }
        classifier.reload();
        return ClassifierStatus.of(classifier);
    }
}
